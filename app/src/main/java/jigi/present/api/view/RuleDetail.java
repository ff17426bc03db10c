package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule's page.
 *
 * @param interval of its group's evaluation
 * @param alerts those of now and the ones that ended, latest first
 * @param route who is told; null when nobody is
 * @param replay null unless it was asked for
 * @param chart what it compares with a number; null where it compares otherwise
 */
public record RuleDetail(
    RuleRow row,
    Duration interval,
    Map<String, String> annotations,
    List<AlertRow> alerts,
    List<RunbookRow> runbooks,
    @Nullable Route route,
    @Nullable Replay replay,
    @Nullable Chart chart) {
  /**
   * Who is told of alerts of the rule's severity, as others call them, and by what.
   *
   * @param then who is told while nobody has acknowledged
   */
  public record Route(List<String> to, List<String> by, List<Step> then) {
    /**
     * @param after the first message
     */
    public record Step(Duration after, List<String> to) {
      public Step {
        to = List.copyOf(to);
      }
    }

    public Route {
      to = List.copyOf(to);
      by = List.copyOf(by);
      then = List.copyOf(then);
    }
  }

  /**
   * How often the rule would have fired as it is written now.
   *
   * @param over how far it was looked back
   * @param data for how long of that there were samples
   * @param step between two looks: what is shorter may be missed
   * @param starts when it would have fired, latest first
   * @param error why it could not be told; null when it could
   */
  public record Replay(
      Duration over, Duration data, Duration step, List<Instant> starts, @Nullable String error) {
    public Replay {
      starts = List.copyOf(starts);
    }
  }

  public RuleDetail {
    annotations = java.util.Collections.unmodifiableMap(new TreeMap<>(annotations));
    alerts = List.copyOf(alerts);
    runbooks = List.copyOf(runbooks);
  }
}
