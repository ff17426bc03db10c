package jigi.metrics.promql;

import java.util.LinkedHashMap;
import java.util.Map;
import jigi.metrics.model.Labels;

/** Aggregation operators: which group a series belongs to, and what becomes of the groups. */
final class Aggregation {
  private Aggregation() {}

  /** Cuts a series' labels down to those of its group. */
  static final class Grouping {
    private final boolean without;
    private final String[] names;

    private Grouping(boolean without, String[] names) {
      this.without = without;
      this.names = names;
    }

    static Grouping of(Expr.Aggregate aggregate) {
      java.util.stream.Stream<String> names = aggregate.grouping().stream();
      if (aggregate.without()) {
        names =
            java.util.stream.Stream.concat(names, java.util.stream.Stream.of(Labels.METRIC_NAME));
      }
      return new Grouping(aggregate.without(), names.distinct().sorted().toArray(String[]::new));
    }

    Labels of(Labels labels) {
      if (without) {
        return labels.drop(names);
      }
      return names.length == 0 ? Labels.EMPTY : labels.keep(names);
    }
  }

  private static final class Group {
    private final Accumulator accumulator;
    private boolean dropName;

    Group(Accumulator accumulator) {
      this.accumulator = accumulator;
    }
  }

  static void evaluate(Evaluator evaluator, Expr.Aggregate aggregate, RowSink sink) {
    switch (aggregate.op()) {
      case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR ->
          accumulate(evaluator, aggregate, sink);
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, QUANTILE, COUNT_VALUES ->
          new Selection(evaluator, aggregate).evaluate(sink);
    }
  }

  private static void accumulate(Evaluator evaluator, Expr.Aggregate aggregate, RowSink sink) {
    Grouping grouping = Grouping.of(aggregate);
    Map<Labels, Group> groups = new LinkedHashMap<>();
    evaluator.vector(
        aggregate.operand(),
        (labels, dropName, values) -> {
          Group group =
              groups.computeIfAbsent(
                  grouping.of(labels), key -> new Group(Accumulator.of(aggregate.op(), evaluator)));
          group.dropName |= dropName;
          group.accumulator.add(values);
          evaluator.release(values);
        });
    groups.forEach(
        (labels, group) -> sink.accept(labels, group.dropName, group.accumulator.result()));
  }
}
