package jigi.detect.discovery;

import java.util.List;

/**
 * Something that is there.
 *
 * @param place where it was found: a file and line, or a machine
 * @param written where the draft speaks of it: {@code jigi.yaml: nginx-80}
 * @param probes how the draft would look at it, as short texts; empty when it would not
 */
public record Finding(Sort sort, String name, String place, String written, List<String> probes) {
  public Finding {
    probes = List.copyOf(probes);
  }

  /** What sort of thing it is. */
  public enum Sort {
    MACHINE,
    SERVICE,
    DATABASE,
    UNIT,
    CERTIFICATE,
    SCHEDULE
  }
}
