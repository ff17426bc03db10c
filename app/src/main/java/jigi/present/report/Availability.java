package jigi.present.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jigi.base.schedule.Stretch;
import jigi.detect.metric.Unit;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;
import jigi.present.report.Measuring.Moment;
import jigi.present.report.Report.Line;
import org.jspecify.annotations.Nullable;

/**
 * How much of a time components answered: the share of their probes' results that were good.
 * Results within planned maintenance are left out, good ones too, and how long that was is a line
 * of its own.
 */
final class Availability {
  private static final int LISTED = 30;

  /** More spans would be more questions than a report is worth. */
  private static final int SPANS = 1000;

  /** Of which each is measured or not. */
  private static final Duration SLOT = Duration.ofMinutes(5);

  private final Queries queries;
  private final Planned planned;

  Availability(Queries queries, Planned planned) {
    this.queries = queries;
    this.planned = planned;
  }

  /** Of a probe: how many results, and how many of them were good. */
  private record Results(double all, double good) {
    Results minus(Results other) {
      return new Results(all - other.all, good - other.good);
    }
  }

  /** Of a component: the shares of its probes, and how long work on it was planned. */
  private static final class Seen {
    private final List<Double> shares = new ArrayList<>();
    private Duration planned = Duration.ZERO;

    /** Null where all results lie within planned maintenance. */
    @Nullable Double share() {
      return shares.isEmpty()
          ? null
          : shares.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
  }

  /** The components, the least available first, and what was left out. */
  List<Line> of(String system, Moment moment, Figures figures) throws InterruptedException {
    Map<String, Seen> now;
    Map<String, Seen> before;
    try {
      now = seen(system, moment, figures);
      before = seen(system, moment.previous(), figures);
    } catch (PromQlException e) {
      String why = String.valueOf(e.getMessage());
      return List.of(new Line("component", "", Unit.RATIO, null, null, List.of(why)));
    }
    List<Line> lines = new ArrayList<>();
    TreeSet<String> components = new TreeSet<>(before.keySet());
    components.addAll(now.keySet());
    for (String one : components) {
      lines.add(
          new Line(
              "component",
              one,
              Unit.RATIO,
              share(now.get(one)),
              share(before.get(one)),
              List.of()));
    }
    lines.sort(
        Comparator.comparing(Line::value, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Line::subject));
    List<Line> all = new ArrayList<>(lines.subList(0, Math.min(lines.size(), LISTED)));
    for (String one : components) {
      Double left = seconds(now.get(one));
      Double leftBefore = seconds(before.get(one));
      if (isSome(left) || isSome(leftBefore)) {
        all.add(new Line("maintenance", one, Unit.SECONDS, left, leftBefore, List.of()));
      }
    }
    return all;
  }

  private Map<String, Seen> seen(String system, Moment moment, Figures figures)
      throws InterruptedException {
    Stretch time = moment.time();
    if (!moment.isLong()) {
      return seen(results(system), system, time);
    }
    Map<Labels, Results> found = new HashMap<>();
    figures
        .over(system, Figures.ANSWERED, time, moment.period().zone())
        .forEach((labels, fold) -> found.put(labels, new Results(fold.samples(), fold.total())));
    return byComponent(found, system, time);
  }

  private static @Nullable Double share(@Nullable Seen seen) {
    return seen == null ? null : seen.share();
  }

  private static @Nullable Double seconds(@Nullable Seen seen) {
    return seen == null ? null : Double.valueOf(seen.planned.toSeconds());
  }

  private static boolean isSome(@Nullable Double seconds) {
    return seconds != null && seconds > 0;
  }

  /**
   * The shares of some components within a time; none for one of which less than half of it was
   * measured, or all of which was planned maintenance.
   */
  Map<String, Double> shares(String system, Set<String> components, Stretch time)
      throws InterruptedException {
    String names =
        components.stream().sorted().map(Pattern::quote).collect(Collectors.joining("|"));
    List<Matcher> matchers =
        List.of(Matcher.equal("system", system), new Matcher("component", Matcher.Op.REGEX, names));
    Map<String, Double> slots = new HashMap<>();
    ask("count_over_time", "[" + seconds(time) + "s:" + SLOT.toSeconds() + "s]", matchers, time)
        .forEach((labels, n) -> slots.merge(labels.getOrEmpty("component"), n, Math::max));
    double all = (double) time.length().toSeconds() / SLOT.toSeconds();
    Map<String, Double> shares = new TreeMap<>();
    seen(stretch -> results(matchers, stretch), system, time)
        .forEach(
            (name, seen) -> {
              Double share = seen.share();
              if (share != null && slots.getOrDefault(name, 0.0) * 2 >= Math.floor(all)) {
                shares.put(name, share);
              }
            });
    return shares;
  }

