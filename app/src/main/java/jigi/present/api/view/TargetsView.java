package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * What is scraped.
 *
 * @param rows the worst first, then by system, job and address
 * @param dropped what was found and is not scraped; some of it, where there is much
 * @param counts of everything that the reader may see, whatever was asked for
 */
public record TargetsView(List<Row> rows, List<Dropped> dropped, Counts counts) {
  public TargetsView {
    rows = List.copyOf(rows);
    dropped = List.copyOf(dropped);
  }

  /**
   * @param bad not scraped well, or not yet
   * @param dropped all of them
   */
  public record Counts(int targets, int bad, int dropped) {}

  /**
   * One target.
   *
   * @param pool the job of prometheus.yml, or the probe that scrapes
   * @param component whose probe it is; null for a job's
   * @param labels that its series get
   * @param discovered labels before relabelling; empty for a probe's
   * @param scraped when it was last; null before the first time
   * @param took null before the first time
   * @param error empty when that went well
   */
  public record Row(
      String system,
      String pool,
      @Nullable String component,
      String url,
      Status status,
      Map<String, String> labels,
      Map<String, String> discovered,
      @Nullable Instant scraped,
      @Nullable Duration took,
      Duration every,
      Duration timeout,
      String error) {
    public Row {
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
      discovered = Collections.unmodifiableMap(new TreeMap<>(discovered));
    }
  }

  /**
   * What was found and is not scraped.
   *
   * @param why empty when relabelling dropped it
   */
  public record Dropped(String system, String pool, Map<String, String> discovered, String why) {
    public Dropped {
      discovered = Collections.unmodifiableMap(new TreeMap<>(discovered));
    }
  }
}
