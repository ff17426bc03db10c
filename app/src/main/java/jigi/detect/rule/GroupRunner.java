package jigi.detect.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jigi.base.kernel.Timer;
import jigi.base.kernel.Troubles;
import jigi.detect.rule.RuleMetrics.Point;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import org.jspecify.annotations.Nullable;

/** Evaluates the rules of one group and remembers which series its recording rules wrote. */
public final class GroupRunner {
  private final RuleGroup group;
  private final RuleMetrics metrics;
  private final RuleObserver observer;
  private final Map<String, Evaluation.Outcome> outcomes;
  private final Troubles troubles;
  private final InstantSource clock;
  private final Map<String, WrittenSeries> recorded = new HashMap<>();
  private @Nullable Timer timer;
  private boolean cancelled;

  /**
   * @param outcomes where it says how the last evaluation of each rule went, by the rule's key
   * @param clock tells how long an evaluation takes
   */
  public GroupRunner(
      RuleGroup group,
      RuleMetrics metrics,
      RuleObserver observer,
      Map<String, Evaluation.Outcome> outcomes,
      Troubles troubles,
      InstantSource clock) {
    this.group = group;
    this.metrics = metrics;
    this.observer = observer;
    this.outcomes = outcomes;
    this.troubles = troubles;
    this.clock = clock;
  }

  static String trouble(Rule rule) {
    return "rule.failed:" + rule.key();
  }

  RuleGroup group() {
    return group;
  }

  Stream<Rule.Alerting> alerting() {
    return group.rules().stream()
        .filter(Rule.Alerting.class::isInstance)
        .map(Rule.Alerting.class::cast);
  }

  boolean has(String ruleKey) {
    return group.rules().stream().anyMatch(rule -> rule.key().equals(ruleKey));
  }

  boolean readsAny(Collection<Labels> series) {
    return group.rules().stream().anyMatch(rule -> reads(rule, series));
  }

  synchronized void waitFor(Timer next) {
    if (cancelled) {
      next.cancel();
    }
    timer = next;
  }

  synchronized void cancel() {
    cancelled = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Evaluates every rule, in their order. */
  public synchronized void evaluateAll(Instant at) {
    for (Rule rule : group.rules()) {
      evaluate(rule, at);
    }
  }

  synchronized void evaluateRule(String key, Instant at) {
    group.rules().stream().filter(rule -> rule.key().equals(key)).forEach(r -> evaluate(r, at));
  }

  /** Evaluates what reads the changed series; what a recording rule writes is a change again. */
  synchronized void evaluateReaders(Collection<Labels> changed, Instant at) {
    Set<Labels> all = new HashSet<>(changed);
    for (Rule rule : group.rules()) {
      if (reads(rule, all)) {
        evaluate(rule, at);
        WrittenSeries written = recorded.get(rule.key());
        if (written != null) {
          all.addAll(written.series());
        }
      }
    }
  }

  /** Marks what the recording rules wrote as stale: the group is no longer in force. */
  synchronized void endSeries(Instant at) {
    recorded.values().forEach(written -> written.write(List.of(), at));
    recorded.clear();
  }

  private void evaluate(Rule rule, Instant at) {
    Instant begun = clock.instant();
    String error = null;
    int series = 0;
    try {
      Instant asked = at.minus(group.schedule().queryOffset());
      List<Point> result = metrics.query(rule.expression().expr(), asked);
      series = result.size();
      if (group.limit() > 0 && series > group.limit()) {
        error = "the result has " + series + " series, the group's limit is " + group.limit();
      } else {
        take(rule, result, at, asked);
      }
    } catch (PromQlException e) {
      error = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      // One rule that cannot be evaluated must not keep the others of its group from it.
      error = e.toString();
    }
    report(rule, error);
    outcomes.put(
        rule.key(),
        new Evaluation.Outcome(at, Duration.between(begun, clock.instant()), series, error));
  }

  private void report(Rule rule, @Nullable String error) {
    if (error == null) {
      troubles.clear(trouble(rule));
    } else {
      troubles.raise(
          new Troubles.Trouble(
              trouble(rule), "rule-failed", Map.of("rule", rule.name(), "error", error)));
    }
  }

  private void take(Rule rule, List<Point> result, Instant at, Instant asked) {
    switch (rule) {
      // What is recorded is of the instant that was asked for, so that the next rule reads it.
      case Rule.Recording recording -> record(recording, result, asked);
      case Rule.Alerting alerting -> {
        MeasuredBySelectors measured =
            new MeasuredBySelectors(alerting.expression().expr(), metrics, asked);
        List<Point> active = result;
        if (active.isEmpty()
            && alerting.timing().noData() == NoData.ALERT
            && !measured.anyMeasured()) {
          active = List.of(new Point(Labels.EMPTY, Double.NaN));
        }
        observer.onEvaluated(new Evaluation(group.system(), alerting, at, asked, active, measured));
      }
    }
  }

  private void record(Rule.Recording rule, List<Point> result, Instant at) {
    Set<Labels> seen = new HashSet<>();
    List<Point> points = new ArrayList<>();
    for (Point point : result) {
      Labels labels = named(rule, point.labels());
      if (seen.add(labels)) {
        points.add(new Point(labels, point.value()));
      }
    }
    recorded.computeIfAbsent(rule.key(), key -> new WrittenSeries(metrics)).write(points, at);
  }

  private Labels named(Rule.Recording rule, Labels labels) {
    Map<String, String> named = labels.toMap();
    named.putAll(rule.labels());
    named.put(Labels.METRIC_NAME, rule.name());
    if (group.isOfASystem()) {
      named.put("system", group.system());
    }
    return Labels.of(named);
  }

  private static boolean reads(Rule rule, Collection<Labels> series) {
    for (Expr.VectorSelector selector : PromQl.selectors(rule.expression().expr())) {
      for (Labels labels : series) {
        if (matches(selector.matchers(), labels)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean matches(List<Matcher> matchers, Labels labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }
}
