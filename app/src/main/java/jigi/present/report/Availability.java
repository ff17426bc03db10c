package jigi.present.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.schedule.Stretch;
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
  List<Line> of(String system, Moment moment) throws InterruptedException {
    Map<String, Seen> now;
    Map<String, Seen> before;
    try {
      now = seen(system, moment);
      before = seen(system, moment.previous());
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

  private static @Nullable Double share(@Nullable Seen seen) {
    return seen == null ? null : seen.share();
  }

  private static @Nullable Double seconds(@Nullable Seen seen) {
    return seen == null ? null : Double.valueOf(seen.planned.toSeconds());
  }

  private static boolean isSome(@Nullable Double seconds) {
    return seconds != null && seconds > 0;
  }

  private Map<String, Seen> seen(String system, Moment moment) throws InterruptedException {
    Stretch time = new Stretch(moment.period().from(), moment.until());
    Map<Stretch, Map<Labels, Results>> during = new HashMap<>();
    Map<String, Seen> all = new TreeMap<>();
    for (Map.Entry<Labels, Results> probe : results(system, time).entrySet()) {
      Labels labels = probe.getKey();
      Results left = probe.getValue();
      Duration length = Duration.ZERO;
      for (Stretch span : planned.within(system, labels, time)) {
        if (!during.containsKey(span)) {
          refuseTooMany(during.size());
          during.put(span, results(system, span));
        }
        left = left.minus(during.get(span).getOrDefault(labels, new Results(0, 0)));
        length = length.plus(span.length());
      }
      Seen seen = all.computeIfAbsent(labels.getOrEmpty("component"), name -> new Seen());
      if (left.all() > 0) {
        seen.shares.add(left.good() / left.all());
      }
      seen.planned = length.compareTo(seen.planned) > 0 ? length : seen.planned;
    }
    return all;
  }

  private static void refuseTooMany(int spans) {
    if (spans >= SPANS) {
      throw new PromQlException(
          PromQlException.Kind.UNSUPPORTED, "more than " + SPANS + " spans of planned maintenance");
    }
  }

  private Map<Labels, Results> results(String system, Stretch time) throws InterruptedException {
    Map<Labels, Double> counts = ask("count_over_time", system, time);
    Map<Labels, Double> sums = ask("sum_over_time", system, time);
    Map<Labels, Results> all = new HashMap<>();
    counts.forEach((labels, n) -> all.put(labels, new Results(n, sums.getOrDefault(labels, 0.0))));
    return all;
  }

  private Map<Labels, Double> ask(String function, String system, Stretch time)
      throws InterruptedException {
    long seconds = Math.max(1, time.length().toSeconds());
    Expr expr = PromQl.parse(function + "(probe_success[" + seconds + "s])");
    Expr bound = PromQl.withMatcher(expr, Matcher.equal("system", system));
    Map<Labels, Double> values = new HashMap<>();
    Instant end = time.to();
    if (queries.ask(bound, end) instanceof QueryResult.Vector vector) {
      vector.samples().forEach(sample -> values.put(sample.labels(), sample.value()));
    }
    return values;
  }
}
