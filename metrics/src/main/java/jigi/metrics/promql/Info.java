package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.Series;
import jigi.metrics.promql.Selectors.Look;
import org.jspecify.annotations.Nullable;

/**
 * The function {@code info}: adds labels of info metrics to the series that share their {@code job}
 * and {@code instance}.
 */
final class Info {
  /** In ascending order. */
  private static final String[] IDENTIFYING = {"instance", "job"};

  private final Evaluator evaluator;
  private final List<Matcher> nameMatchers = new ArrayList<>();
  private final Map<String, List<Matcher>> dataMatchers = new LinkedHashMap<>();

  /** Conditions that say nothing of which labels to copy; see {@link PromQl#mapSelectors}. */
  private final List<Matcher> restrictions = new ArrayList<>();

  private final RowMerger results;

  /** An info series with the time of its latest sample at each step. */
  private record InfoSeries(Labels labels, double[] times) {}

  private Info(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.results = new RowMerger(evaluator);
  }

  static void evaluate(Evaluator evaluator, Expr.Call call, RowSink sink) {
    Info info = new Info(evaluator);
    if (call.arguments().size() > 1
        && call.arguments().get(1) instanceof Expr.VectorSelector selector) {
      selector.matchers().forEach(info::sort);
    }
    if (call.arguments().size() > 2
        && call.arguments().get(2) instanceof Expr.VectorSelector selector) {
      info.restrictions.addAll(selector.matchers());
    }
    info.completeNames();
    Look look = look(evaluator, call.arguments().getFirst());
    info.enrich(evaluator.rows(call.arguments().getFirst()), look);
    info.results.drain(sink);
  }

  private void sort(Matcher matcher) {
    if (matcher.name().equals(Labels.METRIC_NAME)) {
      nameMatchers.add(matcher);
    } else {
      dataMatchers.computeIfAbsent(matcher.name(), name -> new ArrayList<>()).add(matcher);
    }
  }

  /** Without a positive condition on the name, info metrics are those whose name says so. */
  private void completeNames() {
    if (nameMatchers.isEmpty()) {
      nameMatchers.add(Matcher.equal(Labels.METRIC_NAME, "target_info"));
    } else if (nameMatchers.stream()
        .noneMatch(m -> m.op() == Matcher.Op.EQUAL || m.op() == Matcher.Op.REGEX)) {
      nameMatchers.add(new Matcher(Labels.METRIC_NAME, Matcher.Op.REGEX, ".+_info"));
    }
  }

  /** Info series are looked up at the time that the first selector of the argument looks at. */
  private static Look look(Evaluator evaluator, Expr argument) {
    List<TimeShift> path = new ArrayList<>();
    findShifts(argument, path);
    long offset = 0;
    Long pinned = null;
    for (int i = path.size() - 1; i >= 0 && pinned == null; i--) {
      DurationExpr shift = path.get(i).offset();
      offset += shift == null ? 0 : evaluator.context.millis(shift, true);
      pinned = Selectors.pinnedMs(evaluator.context, path.get(i).at());
    }
    Steps steps = evaluator.steps;
    return pinned == null
        ? new Look(steps.startMs() - offset, steps.intervalMs(), steps.count())
        : new Look(pinned - offset, 0, steps.count());
  }

  /** Collects the shifts from the outermost subquery to the first selector. */
  private static boolean findShifts(Expr expr, List<TimeShift> path) {
    return switch (expr) {
      case Expr.NumberLiteral ignored -> false;
      case Expr.StringLiteral ignored -> false;
      case Expr.Paren paren -> findShifts(paren.inner(), path);
      case Expr.Unary unary -> findShifts(unary.operand(), path);
      case Expr.Binary binary ->
          findShifts(binary.left(), path) || findShifts(binary.right(), path);
      case Expr.Aggregate aggregate ->
          (aggregate.parameter() != null && findShifts(aggregate.parameter(), path))
              || findShifts(aggregate.operand(), path);
      case Expr.Call call ->
          call.arguments().stream().anyMatch(argument -> findShifts(argument, path));
      case Expr.VectorSelector selector -> path.add(selector.shift());
      case Expr.MatrixSelector matrix -> path.add(matrix.selector().shift());
      case Expr.Subquery subquery -> {
        path.add(subquery.shift());
        boolean found = findShifts(subquery.operand(), path);
        if (!found) {
          path.removeLast();
        }
        yield found;
      }
    };
  }

