package jigi.metrics.promql;

import java.util.LinkedHashMap;
import java.util.Map;
import jigi.metrics.model.Labels;

/**
 * Joins rows that came to have the same labels, as long as they never have a value together. Rows
 * whose name is still to go stay apart from those that keep it: they will differ in the end.
 */
final class RowMerger {
  private final Evaluator evaluator;
  private final Map<Key, Row> rows = new LinkedHashMap<>();

  private record Key(Labels labels, boolean dropName) {}

  RowMerger(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * @throws PromQlException if a row of the same labels has a value at the same step
   */
  void add(Labels labels, boolean dropName, double[] values) {
    Row existing = rows.putIfAbsent(new Key(labels, dropName), new Row(labels, dropName, values));
    if (existing == null) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      if (!Absent.is(values[i])) {
        if (!Absent.is(existing.values[i])) {
          throw PromQlException.execution("vector cannot contain metrics with the same labelset");
        }
        existing.values[i] = values[i];
      }
    }
    evaluator.release(values);
  }

  void drain(RowSink sink) {
    for (Row row : rows.values()) {
      sink.accept(row.labels, row.dropName, row.values);
    }
    rows.clear();
  }
}
