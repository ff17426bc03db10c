package jigi.detect.probe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What scraped targets tell of their metrics: types and texts. Lives in memory, is bounded, and is
 * told anew by each scrape.
 */
public final class Families {
  private static final int PROBES_AT_MOST = 2_000;
  private static final int FAMILIES_AT_MOST = 2_000;
  private static final int HELP_AT_MOST = 500;

  private final Map<ProbeKey, List<Family>> all = new ConcurrentHashMap<>();

  /**
   * One metric family.
   *
   * @param type in Prometheus's words: {@code counter}, {@code gauge}, {@code histogram}, {@code
   *     summary}, {@code unknown} and those of OpenMetrics
   * @param unit empty when it is not told
   */
  public record Family(String name, String type, String help, String unit) {
    public Family {
      help = help.length() <= HELP_AT_MOST ? help : help.substring(0, HELP_AT_MOST - 1) + "…";
    }
  }

  /** Replaces what the target of a probe told before. What is beyond the bounds is left out. */
  public void told(ProbeKey probe, List<Family> families) {
    if (families.equals(all.get(probe))) {
      return;
    }
    if (all.containsKey(probe) || all.size() < PROBES_AT_MOST) {
      all.put(probe, List.copyOf(families.subList(0, Math.min(families.size(), FAMILIES_AT_MOST))));
    }
  }

  /** In the order in which the target tells them; empty when it told none. */
  public List<Family> of(ProbeKey probe) {
    return all.getOrDefault(probe, List.of());
  }
}
