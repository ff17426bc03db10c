package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import jigi.metrics.model.Labels;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;
import jigi.metrics.model.StaleMarker;
import jigi.metrics.storage.SampleStorage;
import org.jspecify.annotations.Nullable;

/**
 * Selectors, a few range functions, aggregations and operators, written for being obviously right:
 * one time, one sample after the other.
 */
final class NaiveEvaluator {
  private static final long LOOKBACK_MS = 300_000;

  private final SampleStorage storage;

  private record Point(long time, double value) {}

  private static final class Beyond extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  NaiveEvaluator(SampleStorage storage) {
    this.storage = storage;
  }

  /** Values by labels; null when the expression is beyond what this evaluator knows. */
  @Nullable TreeMap<String, String> evaluate(Expr expr, long at) {
    try {
      TreeMap<String, String> out = new TreeMap<>();
      for (Map.Entry<Labels, Double> entry : vector(expr, at).entrySet()) {
        if (out.put(entry.getKey().toString(), PropertyTest.format(entry.getValue())) != null) {
          return null;
        }
      }
      return out;
    } catch (Beyond e) {
      return null;
    }
  }

  private Map<Labels, Double> vector(Expr expr, long at) {
    return switch (expr) {
      case Expr.Paren paren -> vector(paren.inner(), at);
      case Expr.VectorSelector selector -> instant(selector, at);
      case Expr.Call call -> call(call, at);
      case Expr.Aggregate aggregate -> aggregate(aggregate, at);
      case Expr.Binary binary -> binary(binary, at);
      case Expr.Unary unary -> map(vector(unary.operand(), at), v -> unary.negative() ? -v : v);
      default -> throw new Beyond();
    };
  }

  private static Map<Labels, Double> map(
      Map<Labels, Double> in, ToDoubleFunction<Double> function) {
    Map<Labels, Double> out = new HashMap<>();
    in.forEach(
        (labels, value) -> {
          if (out.put(labels.without("__name__"), function.applyAsDouble(value)) != null) {
            throw new Beyond();
          }
        });
    return out;
  }

  private static long shifted(TimeShift shift, long at) {
    long base = at;
    if (shift.at() instanceof TimeShift.At.Timestamp timestamp) {
      base = timestamp.millis();
    } else if (shift.at() != null && !(shift.at() instanceof TimeShift.At.End)) {
      throw new Beyond();
    }
    return shift.offset() == null ? base : base - Math.round(1000 * shift.offset().seconds(0, 0));
  }

  private Map<Labels, List<Point>> samples(Expr.VectorSelector selector, long after, long until) {
    if (selector.extension() != Expr.Extension.NONE) {
      throw new Beyond();
    }
    Map<Labels, List<Point>> out = new HashMap<>();
    for (Series series : storage.select(selector.matchers(), Long.MIN_VALUE, Long.MAX_VALUE)) {
      List<Point> points = new ArrayList<>();
      SampleIterator it = series.iterator();
      while (it.next()) {
        if (it.timestampMs() > after && it.timestampMs() <= until) {
          points.add(new Point(it.timestampMs(), it.value()));
        }
      }
      if (!points.isEmpty()) {
        out.put(series.labels(), points);
      }
    }
    return out;
  }

  private Map<Labels, Double> instant(Expr.VectorSelector selector, long at) {
    long now = shifted(selector.shift(), at);
    Map<Labels, Double> out = new HashMap<>();
    samples(selector, now - LOOKBACK_MS, now)
        .forEach(
            (labels, points) -> {
              if (!StaleMarker.is(points.getLast().value())) {
                out.put(labels, points.getLast().value());
              }
            });
    return out;
  }

  private Map<Labels, Double> call(Expr.Call call, long at) {
    return switch (call.function()) {
      case ABS -> map(vector(call.arguments().getFirst(), at), Math::abs);
      case FLOOR -> map(vector(call.arguments().getFirst(), at), Math::floor);
      case CEIL -> map(vector(call.arguments().getFirst(), at), Math::ceil);
      case SQRT -> map(vector(call.arguments().getFirst(), at), Math::sqrt);
      case COUNT_OVER_TIME,
          MIN_OVER_TIME,
          MAX_OVER_TIME,
          SUM_OVER_TIME,
          AVG_OVER_TIME,
          LAST_OVER_TIME,
          CHANGES,
          RESETS,
          IDELTA,
          IRATE,
          INCREASE,
          RATE,
          DELTA ->
          range(call, at);
      default -> throw new Beyond();
    };
  }

  private Map<Labels, Double> range(Expr.Call call, long at) {
    if (!(call.arguments().getFirst() instanceof Expr.MatrixSelector matrix)) {
      throw new Beyond();
    }
    long end = shifted(matrix.selector().shift(), at);
    long length = Math.round(1000 * matrix.range().seconds(0, 0));
    Map<Labels, Double> out = new HashMap<>();
    samples(matrix.selector(), end - length, end)
        .forEach(
            (labels, points) -> {
              List<Point> fresh = points.stream().filter(p -> !StaleMarker.is(p.value())).toList();
              Double value = fresh.isEmpty() ? null : range(call.function(), fresh, length, end);
              if (value != null) {
                boolean keep = call.function() == Function.LAST_OVER_TIME;
                if (out.put(keep ? labels : labels.without("__name__"), value) != null) {
                  throw new Beyond();
                }
              }
            });
    return out;
  }

