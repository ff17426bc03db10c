package jigi.metrics.promql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.Series;
import jigi.metrics.promql.Selectors.Look;
import org.jspecify.annotations.Nullable;

/** Evaluates functions of range vectors. */
final class RangeCalls {
  private static final int STEPS_PER_CHECK = 16;

  private final Evaluator evaluator;
  private final Expr.Call call;
  private final Expr argument;
  private final Range range;

  private RangeCalls(Evaluator evaluator, Expr.Call call, Expr argument) {
    this.evaluator = evaluator;
    this.call = call;
    this.argument = argument;
    this.range = Range.of(evaluator, argument);
  }

  /** A range expression with its durations worked out. */
  private record Range(Look look, long lengthMs, Expr.Extension extension) {
    static Range of(Evaluator evaluator, Expr argument) {
      return switch (argument) {
        case Expr.MatrixSelector matrix ->
            new Range(
                Look.of(evaluator, matrix.selector().shift()),
                evaluator.context.millis(matrix.range(), false),
                matrix.selector().extension());
        case Expr.Subquery subquery ->
            new Range(
                Look.of(evaluator, subquery.shift()),
                evaluator.context.millis(subquery.range(), false),
                Expr.Extension.NONE);
        default -> throw new IllegalStateException("no range: " + argument);
      };
    }

    long before(long lookbackMs) {
      return lengthMs + (extension == Expr.Extension.NONE ? 0 : lookbackMs);
    }

    long after(long lookbackMs) {
      return extension == Expr.Extension.SMOOTHED ? lookbackMs : 0;
    }
  }

  static void evaluate(Evaluator evaluator, Expr.Call call, RowSink sink) {
    Expr argument = argumentOf(call);
    RangeCalls calls = new RangeCalls(evaluator, call, argument);
    if (call.function() == Function.ABSENT_OVER_TIME) {
      calls.absent(sink);
    } else {
      calls.present(sink);
    }
  }

  private static Expr argumentOf(Expr.Call call) {
    for (Expr argument : call.arguments()) {
      if (argument.type() == ValueType.MATRIX) {
        return Evaluator.withoutParens(argument);
      }
    }
    throw new IllegalStateException("no range: " + call);
  }

  private void present(RowSink sink) {
    RangeFunction function = RangeFunction.of(call.function(), range.extension());
    boolean keepsName =
        call.function() == Function.LAST_OVER_TIME || call.function() == Function.FIRST_OVER_TIME;
    List<double[]> parameters =
        call.arguments().stream()
            .filter(parameter -> parameter.type() == ValueType.SCALAR)
            .map(evaluator::scalar)
            .toList();
    Set<String> names = new HashSet<>();
    windows(
        (labels, dropName, window) -> {
          double[] out = evaluator.take();
          if (apply(function, window, parameters, out)) {
            remarkOnName(labels, names);
            remarkOnQuantiles(parameters, out);
            sink.accept(labels, dropName || !keepsName, out);
          } else {
            evaluator.release(out);
          }
        });
    parameters.forEach(evaluator::release);
  }

  private boolean apply(
      RangeFunction function, Window window, List<double[]> parameters, double[] out) {
    long lookback = evaluator.context.lookbackMs;
    boolean any = false;
    window.rangeSeconds = range.lengthMs() / 1000.0;
    for (int i = 0; i < out.length; i++) {
      if (i % STEPS_PER_CHECK == 0) {
        evaluator.context.check();
      }
      long end = range.look().at(i);
      window.startMs = end - range.lengthMs();
      window.endMs = end;
      window.evaluationMs = evaluator.steps.at(i);
      window.slide(end - range.before(lookback), end + range.after(lookback));
      if (window.count() == 0) {
        out[i] = Absent.VALUE;
        continue;
      }
      window.first = parameters.isEmpty() ? 0 : parameters.get(0)[i];
      window.second = parameters.size() < 2 ? 0 : parameters.get(1)[i];
      out[i] = function.apply(window);
      any |= !Absent.is(out[i]);
    }
    return any;
  }

  private void remarkOnQuantiles(List<double[]> parameters, double[] out) {
    if (call.function() != Function.QUANTILE_OVER_TIME) {
      return;
    }
    double[] quantiles = parameters.getFirst();
    for (int i = 0; i < out.length; i++) {
      if (!Absent.is(out[i]) && !(quantiles[i] >= 0 && quantiles[i] <= 1)) {
        evaluator.context.annotations.invalidQuantile(
            quantiles[i], call.arguments().getFirst().position());
      }
    }
  }

  private void remarkOnName(Labels labels, Set<String> names) {
    if (call.function() != Function.RATE && call.function() != Function.INCREASE) {
      return;
    }
    String name = labels.metricName();
    if (name.isEmpty()
        || name.endsWith("_total")
        || name.endsWith("_sum")
        || name.endsWith("_count")
        || name.endsWith("_bucket")
        || !names.add(name)) {
      return;
    }
    evaluator.context.annotations.info(
        "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
            + Text.quote(name),
        call.arguments().getFirst().position());
  }

