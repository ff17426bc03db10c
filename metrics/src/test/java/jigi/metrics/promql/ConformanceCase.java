package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jigi.metrics.model.Labels;
import jigi.metrics.model.StaleMarker;
import jigi.metrics.promql.TestCommand.Eval;
import jigi.metrics.promql.TestCommand.Expectation;
import jigi.metrics.promql.TestCommand.Result;
import jigi.metrics.promql.TestCommand.TestSeries;
import jigi.metrics.storage.SampleStorage;
import org.jspecify.annotations.Nullable;

/** One {@code eval} of a test file: the query itself and all the ways in which it is run again. */
final class ConformanceCase {
  private static final double EPSILON = 1e-6;
  private static final long MAX_SAMPLES = 10_000;
  private static final Pattern CONTEXT = Pattern.compile("(start|end|range|step)\\(\\)");

  /**
   * Prometheus counts the samples that it holds at once, this engine those that it reads: only a
   * case that wants an error may be meant to go beyond what Prometheus holds.
   */
  private final QueryOptions options;

  private final Eval eval;
  private final Engine engine;

  ConformanceCase(Eval eval, SampleStorage storage) {
    this.eval = eval;
    this.engine = new Engine(storage);
    this.options =
        eval.expects(Expectation.Kind.FAIL)
            ? QueryOptions.DEFAULT.withLimits(QueryOptions.Limits.DEFAULT.withSamples(MAX_SAMPLES))
            : QueryOptions.DEFAULT;
  }

  /** What went wrong, null if nothing did. */
  @Nullable String failure() {
    try {
      Expr expr = PromQl.parse(eval.query());
      if (eval.isRange()) {
        return compareRange(expr);
      }
      String failure = instant(expr, eval.startMs());
      return failure == null ? pinned(expr) : failure;
    } catch (PromQlException e) {
      return checkError(e);
    } catch (RuntimeException e) {
      return "expected an answer, got " + e + " at " + e.getStackTrace()[0];
    }
  }

  private @Nullable String checkError(PromQlException e) {
    List<Expectation> wanted = of(Expectation.Kind.FAIL);
    String message = String.valueOf(e.getMessage());
    if (wanted.isEmpty()) {
      return "expected an answer, got error: " + message;
    }
    for (Expectation expectation : wanted) {
      if (!holds(expectation, message)) {
        return "expected error " + expectation.text() + ", got: " + message;
      }
    }
    return null;
  }

  private static boolean holds(Expectation expectation, String message) {
    String text = expectation.text();
    if (text == null) {
      return true;
    }
    return expectation.pattern()
        ? Pattern.compile(text).matcher(message).find()
        : message.equals(text);
  }

  private List<Expectation> of(Expectation.Kind kind) {
    return eval.expectations().stream().filter(e -> e.kind() == kind).toList();
  }

  private @Nullable String compareRange(Expr expr) {
    QueryResult.Matrix matrix =
        engine.range(expr, eval.startMs(), eval.endMs(), eval.stepMs(), options);
    String failure = checkAnnotations(matrix);
    if (failure != null || !(eval.result() instanceof Result.Rows rows)) {
      return failure;
    }
    return compareMatrix(matrix, rows.rows(), eval.startMs(), eval.stepMs());
  }

  private @Nullable String instant(Expr expr, long at) {
    QueryResult result = engine.instant(expr, at, options);
    String failure = checkAnnotations(result);
    if (failure == null) {
      failure = compare(result);
    }
    boolean again = eval.result() instanceof Result.Rows || eval.result() instanceof Result.Scalar;
    if (failure != null || !again || CONTEXT.matcher(eval.query()).find()) {
      return failure;
    }
    failure = asRange(expr, at);
    return failure == null ? null : "as a range query: " + failure;
  }

  /** The middle of three steps must give the same as the instant query. */
  private @Nullable String asRange(Expr expr, long at) {
    QueryResult.Matrix matrix = engine.range(expr, at - 60_000, at + 60_000, 60_000, options);
    if (eval.expects(Expectation.Kind.ORDERED)) {
      return null;
    }
    List<QueryResult.Sample> samples = new ArrayList<>();
    for (QueryResult.Points points : matrix.series()) {
      for (int i = 0; i < points.size(); i++) {
        if (points.timestampsMs()[i] == at) {
          samples.add(new QueryResult.Sample(points.labels(), at, points.values()[i]));
        }
      }
    }
    return expr.type() == ValueType.SCALAR
        ? compare(new QueryResult.Scalar(at, samples.getFirst().value(), List.of()))
        : compare(new QueryResult.Vector(samples, List.of()));
  }

  /** With every selector pinned, the query must give the same at any time. */
  private @Nullable String pinned(Expr expr) {
    long at = eval.startMs();
    Expr pinned = AtRewriter.rewrite(expr, at);
    if (pinned == null) {
      return null;
    }
    long[] times =
        at == 0 ? new long[] {-1000, 0, 1000} : new long[] {-10 * at, 0, at / 5, at, 10 * at};
    for (long time : times) {
      String failure = instant(pinned, time);
      if (failure != null) {
        return "with @ at " + time + " ms: " + failure;
      }
    }
    return null;
  }

