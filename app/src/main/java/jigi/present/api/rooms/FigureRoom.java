package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import jigi.detect.metric.Unit;
import jigi.detect.probe.ComponentView;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.BinaryOp;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;
import jigi.operate.incident.Guide;
import jigi.present.api.MetricQueries;
import jigi.present.api.view.Beats;
import jigi.present.api.view.Chart;
import jigi.present.api.view.ComponentFacts;
import jigi.present.api.view.Figure;
import org.jspecify.annotations.Nullable;

/** Key figures and lines of a component, from the samples of its probes. */
final class FigureRoom {
  /** Points of a drawn line. */
  static final int SLICES = 120;

  /** Labels that say nothing of which of several series it is. */
  private static final Set<String> COMMON = Set.of("__name__", "system", "job", "instance");

  /** From the shortest; the first that holds all there is is shown. */
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1));

  /** Comparisons that a falling value makes true. */
  private static final Set<BinaryOp> LOW =
      Set.of(BinaryOp.EQUAL, BinaryOp.LESS, BinaryOp.LESS_EQUAL);

  /** So far back the line of a rule is drawn. */
  private static final Duration COMPARED = Duration.ofHours(6);

  private final MetricQueries metrics;
  private final InstantSource clock;
  private final Limits limits;

  FigureRoom(MetricQueries metrics, InstantSource clock, Limits limits) {
    this.metrics = metrics;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * What is looked at of a component.
   *
   * @param length not much longer than there is data
   * @param data how long there is data, at most {@code length}
   */
  record Window(Instant to, Duration length, Duration slice, Duration data) {
    Instant from() {
      return to.minus(length);
    }
  }

  /**
   * @param every the slowest probe's interval: a slice that is no longer would be empty by chance
   */
  Window window(String system, String component, Duration every) {
    Instant to = clock.instant();
    Duration age = age(system, component, to);
    Duration length =
        WINDOWS.stream()
            .filter(window -> window.compareTo(age) >= 0)
            .findFirst()
            .orElse(WINDOWS.getLast());
    Duration slice = length.dividedBy(SLICES);
    Duration twice = every.multipliedBy(2);
    Duration fitting = twice.compareTo(slice) > 0 ? twice : slice;
    return new Window(to, length, fitting, age.compareTo(length) < 0 ? age : length);
  }

  /** How old the oldest result is, within a day. */
  private Duration age(String system, String component, Instant to) {
    Double first =
        number(
            "min(min_over_time(timestamp(probe_success"
                + selector(system, component)
                + ")[1d:5m]))",
            to);
    Double near =
        number(
            "min(min_over_time(timestamp(probe_success"
                + selector(system, component)
                + ")[10m:5s]))",
            to);
    if (first == null && near == null) {
      return Duration.ZERO;
    }
    double oldest =
        Math.min(first == null ? Double.MAX_VALUE : first, near == null ? Double.MAX_VALUE : near);
    Duration age = Duration.ofMillis(to.toEpochMilli() - (long) (oldest * 1000));
    return age.isNegative() ? Duration.ZERO : age;
  }

  List<Figure> figures(String system, String component, Window window) {
    String of = selector(system, component);
    Duration hour = Duration.ofHours(1);
    Duration lately = window.data().compareTo(hour) < 0 ? window.data() : hour;
    Instant to = window.to();
    Double up = number("avg(avg_over_time(probe_success" + of + "[1d])) * 100", to);
    Double errors = number("(1 - avg(avg_over_time(probe_success" + of + "[1h]))) * 100", to);
    Double took = number("avg(avg_over_time(probe_duration_seconds" + of + "[1h])) * 1000", to);
    return List.of(
        new Figure("uptime", up, "%", up != null && up < 99, window.data()),
        new Figure("latency", took, "ms", false, lately),
        new Figure("errors", errors, "%", errors != null && errors > 1, lately));
  }

  List<Chart> charts(String system, String component, Window window) {
    List<Chart.Point> points =
        line(
            "avg(avg_over_time(probe_duration_seconds"
                + selector(system, component)
                + "["
                + seconds(window)
                + "]))",
            window);
    return any(points)
        ? List.of(
            new Chart(
                "probe_duration_seconds",
                "s",
                window.from(),
                window.to(),
                points,
                "",
                limits.of(system, component, "probe_duration_seconds")))
        : List.of();
  }

  /**
   * What a manual wants drawn, the highest of several series. What was never measured is a line
   * without points.
   */
  List<Chart> drawn(String system, List<Guide.Measure> measures, Window window) {
    return measures.stream()
        .map(
            one ->
                new Chart(
                    one.title(),
                    unit(one.unit()),
                    window.from(),
                    window.to(),
                    line(of(system, "max(" + one.query() + ")"), window),
                    highest(of(system, "topk(1, " + one.query() + ")"), window.to()),
                    List.of()))
        .toList();
  }

  /**
   * What a rule compares with a number: of several series at each moment the one that is nearest to
   * making it fire. Null for a rule that compares otherwise.
   */
  @Nullable Chart compared(String rule, Expr expression) {
    Expr bare = expression instanceof Expr.Paren paren ? paren.inner() : expression;
    if (!(bare instanceof Expr.Binary binary)
        || !binary.op().isComparison()
        || !(binary.right() instanceof Expr.NumberLiteral limit)) {
      return null;
    }
    boolean low = LOW.contains(binary.op());
    Instant to = clock.instant();
    Window window = new Window(to, COMPARED, COMPARED.dividedBy(SLICES), COMPARED);
    return new Chart(
        rule,
        unit(binary.left()),
        window.from(),
        window.to(),
        line(binary.left(), window, low ? Math::min : Math::max),
        "",
        List.of(new ComponentFacts.Limit(rule, limit.value())));
  }

  /** By what the names of metrics end in; of sums and ratios nothing is known. */
  private static String unit(Expr expr) {
    String name =
        expr instanceof Expr.VectorSelector selector
            ? Objects.requireNonNullElse(selector.name(), "")
            : "";
    return unit(
        switch (name.substring(name.lastIndexOf('_') + 1)) {
          case "ratio" -> Unit.RATIO;
          case "seconds" -> Unit.SECONDS;
          case "bytes" -> Unit.BYTES;
          default -> Unit.COUNT;
        });
  }

  private static Expr of(String system, String query) {
    return PromQl.withMatcher(PromQl.parse(query), Matcher.equal("system", system));
  }

  /** What tells the highest of several series apart; empty where nothing does. */
  private String highest(Expr query, Instant at) {
    return ask(query, at) instanceof QueryResult.Vector vector && !vector.samples().isEmpty()
        ? vector.samples().getFirst().labels().toMap().entrySet().stream()
            .filter(label -> !COMMON.contains(label.getKey()))
            .map(label -> label.getKey() + " " + label.getValue())
            .collect(Collectors.joining(", "))
        : "";
  }

  private static String unit(Unit unit) {
    return switch (unit) {
      case COUNT -> "";
      case RATIO -> "ratio";
      case SECONDS -> "s";
      case BYTES -> "bytes";
    };
  }

  private static boolean any(List<Chart.Point> points) {
    return points.stream().anyMatch(point -> !Double.isNaN(point.value()));
  }

  /** What the probes measured beside their own success and duration; the highest of each. */
  List<Chart> samples(ComponentView view, Window window) {
    String system = view.system();
    String component = view.component().name();
    List<Chart> all = new ArrayList<>();
    for (Drawn.Metric metric : Drawn.of(view)) {
      List<Chart.Point> points =
          line(
              "max(max_over_time("
                  + metric.name()
                  + selector(system, component)
                  + "["
                  + seconds(window)
                  + "]))",
              window);
      if (any(points)) {
        all.add(
            new Chart(
                metric.name(),
                metric.unit(),
                window.from(),
                window.to(),
                points,
                metric.doc(),
                limits.of(system, component, metric.name())));
      }
    }
    return all;
  }

  /** The window in slices: failed when any probe failed in it; unknown when none was measured. */
  Beats beats(String system, String component, Window window) {
    List<Chart.Point> points =
        line(
            "min(min_over_time(probe_success"
                + selector(system, component)
                + "["
                + seconds(window)
                + "]))",
            window);
    StringBuilder marks = new StringBuilder();
    boolean begun = false;
    for (Chart.Point point : points.subList(Math.min(1, points.size()), points.size())) {
      boolean measured = !Double.isNaN(point.value());
      begun |= measured;
      marks.append(measured ? (point.value() >= 1 ? 'o' : 'f') : begun ? 'u' : '-');
    }
    return new Beats(marks.toString(), window.slice().multipliedBy(marks.length()));
  }

  private static String seconds(Window window) {
    return Math.max(1, window.slice().toSeconds()) + "s";
  }

  private static String selector(String system, String component) {
    return "{system=\"" + system + "\",component=\"" + component + "\"}";
  }

  private @Nullable Double number(String query, Instant at) {
    return ask(PromQl.parse(query), at) instanceof QueryResult.Vector vector
            && !vector.samples().isEmpty()
        ? Double.valueOf(vector.samples().getFirst().value())
        : null;
  }

  /** Null where the data allow no answer. */
  private @Nullable QueryResult ask(Expr query, Instant at) {
    try {
      return metrics.query(query, at);
    } catch (PromQlException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private List<Chart.Point> line(String query, Window window) {
    return line(PromQl.parse(query), window);
  }

  private List<Chart.Point> line(Expr query, Window window) {
    return line(query, window, Math::max);
  }

  private List<Chart.Point> line(Expr query, Window window, BinaryOperator<Double> nearest) {
    TreeMap<Long, Double> known = new TreeMap<>();
    long step = window.slice().toMillis();
    long slices = Math.max(1, window.length().toMillis() / step);
    long end = window.to().toEpochMilli();
    long begin = end - slices * step;
    try {
      QueryResult.Matrix matrix =
          metrics.queryRange(query, Instant.ofEpochMilli(begin), window.to(), window.slice());
      for (QueryResult.Points points : matrix.series()) {
        for (int i = 0; i < points.size(); i++) {
          known.merge(points.timestampsMs()[i], points.values()[i], nearest);
        }
      }
    } catch (PromQlException e) {
      known.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Chart.Point> line = new ArrayList<>();
    for (long at = begin; at <= end; at += step) {
      line.add(new Chart.Point(Instant.ofEpochMilli(at), known.getOrDefault(at, Double.NaN)));
    }
    return line;
  }
}