  private void absent(RowSink sink) {
    RangeFunction present = RangeFunction.of(call.function(), range.extension());
    double[] out = evaluator.constant(1);
    double[] seen = evaluator.take();
    windows(
        (labels, dropName, window) -> {
          apply(present, window, List.of(), seen);
          for (int i = 0; i < out.length; i++) {
            if (!Absent.is(seen[i])) {
              out[i] = Absent.VALUE;
            }
          }
        });
    evaluator.release(seen);
    if (Absent.everywhere(out)) {
      evaluator.release(out);
    } else {
      sink.accept(absentLabels(argument), true, out);
    }
  }

  /** The labels that the missing series would have had as far as equality matchers tell. */
  static Labels absentLabels(Expr expr) {
    List<Matcher> matchers =
        switch (expr) {
          case Expr.VectorSelector selector -> selector.matchers();
          case Expr.MatrixSelector matrix -> matrix.selector().matchers();
          default -> List.of();
        };
    Labels labels = Labels.EMPTY;
    Set<String> seen = new HashSet<>();
    for (Matcher matcher : matchers) {
      if (!matcher.name().equals(Labels.METRIC_NAME)) {
        boolean fresh = matcher.op() == Matcher.Op.EQUAL && seen.add(matcher.name());
        labels =
            fresh ? labels.with(matcher.name(), matcher.value()) : labels.without(matcher.name());
      }
    }
    return labels;
  }

  /** The samples of a range vector at the only step, made up at the bounds where asked for. */
  static void raw(Evaluator evaluator, Expr argument, WindowSink sink) {
    RangeCalls calls =
        new RangeCalls(
            evaluator,
            new Expr.Call(Function.PRESENT_OVER_TIME, List.of(argument), argument.position()),
            argument);
    Range range = calls.range;
    long lookback = evaluator.context.lookbackMs;
    calls.windows(
        (labels, dropName, window) -> {
          long end = range.look().at(0);
          window.startMs = end - range.lengthMs();
          window.endMs = end;
          window.slide(end - range.before(lookback), end + range.after(lookback));
          if (window.count() > 0 && range.extension() != Expr.Extension.NONE) {
            Window extended = Extended.extend(window, range.extension() == Expr.Extension.SMOOTHED);
            extended.to = extended.size;
            sink.accept(labels, dropName, extended);
          } else if (window.count() > 0) {
            sink.accept(labels, dropName, window);
          }
        });
  }

  private void windows(WindowSink sink) {
    if (argument instanceof Expr.MatrixSelector matrix) {
      selected(matrix, sink);
    } else if (argument instanceof Expr.Subquery subquery) {
      subquery(subquery, sink);
    }
  }

  private void selected(Expr.MatrixSelector matrix, WindowSink sink) {
    QueryContext context = evaluator.context;
    long from = range.look().firstMs() - range.before(context.lookbackMs) + 1;
    long to = range.look().lastMs() + range.after(context.lookbackMs);
    Window window = new Window();
    for (Series series : context.select(matrix.selector().matchers(), from, to)) {
      context.check();
      context.countSamples(window.read(series.iterator(), from, to));
      if (window.size > 0) {
        sink.accept(series.labels(), false, window);
      }
    }
  }

  private void subquery(Expr.Subquery subquery, WindowSink sink) {
    Look look = range.look();
    Steps inner =
        innerSteps(evaluator.context, subquery, look.firstMs(), look.lastMs(), range.lengthMs());
    Evaluator nested = evaluator.at(inner);
    Window window = new Window();
    nested.vector(
        subquery.operand(),
        (labels, dropName, values) -> {
          fill(window, inner, values);
          evaluator.context.countSamples(window.size);
          nested.release(values);
          if (window.size > 0) {
            sink.accept(labels, dropName, window);
          }
        });
    nested.close();
  }

  static void fill(Window window, Steps steps, double[] values) {
    window.clear();
    for (int i = 0; i < values.length; i++) {
      if (!Absent.is(values[i])) {
        window.add(steps.at(i), values[i]);
      }
    }
  }

  /** The multiples of the subquery's step after the first window's start, up to the last end. */
  static Steps innerSteps(
      QueryContext context, Expr.Subquery subquery, long firstMs, long lastMs, long lengthMs) {
    @Nullable DurationExpr step = subquery.step();
    long interval =
        step == null
            ? context.options.subqueryStep().toMillis()
            : Math.max(1, context.millis(step, false));
    long outside = firstMs - lengthMs;
    long start = interval * Math.floorDiv(outside, interval) + interval;
    return Steps.range(start, lastMs, interval);
  }
}
