package jigi.detect.probe.log;

import java.util.Comparator;

/**
 * What requests of an access log are counted by.
 *
 * @param upstream empty where the log does not name it
 */
record RequestKey(String status, String upstream) implements Comparable<RequestKey> {
  private static final Comparator<RequestKey> ORDER =
      Comparator.comparing(RequestKey::upstream).thenComparing(RequestKey::status);

  @Override
  public int compareTo(RequestKey other) {
    return ORDER.compare(this, other);
  }
}
