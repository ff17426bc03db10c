package jigi.metrics.promql;

import java.util.List;
import java.util.Random;

/** Writes expressions at random, over the metrics m0 to m2 with the labels a and b. */
final class RandomExpressions {
  private static final List<String> RANGE_FUNCTIONS =
      List.of(
          "rate",
          "increase",
          "irate",
          "delta",
          "idelta",
          "deriv",
          "resets",
          "changes",
          "sum_over_time",
          "avg_over_time",
          "min_over_time",
          "max_over_time",
          "count_over_time",
          "last_over_time",
          "first_over_time",
          "present_over_time",
          "stddev_over_time",
          "stdvar_over_time",
          "absent_over_time",
          "mad_over_time",
          "ts_of_max_over_time");
  private static final List<String> EXTENDABLE =
      List.of("rate", "increase", "delta", "resets", "changes");
  private static final List<String> FUNCTIONS =
      List.of("abs", "ceil", "floor", "sqrt", "sgn", "absent", "timestamp", "hour", "day_of_week");
  private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^", "atan2");
  private static final List<String> COMPARISON = List.of("==", "!=", "<", ">", "<=", ">=");
  private static final List<String> AGGREGATES =
      List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar");

  private final Random random;

  RandomExpressions(Random random) {
    this.random = random;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String duration() {
    return one(List.of("30s", "1m", "2m30s", "5m", "90", "7m"));
  }

  String selector() {
    return "m"
        + random.nextInt(3)
        + one(List.of("", "{a=\"0\"}", "{a!=\"1\"}", "{b=~\"x|y\"}", "{a=~\"[01]\",b!~\"z.*\"}"));
  }

  private String shift() {
    return one(List.of("", "", "", " offset 1m", " offset -45s", " @ 600", " @ end() offset 30s"));
  }

  String scalar(int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> one(List.of("2", "-0.5", "1e3", "NaN", "Inf", "5m", "0x10"));
      case 1 -> "time()";
      case 2 -> "pi()";
      case 3 -> "(" + scalar(depth - 1) + " " + one(ARITHMETIC) + " " + scalar(depth - 1) + ")";
      default -> "scalar(" + vector(depth - 1) + ")";
    };
  }

  private String range(int depth) {
    return depth > 0 && random.nextInt(3) == 0
        ? "("
            + vector(depth - 1)
            + ")["
            + duration()
            + ":"
            + one(List.of("", "15s", "1m"))
            + "]"
            + shift()
        : selector() + "[" + duration() + "]" + shift();
  }

  private String grouping() {
    return one(List.of("", " by (a)", " without (b)", " by (a, b)", " by ()"));
  }

  private String matching() {
    return one(List.of("", "", " on (a, b)", " ignoring (b)", " on (a) group_left ()"));
  }

  /** In parentheses, so that no operator reaches into it and finds a scalar. */
  private String operand(int depth) {
    return depth <= 0 ? vector(0) : "(" + vector(depth) + ")";
  }

  String vector(int depth) {
    if (depth <= 0) {
      return selector() + shift();
    }
    int next = depth - 1;
    return switch (random.nextInt(18)) {
      case 0 -> selector() + shift();
      case 1 -> one(RANGE_FUNCTIONS) + "(" + range(next) + ")";
      case 2 -> one(FUNCTIONS) + "(" + vector(next) + ")";
      case 3 -> one(AGGREGATES) + grouping() + " (" + vector(next) + ")";
      case 4 -> operand(next) + " " + one(ARITHMETIC) + matching() + " " + operand(next);
      case 5 ->
          operand(next) + " " + one(COMPARISON) + one(List.of("", " bool")) + " " + scalar(next);
      case 6 -> vector(next) + one(List.of(" and ", " or ", " unless on (a) ")) + vector(next);
      case 7 -> "-" + vector(next);
      case 8 ->
          one(List.of("topk", "bottomk", "quantile", "limitk"))
              + grouping()
              + " (2, "
              + vector(next)
              + ")";
      case 9 -> "clamp(" + vector(next) + ", 1, " + scalar(next) + ")";
      case 10 -> "label_replace(" + vector(next) + ", \"c\", \"$1\", \"a\", \"(.*)\")";
      case 11 -> special(next);
      case 12 -> operand(next) + " + " + fill() + " " + operand(next);
      case 13 -> "count_values" + grouping() + " (\"v\", " + vector(next) + ")";
      case 14 ->
          one(EXTENDABLE) + "(" + selector() + "[" + duration() + "] anchored" + shift() + ")";
      default -> "(" + vector(next) + ")";
    };
  }

  private String fill() {
    return one(List.of("fill(0)", "fill_left(1)", "on (a, b) fill_right(-1) fill_left(2)"));
  }

  /** Functions with more than one argument, and those that look at labels. */
  private String special(int depth) {
    return switch (random.nextInt(12)) {
      case 0 -> "predict_linear(" + range(depth) + ", " + scalar(depth) + ")";
      case 1 -> "quantile_over_time(" + scalar(0) + ", " + range(depth) + ")";
      case 2 -> "double_exponential_smoothing(" + range(depth) + ", 0.3, 0.6)";
      case 3 ->
          "histogram_quantile(0.5, label_replace("
              + vector(depth)
              + ", \"le\", \"$1\", \"a\", \"(.*)\"))";
      case 4 ->
          "histogram_fraction(0, 1, label_replace("
              + vector(depth)
              + ", \"le\", \"+Inf\", \"a\", \"2\"))";
      case 5 -> "label_join(" + vector(depth) + ", \"c\", \"-\", \"b\", \"a\")";
      case 6 -> "round(" + vector(depth) + ", " + scalar(0) + ")";
      case 7 -> "info(" + vector(depth) + ", {__name__=\"m1\"})";
      case 8 -> "vector(" + scalar(depth) + ")";
      case 9 -> selector() + " smoothed" + shift();
      case 10 -> "limit_ratio(0.5, " + vector(depth) + ")";
      default -> "histogram_quantiles(" + vector(depth) + ", \"q\", 0.1, 2)";
    };
  }
}