  private @Nullable String checkAnnotations(QueryResult result) {
    if (eval.expects(Expectation.Kind.FAIL)) {
      return "expected an error, got an answer";
    }
    for (Annotation.Kind kind : Annotation.Kind.values()) {
      List<String> found =
          result.annotations().stream()
              .filter(a -> a.kind() == kind)
              .map(Annotation::message)
              .toList();
      boolean warn = kind == Annotation.Kind.WARN;
      List<Expectation> wanted = of(warn ? Expectation.Kind.WARN : Expectation.Kind.INFO);
      boolean none = eval.expects(warn ? Expectation.Kind.NO_WARN : Expectation.Kind.NO_INFO);
      if (none && !found.isEmpty()) {
        return "expected no " + kind + ", got " + found;
      }
      for (Expectation expectation : wanted) {
        if (found.stream().noneMatch(message -> holds(expectation, message))) {
          return "expected " + kind + " " + expectation.text() + ", got " + found;
        }
      }
      if (!wanted.isEmpty()
          && !found.stream().allMatch(m -> wanted.stream().anyMatch(e -> holds(e, m)))) {
        return "expected only " + wanted + ", got " + found;
      }
    }
    return null;
  }

  private @Nullable String compare(QueryResult result) {
    return switch (result) {
      case QueryResult.Scalar scalar ->
          eval.result() instanceof Result.Scalar expected && equal(expected.value(), scalar.value())
              ? null
              : "expected " + eval.result() + ", got " + scalar.value();
      case QueryResult.StringValue string ->
          eval.result() instanceof Result.Text expected && expected.value().equals(string.value())
              ? null
              : "expected " + eval.result() + ", got " + string.value();
      case QueryResult.Vector vector ->
          eval.result() instanceof Result.Rows rows
              ? compareVector(vector.samples(), rows.rows())
              : "expected " + eval.result() + ", got a vector";
      case QueryResult.Matrix matrix ->
          eval.result() instanceof Result.Matrix expected
              ? compareMatrix(matrix, expected.rows(), expected.startMs(), expected.stepMs())
              : eval.result() instanceof Result.Rows rows && rows.rows().isEmpty()
                  ? compareMatrix(matrix, List.of(), 0, 1)
                  : "expected " + eval.result() + ", got a matrix";
    };
  }

  static boolean equal(double a, double b) {
    if (StaleMarker.is(a) || StaleMarker.is(b)) {
      return StaleMarker.is(a) && StaleMarker.is(b);
    }
    if ((Double.isNaN(a) && Double.isNaN(b)) || a == b) {
      return true;
    }
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
      return difference < EPSILON * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < EPSILON;
  }

  private @Nullable String compareVector(
      List<QueryResult.Sample> samples, List<TestSeries> expected) {
    Map<Labels, TestSeries> byLabels = new HashMap<>();
    expected.forEach(series -> byLabels.put(series.labels(), series));
    boolean ordered = eval.expects(Expectation.Kind.ORDERED);
    for (int i = 0; i < samples.size(); i++) {
      QueryResult.Sample sample = samples.get(i);
      TestSeries series = byLabels.remove(sample.labels());
      if (series == null) {
        return "unexpected " + sample.labels() + " " + sample.value();
      }
      if (ordered && expected.indexOf(series) != i) {
        return "expected "
            + series.labels()
            + " at place "
            + expected.indexOf(series)
            + ", got "
            + i;
      }
      Double value = series.points().getFirst();
      if (value == null || !equal(value, sample.value())) {
        return "expected " + series.labels() + " " + value + ", got " + sample.value();
      }
    }
    return byLabels.isEmpty() ? null : "expected " + byLabels.keySet() + ", got none";
  }

  private static @Nullable String compareMatrix(
      QueryResult.Matrix matrix, List<TestSeries> expected, long start, long step) {
    Map<Labels, TestSeries> byLabels = new HashMap<>();
    expected.forEach(series -> byLabels.put(series.labels(), series));
    Labels previous = null;
    for (QueryResult.Points points : matrix.series()) {
      if (previous != null && previous.compareTo(points.labels()) > 0) {
        return "not sorted: " + previous + " before " + points.labels();
      }
      previous = points.labels();
      TestSeries series = byLabels.remove(points.labels());
      if (series == null) {
        return "unexpected " + points.labels() + " " + text(points);
      }
      String failure = comparePoints(points, series, start, step);
      if (failure != null) {
        return failure;
      }
    }
    return byLabels.isEmpty() ? null : "expected " + byLabels.keySet() + ", got none";
  }

  private static @Nullable String comparePoints(
      QueryResult.Points points, TestSeries expected, long start, long step) {
    int next = 0;
    for (int i = 0; i < expected.points().size(); i++) {
      Double value = expected.points().get(i);
      if (value == null) {
        continue;
      }
      long at = start + i * step;
      if (next >= points.size()
          || points.timestampsMs()[next] != at
          || !equal(value, points.values()[next])) {
        return "expected "
            + expected.labels()
            + " "
            + expected.points()
            + ", got "
            + text(points)
            + " (differs at "
            + at
            + " ms)";
      }
      next++;
    }
    return next == points.size()
        ? null
        : "expected " + expected.labels() + " " + expected.points() + ", got " + text(points);
  }

  private static String text(QueryResult.Points points) {
    StringBuilder out = new StringBuilder("[");
    for (int i = 0; i < points.size(); i++) {
      out.append(i == 0 ? "" : ", ")
          .append(points.values()[i])
          .append(" @ ")
          .append(points.timestampsMs()[i]);
    }
    return out.append(']').toString();
  }
}
