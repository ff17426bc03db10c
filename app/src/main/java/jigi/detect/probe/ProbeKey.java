package jigi.detect.probe;

/**
 * Names one probe.
 *
 * @param probe unique within the component
 */
public record ProbeKey(String system, String component, String probe)
    implements Comparable<ProbeKey> {
  @Override
  public int compareTo(ProbeKey other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return system + "/" + component + "/" + probe;
  }
}