  private void enrich(List<Row> base, Look look) {
    Set<Labels> ignored = new HashSet<>();
    for (Row row : base) {
      String name = row.labels.metricName();
      if (nameMatchers.stream().allMatch(m -> m.matches(name))) {
        ignored.add(row.labels);
      }
    }
    Map<Labels, Map<String, List<InfoSeries>>> infos = select(base, ignored, look);
    for (Row row : base) {
      if (ignored.contains(row.labels)) {
        results.add(row.labels, row.dropName, row.values);
      } else {
        enrich(row, infos.getOrDefault(row.labels.keep(IDENTIFYING), Map.of()));
      }
    }
    infos.values().stream()
        .flatMap(byName -> byName.values().stream())
        .flatMap(List::stream)
        .forEach(info -> evaluator.release(info.times()));
  }

  private Map<Labels, Map<String, List<InfoSeries>>> select(
      List<Row> base, Set<Labels> ignored, Look look) {
    List<Matcher> matchers = new ArrayList<>();
    for (String label : IDENTIFYING) {
      Set<String> values = new TreeSet<>();
      base.stream()
          .filter(row -> !ignored.contains(row.labels))
          .forEach(row -> values.add(row.labels.getOrEmpty(label)));
      values.remove("");
      if (!values.isEmpty()) {
        String pattern =
            String.join("|", values.stream().map(com.google.re2j.Pattern::quote).toList());
        matchers.add(new Matcher(label, Matcher.Op.REGEX, pattern));
      }
    }
    Map<Labels, Map<String, List<InfoSeries>>> found = new HashMap<>();
    if (matchers.isEmpty()) {
      return found;
    }
    dataMatchers.values().forEach(matchers::addAll);
    matchers.addAll(nameMatchers);
    matchers.addAll(restrictions);
    QueryContext context = evaluator.context;
    long from = look.firstMs() - context.lookbackMs + 1;
    for (Series series : context.select(matchers, from, look.lastMs())) {
      double[] times = evaluator.take();
      Selectors.latest(context, series.iterator(), look, true, times);
      found
          .computeIfAbsent(series.labels().keep(IDENTIFYING), key -> new LinkedHashMap<>())
          .computeIfAbsent(series.labels().metricName(), name -> new ArrayList<>())
          .add(new InfoSeries(series.labels(), times));
    }
    return found;
  }

  private void enrich(Row row, Map<String, List<InfoSeries>> infos) {
    Map<Set<Labels>, double[]> bySource = new LinkedHashMap<>();
    for (int i = 0; i < row.values.length; i++) {
      if (Absent.is(row.values[i])) {
        continue;
      }
      Set<Labels> sources = new HashSet<>();
      for (List<InfoSeries> candidates : infos.values()) {
        InfoSeries latest = latest(candidates, i);
        if (latest != null) {
          sources.add(latest.labels());
        }
      }
      if (!sources.isEmpty() || matchersAllowNone()) {
        bySource.computeIfAbsent(sources, s -> Absent.fill(evaluator.take()))[i] = row.values[i];
      }
    }
    bySource.forEach(
        (sources, values) -> results.add(enriched(row.labels, sources), row.dropName, values));
    evaluator.release(row.values);
  }

  private boolean matchersAllowNone() {
    return dataMatchers.values().stream().flatMap(List::stream).allMatch(m -> m.matches(""));
  }

  private static @Nullable InfoSeries latest(List<InfoSeries> candidates, int step) {
    InfoSeries latest = null;
    for (InfoSeries candidate : candidates) {
      double time = candidate.times()[step];
      if (Absent.is(time)) {
        continue;
      }
      if (latest != null && latest.times()[step] == time) {
        throw PromQlException.execution(
            String.format(
                "found duplicate series for info metric: existing %s @ %d, new %s @ %d",
                latest.labels(), (long) time, candidate.labels(), (long) time));
      }
      if (latest == null || latest.times()[step] < time) {
        latest = candidate;
      }
    }
    return latest;
  }

  private Labels enriched(Labels base, Set<Labels> sources) {
    Map<String, String> added = new HashMap<>();
    for (Labels source : sources) {
      source.forEach(
          (name, value) -> {
            boolean wanted = dataMatchers.isEmpty() || dataMatchers.containsKey(name);
            if (wanted && !name.equals(Labels.METRIC_NAME)) {
              String other = added.get(name);
              if (other != null && !other.equals(value)) {
                throw PromQlException.execution("conflicting label: " + name);
              }
              if (base.get(name) == null) {
                added.put(name, value);
              }
            }
          });
    }
    Labels result = base;
    for (Map.Entry<String, String> label : added.entrySet()) {
      result = result.with(label.getKey(), label.getValue());
    }
    return result;
  }
}
