package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.storage.SampleStorage;

/** Answers queries from a storage. Thread-safe; each query runs on its caller's thread. */
public final class Engine {
  private final SampleStorage storage;

  public Engine(SampleStorage storage) {
    this.storage = storage;
  }

  /**
   * Evaluates at one time.
   *
   * @param atMs milliseconds since the Unix epoch
   * @throws PromQlException if the data do not allow an answer or a limit is reached
   */
  public QueryResult instant(Expr expr, long atMs, QueryOptions options) {
    Steps steps = Steps.instant(atMs);
    QueryContext context = new QueryContext(storage, options, steps, true, 0);
    Evaluator evaluator = new Evaluator(context, steps);
    return switch (expr.type()) {
      case SCALAR -> {
        double value = evaluator.scalar(expr)[0];
        yield new QueryResult.Scalar(atMs, value, context.annotations.toList());
      }
      case STRING ->
          new QueryResult.StringValue(atMs, Evaluator.string(expr), context.annotations.toList());
      case VECTOR -> vector(evaluator, expr);
      case MATRIX -> matrix(evaluator, Evaluator.withoutParens(expr));
    };
  }

  private static QueryResult vector(Evaluator evaluator, Expr expr) {
    long at = evaluator.steps.startMs();
    List<QueryResult.Sample> samples = new ArrayList<>();
    for (Row row : named(evaluator, expr)) {
      samples.add(new QueryResult.Sample(row.labels, at, row.values[0]));
    }
    return new QueryResult.Vector(List.copyOf(samples), evaluator.context.annotations.toList());
  }

  /** The rows that have values, under their final names. */
  private static List<Row> named(Evaluator evaluator, Expr expr) {
    RowMerger merged = new RowMerger(evaluator);
    evaluator.vector(
        expr,
        (labels, dropName, values) -> {
          if (Absent.everywhere(values)) {
            evaluator.release(values);
          } else {
            merged.add(dropName ? labels.drop(Metadata.NAMES) : labels, false, values);
          }
        });
    List<Row> rows = new ArrayList<>();
    merged.drain((labels, dropName, values) -> rows.add(new Row(labels, dropName, values)));
    return rows;
  }

  private static QueryResult matrix(Evaluator evaluator, Expr expr) {
    List<QueryResult.Points> series = new ArrayList<>();
    RangeCalls.raw(
        evaluator,
        expr,
        (labels, dropName, window) -> {
          int count = window.count();
          long[] times = new long[count];
          double[] values = new double[count];
          System.arraycopy(window.times, window.from, times, 0, count);
          System.arraycopy(window.values, window.from, values, 0, count);
          Labels named = dropName ? labels.drop(Metadata.NAMES) : labels;
          series.add(new QueryResult.Points(named, times, values));
        });
    series.sort(Comparator.comparing(QueryResult.Points::labels));
    return new QueryResult.Matrix(List.copyOf(series), evaluator.context.annotations.toList());
  }

  /**
   * Evaluates at every step from the start to the end; the end is only met if it lies on a step.
   *
   * @param startMs milliseconds since the Unix epoch
   * @param stepMs distance of two steps in milliseconds, positive
   * @throws PromQlException if the expression is a string or range vector, if the data do not allow
   *     an answer or a limit is reached
   */
  public QueryResult.Matrix range(
      Expr expr, long startMs, long endMs, long stepMs, QueryOptions options) {
    if (stepMs <= 0) {
      throw PromQlException.execution("the step must be positive: " + stepMs + " ms");
    }
    if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
      throw PromQlException.execution(
          "invalid expression type "
              + Text.quote(expr.type().text())
              + " for range query, must be Scalar or instant Vector");
    }
    Steps steps = Steps.range(startMs, endMs, stepMs);
    QueryContext context =
        new QueryContext(storage, options, steps, startMs == endMs, endMs - startMs);
    Evaluator evaluator = new Evaluator(context, steps);
    List<QueryResult.Points> series = new ArrayList<>();
    if (steps.count() > 0) {
      if (expr.type() == ValueType.SCALAR) {
        series.add(points(Labels.EMPTY, steps, evaluator.scalar(expr)));
      } else {
        for (Row row : named(evaluator, expr)) {
          series.add(points(row.labels, steps, row.values));
        }
      }
    }
    series.sort(Comparator.comparing(QueryResult.Points::labels));
    return new QueryResult.Matrix(List.copyOf(series), context.annotations.toList());
  }

  private static QueryResult.Points points(Labels labels, Steps steps, double[] values) {
    int count = 0;
    for (double value : values) {
      count += Absent.is(value) ? 0 : 1;
    }
    long[] times = new long[count];
    double[] present = new double[count];
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Absent.is(values[i])) {
        times[next] = steps.at(i);
        present[next++] = values[i];
      }
    }
    return new QueryResult.Points(labels, times, present);
  }
}
