package jigi.detect.alert.unit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Troubles;
import jigi.detect.alert.TriedAlerts;
import jigi.detect.rule.Evaluation;
import jigi.detect.rule.GroupRunner;
import jigi.detect.rule.RuleGroup;
import jigi.detect.rule.StoredMetrics;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.SeriesNotation;
import jigi.metrics.storage.Appender;

/** One group of tests on a clock of its own and a store that is forgotten afterwards. */
final class UnitTestRun {
  private final Duration interval;
  private final UnitTests.Group test;
  private final Verdict verdict;
  private final MetricStore store = EmbeddedMetricStore.inMemory();
  private final StoredMetrics metrics;
  private final TriedAlerts alerts;
  private final Map<String, Evaluation.Outcome> outcomes = new HashMap<>();
  private final List<GroupRunner> runners;
  private int loaded;

  UnitTestRun(Duration interval, UnitTests.Group test, List<RuleGroup> rules, Verdict verdict) {
    this.interval = interval;
    this.test = test;
    this.verdict = verdict;
    this.metrics = new StoredMetrics(store, QueryOptions.DEFAULT.withSubqueryStep(interval));
    this.alerts = new TriedAlerts(metrics, test.external());
    InstantSource clock = InstantSource.fixed(test.start());
    this.runners =
        rules.stream()
            .map(group -> new GroupRunner(group, metrics, alerts, outcomes, new Troubles(), clock))
            .toList();
  }

  void run() {
    try (store) {
      Duration length = test.length();
      for (Duration after = Duration.ZERO;
          after.compareTo(length) <= 0;
          after = after.plus(interval)) {
        load(after);
        if (!evaluate(after)) {
          return;
        }
        judgeAlerts(after);
      }
      test.expressions().forEach(this::judge);
    }
  }

  /** A rule sees no sample of its future. */
  private void load(Duration until) {
    long points = until.dividedBy(test.step()) + 1;
    Appender appender = store.appender();
    for (; loaded < points; loaded++) {
      long at = test.start().plus(test.step().multipliedBy(loaded)).toEpochMilli();
      for (SeriesNotation series : test.input()) {
        Double value = loaded < series.points().size() ? series.points().get(loaded) : null;
        if (value != null) {
          appender.append(series.labels(), at, value);
        }
      }
    }
    appender.commit();
  }

  /** False when a rule could not be evaluated: what comes after it says nothing. */
  private boolean evaluate(Duration after) {
    Instant at = test.start().plus(after);
    runners.forEach(runner -> runner.evaluateAll(at));
    boolean whole = true;
    for (Map.Entry<String, Evaluation.Outcome> outcome : outcomes.entrySet()) {
      String error = outcome.getValue().error();
      if (error != null) {
        verdict.notEvaluated(outcome.getKey(), after, error);
        whole = false;
      }
    }
    return whole;
  }

  /** Alerts at a time between two evaluations are those of the one before. */
  private void judgeAlerts(Duration after) {
    for (UnitTests.AlertCase one : test.alerts()) {
      if (one.after().compareTo(after) >= 0 && one.after().compareTo(after.plus(interval)) < 0) {
        verdict.judge(one, alerts.named(one.alert()));
      }
    }
  }

  private void judge(UnitTests.ExpressionCase one) {
    try {
      verdict.judge(one, metrics.query(one.expr(), test.start().plus(one.after())));
    } catch (PromQlException e) {
      verdict.notAnswered(one, String.valueOf(e.getMessage()));
    }
  }
}
