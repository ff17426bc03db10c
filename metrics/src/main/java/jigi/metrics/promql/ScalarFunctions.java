package jigi.metrics.promql;

/** Functions whose result is a scalar. */
final class ScalarFunctions {
  private ScalarFunctions() {}

  static double[] evaluate(Evaluator evaluator, Expr.Call call) {
    QueryContext context = evaluator.context;
    return switch (call.function()) {
      case PI -> evaluator.constant(Math.PI);
      case START -> evaluator.constant(context.query.startMs() / 1000.0);
      case END -> evaluator.constant(context.endMs() / 1000.0);
      case RANGE -> evaluator.constant(context.rangeSeconds());
      case STEP -> evaluator.constant(context.stepSeconds());
      case TIME -> time(evaluator);
      case SCALAR -> single(evaluator, call.arguments().getFirst());
      case MIN_OF -> extreme(evaluator, call, false);
      case MAX_OF -> extreme(evaluator, call, true);
      default -> throw new IllegalStateException("no scalar function: " + call);
    };
  }

  static double[] time(Evaluator evaluator) {
    double[] values = evaluator.take();
    for (int i = 0; i < values.length; i++) {
      values[i] = evaluator.steps.at(i) / 1000.0;
    }
    return values;
  }

  /** The value of the only series, NaN where there is none or more than one. */
  private static double[] single(Evaluator evaluator, Expr argument) {
    double[] out = Absent.fill(evaluator.take());
    double[] counts = evaluator.constant(0);
    evaluator.vector(
        argument,
        (labels, dropName, values) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              out[i] = values[i];
              counts[i]++;
            }
          }
          evaluator.release(values);
        });
    for (int i = 0; i < out.length; i++) {
      out[i] = counts[i] == 1 ? out[i] : Double.NaN;
    }
    evaluator.release(counts);
    return out;
  }

  private static double[] extreme(Evaluator evaluator, Expr.Call call, boolean max) {
    double[] left = evaluator.scalar(call.arguments().get(0));
    double[] right = evaluator.scalar(call.arguments().get(1));
    for (int i = 0; i < left.length; i++) {
      left[i] = max ? greater(left[i], right[i]) : smaller(left[i], right[i]);
    }
    evaluator.release(right);
    return left;
  }

  /** As in Go, nothing is greater than infinity, not even what is not a number. */
  static double greater(double a, double b) {
    boolean infinite = a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY;
    return infinite ? Double.POSITIVE_INFINITY : Math.max(a, b);
  }

  static double smaller(double a, double b) {
    boolean infinite = a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY;
    return infinite ? Double.NEGATIVE_INFINITY : Math.min(a, b);
  }
}