  /** Whether any probe of the system had a result within a time. */
  boolean isMeasured(String system, Stretch time) throws InterruptedException {
    String range = "[" + seconds(time) + "s]";
    return !ask("last_over_time", range, List.of(Matcher.equal("system", system)), time).isEmpty();
  }

  private static long seconds(Stretch time) {
    return Math.max(1, time.length().toSeconds());
  }

  /** Counts what probes found within a time. */
  private interface Counter {
    Map<Labels, Results> count(Stretch time) throws InterruptedException;
  }

  private Counter results(String system) {
    return time -> results(List.of(Matcher.equal("system", system)), time);
  }

  private Map<String, Seen> seen(Counter counter, String system, Stretch time)
      throws InterruptedException {
    return byComponent(unplanned(counter, system, time), system, time);
  }

  /** Without what lies within planned maintenance. */
  private Map<Labels, Results> unplanned(Counter counter, String system, Stretch time)
      throws InterruptedException {
    Map<Stretch, Map<Labels, Results>> during = new HashMap<>();
    Map<Labels, Results> all = new HashMap<>();
    for (Map.Entry<Labels, Results> probe : counter.count(time).entrySet()) {
      Labels labels = probe.getKey();
      Results left = probe.getValue();
      for (Stretch span : planned.within(system, labels, time)) {
        if (!during.containsKey(span)) {
          refuseTooMany(during.size());
          during.put(span, counter.count(span));
        }
        left = left.minus(during.get(span).getOrDefault(labels, new Results(0, 0)));
      }
      all.put(labels, left);
    }
    return all;
  }

  private Map<String, Seen> byComponent(Map<Labels, Results> probes, String system, Stretch time) {
    Map<String, Seen> all = new TreeMap<>();
    probes.forEach(
        (labels, left) -> {
          Duration length =
              planned.within(system, labels, time).stream()
                  .map(Stretch::length)
                  .reduce(Duration.ZERO, Duration::plus);
          Seen seen = all.computeIfAbsent(labels.getOrEmpty("component"), name -> new Seen());
          if (left.all() > 0) {
            seen.shares.add(left.good() / left.all());
          }
          seen.planned = length.compareTo(seen.planned) > 0 ? length : seen.planned;
        });
    return all;
  }

  /** By series how many results there were outside of planned maintenance, and the good ones. */
  Map<Labels, Fold> answered(String system, Stretch time) throws InterruptedException {
    Map<Labels, Fold> all = new HashMap<>();
    unplanned(results(system), system, time)
        .forEach(
            (labels, found) -> {
              double share = found.good() / found.all();
              all.put(labels, new Fold(found.all(), found.good(), share, share, share));
            });
    return all;
  }

  private static void refuseTooMany(int spans) {
    if (spans >= SPANS) {
      throw new PromQlException(
          PromQlException.Kind.UNSUPPORTED, "more than " + SPANS + " spans of planned maintenance");
    }
  }

  private Map<Labels, Results> results(List<Matcher> matchers, Stretch time)
      throws InterruptedException {
    String range = "[" + seconds(time) + "s]";
    Map<Labels, Double> counts = ask("count_over_time", range, matchers, time);
    Map<Labels, Double> sums = ask("sum_over_time", range, matchers, time);
    Map<Labels, Results> all = new HashMap<>();
    counts.forEach((labels, n) -> all.put(labels, new Results(n, sums.getOrDefault(labels, 0.0))));
    return all;
  }

  private Map<Labels, Double> ask(
      String function, String range, List<Matcher> matchers, Stretch time)
      throws InterruptedException {
    Expr expr = PromQl.parse(function + "(probe_success" + range + ")");
    for (Matcher matcher : matchers) {
      expr = PromQl.withMatcher(expr, matcher);
    }
    Map<Labels, Double> values = new HashMap<>();
    if (queries.ask(expr, time.to()) instanceof QueryResult.Vector vector) {
      vector.samples().forEach(sample -> values.put(sample.labels(), sample.value()));
    }
    return values;
  }
}
