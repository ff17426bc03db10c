package jigi.metrics.promql;

import jigi.metrics.model.Labels;

/** One series of a vector over all steps, with {@link Absent} where it has no value. */
final class Row {
  final Labels labels;

  /** Whether the metric name goes when the query ends; until then it still tells series apart. */
  final boolean dropName;

  final double[] values;

  Row(Labels labels, boolean dropName, double[] values) {
    this.labels = labels;
    this.dropName = dropName;
    this.values = values;
  }
}
