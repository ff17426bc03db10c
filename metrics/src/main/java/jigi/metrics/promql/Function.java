package jigi.metrics.promql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of Prometheus 3.14, with their signatures. */
public enum Function {
  ABS(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  ABSENT(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  ABSENT_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  ACOS(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  ACOSH(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  ASIN(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  ASINH(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  ATAN(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  ATANH(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  AVG_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  CEIL(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  CHANGES(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  CLAMP(ValueType.VECTOR, List.of(ValueType.VECTOR, ValueType.SCALAR, ValueType.SCALAR), 0, false),
  CLAMP_MAX(ValueType.VECTOR, List.of(ValueType.VECTOR, ValueType.SCALAR), 0, false),
  CLAMP_MIN(ValueType.VECTOR, List.of(ValueType.VECTOR, ValueType.SCALAR), 0, false),
  COS(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  COSH(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  COUNT_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  DAY_OF_MONTH(ValueType.VECTOR, List.of(ValueType.VECTOR), 1, false),
  DAY_OF_WEEK(ValueType.VECTOR, List.of(ValueType.VECTOR), 1, false),
  DAY_OF_YEAR(ValueType.VECTOR, List.of(ValueType.VECTOR), 1, false),
  DAYS_IN_MONTH(ValueType.VECTOR, List.of(ValueType.VECTOR), 1, false),
  DEG(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  DELTA(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  DERIV(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  DOUBLE_EXPONENTIAL_SMOOTHING(
      ValueType.VECTOR, List.of(ValueType.MATRIX, ValueType.SCALAR, ValueType.SCALAR), 0, true),
  END(ValueType.SCALAR, List.of(), 0, true),
  EXP(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  FIRST_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  FLOOR(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  HISTOGRAM_AVG(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  HISTOGRAM_COUNT(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  HISTOGRAM_FRACTION(
      ValueType.VECTOR, List.of(ValueType.SCALAR, ValueType.SCALAR, ValueType.VECTOR), 0, false),
  HISTOGRAM_QUANTILE(ValueType.VECTOR, List.of(ValueType.SCALAR, ValueType.VECTOR), 0, false),
  HISTOGRAM_QUANTILES(
      ValueType.VECTOR,
      List.of(ValueType.VECTOR, ValueType.STRING, ValueType.SCALAR, ValueType.SCALAR),
      9,
      true),
  HISTOGRAM_STDDEV(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  HISTOGRAM_STDVAR(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  HISTOGRAM_SUM(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  HOUR(ValueType.VECTOR, List.of(ValueType.VECTOR), 1, false),
  IDELTA(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  INCREASE(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  INFO(ValueType.VECTOR, List.of(ValueType.VECTOR, ValueType.VECTOR), 1, true),
  IRATE(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  LABEL_JOIN(
      ValueType.VECTOR,
      List.of(ValueType.VECTOR, ValueType.STRING, ValueType.STRING, ValueType.STRING),
      -1,
      false),
  LABEL_REPLACE(
      ValueType.VECTOR,
      List.of(
          ValueType.VECTOR, ValueType.STRING, ValueType.STRING, ValueType.STRING, ValueType.STRING),
      0,
      false),
  LAST_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  LN(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  LOG10(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  LOG2(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  MAD_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, true),
  MAX_OF(ValueType.SCALAR, List.of(ValueType.SCALAR, ValueType.SCALAR), 0, true),
  MAX_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  MIN_OF(ValueType.SCALAR, List.of(ValueType.SCALAR, ValueType.SCALAR), 0, true),
  MIN_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  MINUTE(ValueType.VECTOR, List.of(ValueType.VECTOR), 1, false),
  MONTH(ValueType.VECTOR, List.of(ValueType.VECTOR), 1, false),
  PI(ValueType.SCALAR, List.of(), 0, false),
  PREDICT_LINEAR(ValueType.VECTOR, List.of(ValueType.MATRIX, ValueType.SCALAR), 0, false),
  PRESENT_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  QUANTILE_OVER_TIME(ValueType.VECTOR, List.of(ValueType.SCALAR, ValueType.MATRIX), 0, false),
  RAD(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  RANGE(ValueType.SCALAR, List.of(), 0, true),
  RATE(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  RESETS(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  ROUND(ValueType.VECTOR, List.of(ValueType.VECTOR, ValueType.SCALAR), 1, false),
  SCALAR(ValueType.SCALAR, List.of(ValueType.VECTOR), 0, false),
  SGN(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  SIN(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  SINH(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  SORT(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  SORT_BY_LABEL(ValueType.VECTOR, List.of(ValueType.VECTOR, ValueType.STRING), -1, true),
  SORT_BY_LABEL_DESC(ValueType.VECTOR, List.of(ValueType.VECTOR, ValueType.STRING), -1, true),
  SORT_DESC(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  SQRT(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  START(ValueType.SCALAR, List.of(), 0, true),
  START_TIMESTAMP(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, true),
  STDDEV_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  STDVAR_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  STEP(ValueType.SCALAR, List.of(), 0, true),
  SUM_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, false),
  TAN(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  TANH(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  TIME(ValueType.SCALAR, List.of(), 0, false),
  TIMESTAMP(ValueType.VECTOR, List.of(ValueType.VECTOR), 0, false),
  TS_OF_FIRST_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, true),
  TS_OF_LAST_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, true),
  TS_OF_MAX_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, true),
  TS_OF_MIN_OVER_TIME(ValueType.VECTOR, List.of(ValueType.MATRIX), 0, true),
  VECTOR(ValueType.VECTOR, List.of(ValueType.SCALAR), 0, false),
  YEAR(ValueType.VECTOR, List.of(ValueType.VECTOR), 1, false);

  private static final Map<String, Function> BY_NAME = byName();

  private final ValueType result;
  private final List<ValueType> arguments;
  private final int variadic;
  private final boolean experimental;

  Function(ValueType result, List<ValueType> arguments, int variadic, boolean experimental) {
    this.result = result;
    this.arguments = arguments;
    this.variadic = variadic;
    this.experimental = experimental;
  }

  private static Map<String, Function> byName() {
    Map<String, Function> map = new HashMap<>();
    for (Function function : values()) {
      map.put(function.text(), function);
    }
    return Map.copyOf(map);
  }

  static @Nullable Function named(String name) {
    return BY_NAME.get(name);
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public ValueType result() {
    return result;
  }

  /** The types of the arguments; the last one repeats where {@link #variadic} is not 0. */
  public List<ValueType> arguments() {
    return arguments;
  }

  /** How many arguments beyond the obligatory ones may follow: -1 any number. */
  int variadic() {
    return variadic;
  }

  /** Whether queries with it are refused: it reads only native histograms or start timestamps. */
  public boolean isRefused() {
    return switch (this) {
      case HISTOGRAM_AVG,
          HISTOGRAM_COUNT,
          HISTOGRAM_SUM,
          HISTOGRAM_STDDEV,
          HISTOGRAM_STDVAR,
          START_TIMESTAMP ->
          true;
      default -> false;
    };
  }

  /** Whether Prometheus itself has it behind a feature flag, and may change it. */
  public boolean isExperimental() {
    return experimental;
  }
}
