package jigi.metrics.promql;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/** Functions whose result is an instant vector. */
final class VectorFunctions {
  private VectorFunctions() {}

  static void evaluate(Evaluator evaluator, Expr.Call call, RowSink sink) {
    DoubleUnaryOperator simple = simple(call.function());
    if (simple != null) {
      map(evaluator, call.arguments().getFirst(), simple, sink);
      return;
    }
    if (call.arguments().stream().anyMatch(e -> e.type() == ValueType.MATRIX)) {
      RangeCalls.evaluate(evaluator, call, sink);
      return;
    }
    if (call.function().isRefused()) {
      throw unsupported(call.function());
    }
    switch (call.function()) {
      case CLAMP -> clamp(evaluator, call, sink);
      case CLAMP_MIN -> clamp(evaluator, call, sink);
      case CLAMP_MAX -> clamp(evaluator, call, sink);
      case ROUND -> round(evaluator, call, sink);
      case VECTOR ->
          sink.accept(Labels.EMPTY, false, evaluator.scalar(call.arguments().getFirst()));
      case ABSENT -> absent(evaluator, call, sink);
      case TIMESTAMP -> timestamp(evaluator, call, sink);
      case DAYS_IN_MONTH, DAY_OF_MONTH, DAY_OF_WEEK, DAY_OF_YEAR, HOUR, MINUTE, MONTH, YEAR ->
          calendar(evaluator, call, sink);
      case LABEL_REPLACE, LABEL_JOIN -> LabelFunctions.evaluate(evaluator, call, sink);
      case SORT, SORT_DESC, SORT_BY_LABEL, SORT_BY_LABEL_DESC ->
          Sorting.evaluate(evaluator, call, sink);
      case HISTOGRAM_QUANTILE, HISTOGRAM_QUANTILES, HISTOGRAM_FRACTION ->
          Histograms.evaluate(evaluator, call, sink);
      case INFO -> Info.evaluate(evaluator, call, sink);
      default -> throw new IllegalStateException("no vector function: " + call);
    }
  }

  /** An empty answer would look as if there were no data. */
  private static PromQlException unsupported(Function function) {
    boolean start = function == Function.START_TIMESTAMP;
    return new PromQlException(
        PromQlException.Kind.UNSUPPORTED,
        function.text()
            + "() reads "
            + (start ? "start timestamps" : "native histograms")
            + ", which this engine does not store; HINT: "
            + (start ? "use timestamp()" : "use classic histograms, series with an le label"));
  }

  private static @Nullable DoubleUnaryOperator simple(Function function) {
    return switch (function) {
      case ABS -> Math::abs;
      case CEIL -> Math::ceil;
      case FLOOR -> Math::floor;
      case EXP -> Math::exp;
      case SQRT -> Math::sqrt;
      case LN -> Math::log;
      case LOG2 -> VectorFunctions::log2;
      case LOG10 -> Math::log10;
      case SIN -> Math::sin;
      case COS -> Math::cos;
      case TAN -> Math::tan;
      case ASIN -> Math::asin;
      case ACOS -> Math::acos;
      case ATAN -> Math::atan;
      case SINH -> Math::sinh;
      case COSH -> Math::cosh;
      case TANH -> Math::tanh;
      case ASINH -> VectorFunctions::asinh;
      case ACOSH -> x -> Math.log(x + Math.sqrt(x - 1) * Math.sqrt(x + 1));
      case ATANH -> x -> 0.5 * (Math.log1p(x) - Math.log1p(-x));
      case DEG -> x -> x * 180 / Math.PI;
      case RAD -> x -> x * Math.PI / 180;
      case SGN -> x -> x < 0 ? -1 : x > 0 ? 1 : x;
      default -> null;
    };
  }

  /** Exact for powers of two, as a logarithm to base two should be. */
  private static double log2(double x) {
    int exponent = Math.getExponent(x);
    if (x > 0 && exponent >= Double.MIN_EXPONENT && exponent <= Double.MAX_EXPONENT) {
      double fraction = Math.scalb(x, -exponent);
      return exponent + Math.log(fraction) / Math.log(2);
    }
    return Math.log(x) / Math.log(2);
  }

