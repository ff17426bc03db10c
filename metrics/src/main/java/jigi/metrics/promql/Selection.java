package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.metrics.model.Labels;

/** The aggregations that look at all series of a group at once. */
final class Selection {
  private final Evaluator evaluator;
  private final Expr.Aggregate aggregate;
  private final Expr parameter;

  Selection(Evaluator evaluator, Expr.Aggregate aggregate) {
    this.evaluator = evaluator;
    this.aggregate = aggregate;
    this.parameter = Objects.requireNonNull(aggregate.parameter());
  }

  void evaluate(RowSink sink) {
    switch (aggregate.op()) {
      case COUNT_VALUES -> countValues(sink);
      case QUANTILE -> quantile(sink);
      case TOPK, BOTTOMK, LIMITK -> limited(sink);
      case LIMIT_RATIO -> ratio(sink);
      default -> throw new IllegalStateException("no selection: " + aggregate.op());
    }
  }

  private Map<Labels, List<Row>> groups() {
    Aggregation.Grouping grouping = Aggregation.Grouping.of(aggregate);
    Map<Labels, List<Row>> groups = new LinkedHashMap<>();
    evaluator.vector(
        aggregate.operand(),
        (labels, dropName, values) ->
            groups
                .computeIfAbsent(grouping.of(labels), key -> new ArrayList<>())
                .add(new Row(labels, dropName, values)));
    return groups;
  }

  private void quantile(RowSink sink) {
    double[] quantiles = evaluator.scalar(parameter);
    remarkOnQuantiles(quantiles);
    groups()
        .forEach(
            (labels, rows) -> {
              double[] out = evaluator.take();
              double[] at = new double[rows.size()];
              for (int i = 0; i < out.length; i++) {
                evaluator.context.check();
                int count = 0;
                for (Row row : rows) {
                  if (!Absent.is(row.values[i])) {
                    at[count++] = row.values[i];
                  }
                }
                out[i] = count == 0 ? Absent.VALUE : OverTime.quantile(at, count, quantiles[i]);
              }
              boolean dropName = rows.stream().anyMatch(row -> row.dropName);
              rows.forEach(row -> evaluator.release(row.values));
              sink.accept(labels, dropName, out);
            });
    evaluator.release(quantiles);
  }

  /** Of those at all steps, what is not a number, the greatest and the smallest are told. */
  private void remarkOnQuantiles(double[] quantiles) {
    double greatest = 1;
    double smallest = 0;
    boolean anyNan = false;
    for (double quantile : quantiles) {
      anyNan |= Double.isNaN(quantile);
      greatest = quantile > greatest ? quantile : greatest;
      smallest = quantile < smallest ? quantile : smallest;
    }
    Annotations annotations = evaluator.context.annotations;
    if (anyNan) {
      annotations.invalidQuantile(Double.NaN, parameter.position());
    }
    if (greatest > 1) {
      annotations.invalidQuantile(greatest, parameter.position());
    }
    if (smallest < 0) {
      annotations.invalidQuantile(smallest, parameter.position());
    }
  }

  private void countValues(RowSink sink) {
    String label = Evaluator.string(parameter);
    if (!Text.isLabelName(label)) {
      throw PromQlException.execution("invalid label name " + Text.quote(label));
    }
    List<String> grouping = new ArrayList<>(aggregate.grouping());
    if (!aggregate.without()) {
      grouping.add(label);
    }
    Aggregation.Grouping by =
        Aggregation.Grouping.of(
            new Expr.Aggregate(
                aggregate.op(),
                aggregate.without(),
                List.copyOf(grouping),
                null,
                aggregate.operand(),
                aggregate.position()));
    Map<Labels, double[]> counts = new LinkedHashMap<>();
    evaluator.vector(
        aggregate.operand(),
        (labels, dropName, values) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              Labels group = by.of(labels.with(label, Text.number(values[i])));
              double[] count = counts.computeIfAbsent(group, key -> Absent.fill(evaluator.take()));
              count[i] = Absent.is(count[i]) ? 1 : count[i] + 1;
            }
          }
          evaluator.release(values);
        });
    counts.forEach((labels, values) -> sink.accept(labels, false, values));
  }

  private void limited(RowSink sink) {
    double[] limits = evaluator.scalar(parameter);
    double greatest = Arrays.stream(limits).reduce(Double.NEGATIVE_INFINITY, Math::max);
    boolean anyNan = Arrays.stream(limits).anyMatch(Double::isNaN);
    if (anyNan) {
      throw PromQlException.execution("Parameter value is NaN");
    }
    if (greatest >= 1) {
      requireLong(limits);
      groups().values().forEach(rows -> limit(rows, limits, sink));
    }
    evaluator.release(limits);
  }

  private static void requireLong(double[] limits) {
    for (double limit : limits) {
      if (limit >= 0x1p63 || limit <= -0x1p63) {
        throw PromQlException.execution(
            "Scalar value "
                + Text.general(limit)
                + (limit > 0 ? " overflows int64" : " underflows int64"));
      }
    }
  }

  /** In order of labels, so that it does not depend on the way there which of equals is chosen. */
  private static void sort(List<Row> rows) {
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i - 1).labels.compareTo(rows.get(i).labels) > 0) {
        rows.sort(Comparator.comparing(row -> row.labels));
        return;
      }
    }
  }

  private void limit(List<Row> rows, double[] limits, RowSink sink) {
    sort(rows);
    double greatest = Arrays.stream(limits).max().orElse(0);
    Ranking ranking =
        new Ranking(rows, aggregate.op(), (int) Math.clamp((long) greatest, 0, rows.size()));
    double[][] chosen = new double[rows.size()][];
    List<Integer> sequence = new ArrayList<>();
    for (int i = 0; i < limits.length; i++) {
      evaluator.context.check();
      ranking.choose(i, (int) Math.clamp((long) limits[i], 0, rows.size()));
      for (int place = 0; place < ranking.size(); place++) {
        int row = ranking.get(place);
        if (chosen[row] == null) {
          chosen[row] = Absent.fill(evaluator.take());
          sequence.add(row);
        }
        chosen[row][i] = rows.get(row).values[i];
      }
    }
    for (int row : sequence) {
      sink.accept(rows.get(row).labels, rows.get(row).dropName, chosen[row]);
    }
    rows.forEach(row -> evaluator.release(row.values));
  }

  private void ratio(RowSink sink) {
    double[] ratios = evaluator.scalar(parameter);
    for (double ratio : ratios) {
      if (Double.isNaN(ratio)) {
        throw PromQlException.execution("Ratio value is NaN");
      }
      if (Math.abs(ratio) > 1) {
        evaluator.context.annotations.invalidRatio(ratio, Math.signum(ratio), parameter.position());
      }
    }
    evaluator.vector(
        aggregate.operand(),
        (labels, dropName, values) -> {
          double offset = LabelHash.fraction(labels);
          for (int i = 0; i < values.length; i++) {
            double ratio = Math.clamp(ratios[i], -1, 1);
            if (ratio >= 0 ? offset >= ratio : offset < 1 + ratio) {
              values[i] = Absent.VALUE;
            }
          }
          sink.accept(labels, dropName, values);
        });
    evaluator.release(ratios);
  }
}
