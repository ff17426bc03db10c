package jigi.detect.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import jigi.base.config.Place;
import jigi.base.kernel.Status;
import jigi.base.kernel.Troubles;
import jigi.detect.metric.remote.MetricServer;
import jigi.detect.metric.remote.SeenAtOnce;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Conditions that another server's PromQL answers are judged as over ours, at most one interval
 * earlier or later.
 */
class RemoteConditionsTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final long INTERVAL_MS = 15_000;
  private static final int STEPS = 80;
  private static final long SEED = 20_261_122;
  private static final List<String> CONDITIONS =
      List.of(
          "answers == 1",
          "min(answers) == 1",
          "used_ratio < 0.8",
          "max by (host) (used_ratio) <= 0.7",
          "avg_over_time(used_ratio[1m]) < 0.6",
          "sum(rate(requests_total{code=\"500\"}[1m])) / sum(rate(requests_total[1m])) < 0.3",
          "increase(requests_total{code=\"500\"}[2m]) < 40",
          "time() - timestamp(answers) < 40",
          "count(answers) >= 2",
          "absent(answers{host=\"c\"}) != 1",
          "deriv(used_ratio[2m]) < 0.003",
          "never_measured > 0");

  @TempDir Path folder;

  private static Condition condition(String text) {
    if (!(PromQl.parse(text) instanceof Expr.Binary comparison)) {
      throw new IllegalArgumentException(text);
    }
    Expr.Binary asBool =
        new Expr.Binary(
            comparison.op(),
            true,
            comparison.left(),
            comparison.right(),
            comparison.matching(),
            comparison.position());
    return new Condition("shop", "c", null, text, asBool, new Place("jigi.yaml", 1, 1));
  }

  private static void measure(Metrics metrics, Random random, int step, long at) {
    List<Metrics.Point> points = new ArrayList<>();
    for (String host : List.of("a", "b", "c")) {
      Labels of = Labels.of("host", host, "system", "shop");
      boolean gone = host.equals("c") && step >= 30 && step < 50;
      if (!gone || step == 30) {
        double answers = step / 12 % 3 == host.charAt(0) - 'a' ? 0 : 1;
        points.add(
            new Metrics.Point(
                of.with("__name__", "answers"), at, gone ? StaleMarker.VALUE : answers));
      }
      double wave = 0.5 + 0.4 * Math.sin(step / 9.0 + host.charAt(0));
      points.add(new Metrics.Point(of.with("__name__", "used_ratio"), at, wave));
      for (String code : List.of("200", "500")) {
        // Starts again from nothing in the middle, as a restarted program does.
        double each = code.equals("200") ? 30 : step / 20 % 2 * 25;
        double total = (step < 40 ? step : step - 40) * each + random.nextInt(3);
        Labels series = of.with("__name__", "requests_total").with("code", code);
        points.add(new Metrics.Point(series, at, total));
      }
    }
    metrics.write(points);
  }

  /** What each condition was, step by step. */
  private static Map<String, List<Status>> tell(MetricStore store) throws InterruptedException {
    Map<String, List<Status>> told = new LinkedHashMap<>();
    Random random = new Random(SEED);
    try (Metrics metrics = new Metrics(store, new Troubles(), 2)) {
      ConditionEvaluator evaluator = new ConditionEvaluator(metrics);
      for (int step = 0; step < STEPS; step++) {
        Instant at = START.plusMillis(step * INTERVAL_MS);
        measure(metrics, random, step, at.toEpochMilli());
        for (String text : CONDITIONS) {
          told.computeIfAbsent(text, key -> new ArrayList<>())
              .add(evaluator.evaluate(condition(text), at).status());
        }
      }
    }
    return told;
  }

  /**
   * @param differ conditions that are known to be judged otherwise there
   */
  private void agree(MetricServer.Kind kind, String... differ) throws Exception {
    Map<String, List<Status>> ours = tell(EmbeddedMetricStore.inMemory());
    Map<String, List<Status>> theirs = tell(new SeenAtOnce(kind, folder));
    List<String> found = new ArrayList<>();
    ours.forEach(
        (text, statuses) -> {
          List<Status> others = theirs.getOrDefault(text, List.of());
          for (int step = 0; step < STEPS; step++) {
            List<Status> near = others.subList(Math.max(0, step - 1), Math.min(STEPS, step + 2));
            if (!near.contains(statuses.get(step))) {
              found.add(text);
              System.out.printf("%s%nhere  %s%nthere %s%n", text, statuses, others);
              return;
            }
          }
        });
    assertThat(found).containsExactly(differ);
  }

  @Test
  @Needs("prometheus")
  void areJudgedOnPrometheusAsHere() throws Exception {
    agree(MetricServer.Kind.PROMETHEUS);
  }

  @Test
  @Needs("victoria-metrics")
  void areJudgedOnVictoriaMetricsAsHere() throws Exception {
    // Its timestamp() goes on after a series has ended, until the lookback is over.
    agree(MetricServer.Kind.VICTORIA, "time() - timestamp(answers) < 40");
  }
}