  private static double asinh(double x) {
    if (Double.isInfinite(x) || x == 0) {
      return x;
    }
    double abs = Math.abs(x);
    double value = Math.log1p(abs + abs * abs / (1 + Math.sqrt(abs * abs + 1)));
    return Math.copySign(Double.isNaN(value) ? Math.log(abs) + Math.log(2) : value, x);
  }

  static void map(Evaluator evaluator, Expr argument, DoubleUnaryOperator function, RowSink sink) {
    evaluator.vector(
        argument,
        (labels, dropName, values) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              values[i] = function.applyAsDouble(values[i]);
            }
          }
          sink.accept(labels, true, values);
        });
  }

  private static void clamp(Evaluator evaluator, Expr.Call call, RowSink sink) {
    List<Expr> arguments = call.arguments();
    boolean both = call.function() == Function.CLAMP;
    boolean onlyMax = call.function() == Function.CLAMP_MAX;
    double[] min =
        onlyMax ? evaluator.constant(Double.NEGATIVE_INFINITY) : evaluator.scalar(arguments.get(1));
    double[] max =
        both || onlyMax
            ? evaluator.scalar(arguments.getLast())
            : evaluator.constant(Double.POSITIVE_INFINITY);
    evaluator.vector(
        arguments.getFirst(),
        (labels, dropName, values) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              values[i] =
                  max[i] < min[i]
                      ? Absent.VALUE
                      : ScalarFunctions.greater(min[i], ScalarFunctions.smaller(max[i], values[i]));
            }
          }
          sink.accept(labels, true, values);
        });
    evaluator.release(min);
    evaluator.release(max);
  }

  private static void round(Evaluator evaluator, Expr.Call call, RowSink sink) {
    double[] nearest =
        call.arguments().size() > 1
            ? evaluator.scalar(call.arguments().get(1))
            : evaluator.constant(1);
    evaluator.vector(
        call.arguments().getFirst(),
        (labels, dropName, values) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              double inverse = 1 / nearest[i];
              values[i] = Math.floor(values[i] * inverse + 0.5) / inverse;
            }
          }
          sink.accept(labels, true, values);
        });
    evaluator.release(nearest);
  }

  private static void absent(Evaluator evaluator, Expr.Call call, RowSink sink) {
    double[] out = evaluator.constant(1);
    Expr argument = Evaluator.withoutParens(call.arguments().getFirst());
    evaluator.vector(
        argument,
        (labels, dropName, values) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              out[i] = Absent.VALUE;
            }
          }
          evaluator.release(values);
        });
    if (Absent.everywhere(out)) {
      evaluator.release(out);
    } else {
      sink.accept(RangeCalls.absentLabels(argument), false, out);
    }
  }

  /** Of a selector, the times of its samples; of anything else, the time of evaluation. */
  private static void timestamp(Evaluator evaluator, Expr.Call call, RowSink sink) {
    Expr argument = Evaluator.withoutParens(call.arguments().getFirst());
    RowSink seconds =
        (labels, dropName, values) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              values[i] = values[i] / 1000.0;
            }
          }
          sink.accept(labels, true, values);
        };
    if (argument instanceof Expr.VectorSelector selector) {
      Selectors.latest(
          evaluator, selector, Selectors.Look.of(evaluator, selector.shift()), true, seconds);
      return;
    }
    evaluator.vector(
        argument,
        (labels, dropName, values) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              values[i] = evaluator.steps.at(i);
            }
          }
          seconds.accept(labels, dropName, values);
        });
  }

  private static void calendar(Evaluator evaluator, Expr.Call call, RowSink sink) {
    DoubleUnaryOperator part = Calendar.part(call.function());
    if (!call.arguments().isEmpty()) {
      map(evaluator, call.arguments().getFirst(), part, sink);
      return;
    }
    double[] values = ScalarFunctions.time(evaluator);
    for (int i = 0; i < values.length; i++) {
      values[i] = part.applyAsDouble(Math.floor(values[i]));
    }
    sink.accept(Labels.EMPTY, false, values);
  }
}
