package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jigi.detect.rule.Rule;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;
import jigi.present.api.MetricQueries;
import jigi.present.api.view.RuleDetail;

/** How often a rule would have fired: its expression over a week, with its {@code for}. */
final class Replays {
  private static final Duration WEEK = Duration.ofDays(7);

  /** A week in as many looks: every two minutes. */
  private static final long MOST_LOOKS = 5040;

  private final MetricQueries metrics;
  private final InstantSource clock;

  Replays(MetricQueries metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @param interval of the rule's evaluation, the finest step that makes sense
   */
  RuleDetail.Replay of(Rule.Alerting rule, Duration interval) {
    Instant to = clock.instant();
    Duration data = Duration.ZERO;
    Duration step = interval;
    List<Instant> starts = new ArrayList<>();
    try {
      data = reach(to);
      Duration finest = data.dividedBy(MOST_LOOKS);
      step = seconds(finest.compareTo(interval) > 0 ? finest : interval);
      QueryResult.Matrix found =
          metrics.queryRange(rule.expression().expr(), to.minus(data), to, step);
      for (QueryResult.Points points : found.series()) {
        fired(points.timestampsMs(), step, rule.timing().hold(), starts);
      }
    } catch (PromQlException e) {
      return new RuleDetail.Replay(WEEK, data, step, List.of(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    starts.sort(Comparator.reverseOrder());
    return new RuleDetail.Replay(WEEK, data, step, starts, null);
  }

  /** How far back there are samples of any probe, so that few of them are looked at finely. */
  private Duration reach(Instant to) throws InterruptedException {
    Duration reach = Duration.ofMinutes(10);
    for (Duration longer : List.of(Duration.ofHours(1), Duration.ofDays(1), WEEK)) {
      long from = to.minus(longer).toEpochMilli();
      long until = to.minus(reach).toEpochMilli();
      if (metrics.store().labelNames(List.of(), from, until).isEmpty()) {
        return reach;
      }
      reach = longer;
    }
    return reach;
  }

  private static Duration seconds(Duration duration) {
    return Duration.ofSeconds(Math.max(1, (duration.toMillis() + 999) / 1000));
  }

  /** Adds when the condition had held without a gap for as long as the rule asks. */
  static void fired(long[] heldAt, Duration step, Duration hold, List<Instant> starts) {
    long begun = 0;
    boolean fired = false;
    for (int i = 0; i < heldAt.length; i++) {
      if (i == 0 || heldAt[i] - heldAt[i - 1] > step.toMillis()) {
        begun = heldAt[i];
        fired = false;
      }
      if (!fired && heldAt[i] - begun >= hold.toMillis()) {
        starts.add(Instant.ofEpochMilli(heldAt[i]));
        fired = true;
      }
    }
  }
}
