package jigi.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import jigi.metrics.storage.MemoryStorage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds for every expression; a failure names the seed that leads to it. */
final class PropertyTest {
  private static final long STEP_MS = 37_000;
  private static final int STEPS = 20;

  private static long seed(RepetitionInfo repetition) {
    Long given = Long.getLong("promql.seed");
    long base = given == null ? System.nanoTime() : given;
    return base + repetition.getCurrentRepetition();
  }

  @RepeatedTest(30)
  void printedExpressionsParseToTheSame(RepetitionInfo repetition) {
    long seed = seed(repetition);
    RandomExpressions expressions = new RandomExpressions(new Random(seed));
    for (int i = 0; i < 50; i++) {
      String text = expressions.vector(4);
      String printed = PromQl.parse(text).toString();
      assertThat(PromQl.parse(printed).toString())
          .as("seed %d, expression %s", seed, text)
          .isEqualTo(printed);
      assertThat(PromQl.parse(PromQl.spread(PromQl.parse(text))).toString())
          .as("seed %d, expression %s over several lines", seed, text)
          .isEqualTo(printed);
    }
  }

  @RepeatedTest(20)
  void aRangeQueryEqualsInstantQueriesAtEachStep(RepetitionInfo repetition) {
    long seed = seed(repetition);
    Random random = new Random(seed);
    Engine engine = new Engine(RandomData.storage(random));
    RandomExpressions expressions = new RandomExpressions(random);
    for (int i = 0; i < 25; i++) {
      Expr expr = PromQl.parse(expressions.vector(3));
      String place = "seed " + seed + ", expression " + expr;
      long start = random.nextInt(600_000);
      compare(engine, expr, start, place);
    }
  }

  private static void compare(Engine engine, Expr expr, long start, String place) {
    long end = start + (STEPS - 1) * STEP_MS;
    List<String> range;
    try {
      range = values(engine.range(expr, start, end, STEP_MS, QueryOptions.DEFAULT));
    } catch (PromQlException e) {
      return; // some step is ambiguous, which is what instant queries would say there too
    }
    List<String> instants = new ArrayList<>();
    for (long at = start; at <= end; at += STEP_MS) {
      // end() is the end of the query, which an instant query has elsewhere.
      Expr pinned = PromQl.parse(expr.toString().replace("@ end()", "@ " + end / 1000.0));
      instants.addAll(values(engine.instant(pinned, at, QueryOptions.DEFAULT)));
    }
    assertThat(instants).as(place).containsExactlyInAnyOrderElementsOf(range);
  }

  private static List<String> values(QueryResult result) {
    List<String> values = new ArrayList<>();
    switch (result) {
      case QueryResult.Matrix matrix -> {
        for (QueryResult.Points points : matrix.series()) {
          for (int i = 0; i < points.size(); i++) {
            values.add(
                points.labels() + " " + points.timestampsMs()[i] + " " + text(points.values()[i]));
          }
        }
      }
      case QueryResult.Vector vector ->
          vector
              .samples()
              .forEach(s -> values.add(s.labels() + " " + s.timestampMs() + " " + text(s.value())));
      case QueryResult.Scalar ignored -> throw new IllegalStateException();
      case QueryResult.StringValue ignored -> throw new IllegalStateException();
    }
    return values;
  }

  /** Twelve digits: the order of additions may differ in the last ones. */
  private static String text(double value) {
    return value == 0 ? "0" : String.format("%.11e", value);
  }

  @RepeatedTest(20)
  void theEngineEqualsANaiveEvaluator(RepetitionInfo repetition) {
    long seed = seed(repetition);
    Random random = new Random(seed);
    MemoryStorage storage = RandomData.storage(random);
    Engine engine = new Engine(storage);
    NaiveEvaluator naive = new NaiveEvaluator(storage);
    RandomExpressions expressions = new RandomExpressions(random);
    int compared = 0;
    for (int i = 0; i < 200; i++) {
      Expr expr = PromQl.parse(expressions.vector(2));
      long at = random.nextInt((int) RandomData.END_MS);
      TreeMap<String, String> expected = naive.evaluate(expr, at);
      if (expected == null) {
        continue; // beyond the naive evaluator's small language
      }
      TreeMap<String, String> actual = new TreeMap<>();
      QueryResult.Vector vector =
          (QueryResult.Vector) engine.instant(expr, at, QueryOptions.DEFAULT);
      vector.samples().forEach(s -> actual.put(s.labels().toString(), text(s.value())));
      assertThat(actual).as("seed %d, %s at %d", seed, expr, at).isEqualTo(expected);
      compared++;
    }
    assertThat(compared).as("expressions compared with seed %d", seed).isGreaterThan(20);
  }

  static String format(double value) {
    return text(value);
  }
}
