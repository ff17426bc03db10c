package jigi.metrics.promql;

/** The value of a range function for a window that holds at least one sample. */
interface RangeFunction {
  /** {@link Absent#VALUE} when the samples do not allow an answer. */
  double apply(Window window);

  /**
   * @throws PromQlException if the function cannot be used with that extension
   */
  static RangeFunction of(Function function, Expr.Extension extension) {
    boolean smoothed = extension == Expr.Extension.SMOOTHED;
    boolean extended = extension != Expr.Extension.NONE;
    check(function, extension);
    return switch (function) {
      case RATE -> extended ? w -> Extended.rate(w, true, true, smoothed) : Rates::rate;
      case INCREASE -> extended ? w -> Extended.rate(w, true, false, smoothed) : Rates::increase;
      case DELTA -> extended ? w -> Extended.rate(w, false, false, smoothed) : Rates::delta;
      case IRATE -> Rates::irate;
      case IDELTA -> Rates::idelta;
      case RESETS ->
          extended ? w -> Extended.anchor(w) ? Rates.resets(w) : Absent.VALUE : Rates::resets;
      case CHANGES ->
          extended ? w -> Extended.anchor(w) ? Rates.changes(w) : Absent.VALUE : Rates::changes;
      case DERIV -> Regression::deriv;
      case PREDICT_LINEAR -> Regression::predict;
      case DOUBLE_EXPONENTIAL_SMOOTHING -> Regression::smooth;
      case SUM_OVER_TIME -> OverTime::sum;
      case AVG_OVER_TIME -> OverTime::average;
      case MIN_OVER_TIME -> w -> w.values[OverTime.extreme(w, false, false)];
      case MAX_OVER_TIME -> w -> w.values[OverTime.extreme(w, true, false)];
      case COUNT_OVER_TIME -> Window::count;
      case PRESENT_OVER_TIME, ABSENT_OVER_TIME -> w -> 1;
      case FIRST_OVER_TIME -> w -> w.values[w.from];
      case LAST_OVER_TIME -> w -> w.values[w.to - 1];
      case STDVAR_OVER_TIME -> OverTime::variance;
      case STDDEV_OVER_TIME -> w -> Math.sqrt(OverTime.variance(w));
      case QUANTILE_OVER_TIME -> w -> OverTime.quantile(w, w.first);
      case MAD_OVER_TIME -> OverTime::medianDeviation;
      case TS_OF_FIRST_OVER_TIME -> w -> w.times[w.from] / 1000.0;
      case TS_OF_LAST_OVER_TIME -> w -> w.times[w.to - 1] / 1000.0;
      case TS_OF_MIN_OVER_TIME -> w -> w.times[OverTime.extreme(w, false, true)] / 1000.0;
      case TS_OF_MAX_OVER_TIME -> w -> w.times[OverTime.extreme(w, true, true)] / 1000.0;
      default -> throw new IllegalStateException("no range function: " + function);
    };
  }

  private static void check(Function function, Expr.Extension extension) {
    boolean rate =
        function == Function.RATE || function == Function.INCREASE || function == Function.DELTA;
    boolean counted = function == Function.RESETS || function == Function.CHANGES;
    if (extension == Expr.Extension.ANCHORED && !rate && !counted) {
      throw PromQlException.execution(
          "anchored modifier can only be used with: changes, delta, increase, rate, resets"
              + " - not with "
              + function.text());
    }
    if (extension == Expr.Extension.SMOOTHED && !rate) {
      throw PromQlException.execution(
          "smoothed modifier can only be used with: delta, increase, rate - not with "
              + function.text());
    }
  }
}