  private static @Nullable Double range(Function function, List<Point> p, long length, long end) {
    double[] values = p.stream().mapToDouble(Point::value).toArray();
    int n = values.length;
    int changes = 0;
    int resets = 0;
    for (int i = 1; i < n; i++) {
      changes += Double.compare(values[i], values[i - 1]) != 0 ? 1 : 0;
      resets += values[i] < values[i - 1] ? 1 : 0;
    }
    double sum = 0;
    double min = Double.NaN;
    double max = Double.NaN;
    for (double value : values) {
      sum += value;
      min = Double.isNaN(min) || value < min ? value : min;
      max = Double.isNaN(max) || value > max ? value : max;
    }
    return switch (function) {
      case COUNT_OVER_TIME -> (double) n;
      case SUM_OVER_TIME -> sum;
      case AVG_OVER_TIME -> sum / n;
      case MIN_OVER_TIME -> min;
      case MAX_OVER_TIME -> max;
      case LAST_OVER_TIME -> values[n - 1];
      case CHANGES -> (double) changes;
      case RESETS -> (double) resets;
      case IDELTA -> n < 2 ? null : (Double) (values[n - 1] - values[n - 2]);
      case IRATE -> n < 2 ? null : (Double) irate(p.get(n - 2), p.get(n - 1));
      default -> n < 2 ? null : (Double) rate(function, p, length, end);
    };
  }

  private static double irate(Point a, Point b) {
    double increase = b.value() < a.value() ? b.value() : b.value() - a.value();
    return increase / ((b.time() - a.time()) / 1000.0);
  }

  private static double rate(Function function, List<Point> p, long length, long end) {
    boolean counter = function != Function.DELTA;
    double increase = p.getLast().value() - p.getFirst().value();
    for (int i = 1; counter && i < p.size(); i++) {
      if (p.get(i).value() < p.get(i - 1).value()) {
        increase += p.get(i - 1).value();
      }
    }
    double covered = (p.getLast().time() - p.getFirst().time()) / 1000.0;
    double apart = covered / (p.size() - 1);
    double before = (p.getFirst().time() - (end - length)) / 1000.0;
    double behind = (end - p.getLast().time()) / 1000.0;
    before = before >= apart * 1.1 ? apart / 2 : before;
    behind = behind >= apart * 1.1 ? apart / 2 : behind;
    if (counter && increase > 0 && p.getFirst().value() >= 0) {
      before = Math.min(before, covered * p.getFirst().value() / increase);
    }
    double whole = increase * (covered + before + behind) / covered;
    return function == Function.RATE ? whole / (length / 1000.0) : whole;
  }

  private Map<Labels, Double> aggregate(Expr.Aggregate aggregate, long at) {
    Map<Labels, List<Double>> groups = new HashMap<>();
    vector(aggregate.operand(), at)
        .forEach(
            (labels, value) -> {
              Map<String, String> kept = labels.toMap();
              kept.keySet()
                  .removeIf(
                      name ->
                          aggregate.without()
                              ? name.equals("__name__") || aggregate.grouping().contains(name)
                              : !aggregate.grouping().contains(name));
              groups.computeIfAbsent(Labels.of(kept), k -> new ArrayList<>()).add(value);
            });
    Map<Labels, Double> out = new HashMap<>();
    groups.forEach((labels, values) -> out.put(labels, aggregate(aggregate.op(), values)));
    return out;
  }

  private static double aggregate(AggregateOp op, List<Double> values) {
    double sum = values.stream().collect(Collectors.summingDouble(v -> v));
    double mean = sum / values.size();
    List<Double> numbers = values.stream().filter(v -> !v.isNaN()).toList();
    return switch (op) {
      case SUM -> sum;
      case AVG -> mean;
      case COUNT -> values.size();
      case GROUP -> 1;
      case MIN -> numbers.stream().mapToDouble(v -> v).min().orElse(Double.NaN);
      case MAX -> numbers.stream().mapToDouble(v -> v).max().orElse(Double.NaN);
      default -> throw new Beyond();
    };
  }

  private Map<Labels, Double> binary(Expr.Binary binary, long at) {
    if (binary.right().type() == ValueType.SCALAR
        && binary.right() instanceof Expr.NumberLiteral number) {
      return withNumber(binary, vector(binary.left(), at), number.value());
    }
    VectorMatching matching = binary.matching();
    if (matching == null
        || !matching.labels().isEmpty()
        || matching.on()
        || matching.fillLeft() != null
        || matching.fillRight() != null
        || binary.op() == BinaryOp.OR
        || binary.op().isComparison()) {
      throw new Beyond();
    }
    Map<Labels, Double> left = vector(binary.left(), at);
    Map<Labels, Double> right = vector(binary.right(), at);
    Map<Labels, Double> rightByKey = new HashMap<>();
    right.forEach(
        (labels, value) -> {
          if (rightByKey.put(labels.without("__name__"), value) != null) {
            throw new Beyond();
          }
        });
    Map<Labels, Double> out = new HashMap<>();
    left.forEach(
        (labels, value) -> {
          Labels key = labels.without("__name__");
          Double other = rightByKey.get(key);
          switch (binary.op()) {
            case AND -> {
              if (other != null) {
                out.put(labels, value);
              }
            }
            case UNLESS -> {
              if (other == null) {
                out.put(labels, value);
              }
            }
            default -> {
              if (other != null && out.put(key, binary.op().apply(value, other)) != null) {
                throw new Beyond();
              }
            }
          }
        });
    return out;
  }

  private static Map<Labels, Double> withNumber(
      Expr.Binary binary, Map<Labels, Double> left, double number) {
    Map<Labels, Double> out = new HashMap<>();
    left.forEach(
        (labels, value) -> {
          boolean filter = binary.op().isComparison() && !binary.bool();
          if (filter && !binary.op().holds(value, number)) {
            return;
          }
          Labels key = filter ? labels : labels.without("__name__");
          if (out.put(key, filter ? value : binary.op().apply(value, number)) != null) {
            throw new Beyond();
          }
        });
    return out;
  }
}
