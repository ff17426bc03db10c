package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.metrics.model.Labels;

/** {@code and}, {@code or} and {@code unless}. */
final class SetOperators {
  private SetOperators() {}

  static void evaluate(
      Evaluator evaluator, Expr.Binary binary, VectorMatching matching, RowSink sink) {
    MatchKey key = new MatchKey(matching);
    switch (binary.op()) {
      case AND -> filter(evaluator, binary, key, true, sink);
      case UNLESS -> filter(evaluator, binary, key, false, sink);
      case OR -> or(evaluator, binary, key, sink);
      default -> throw new IllegalStateException("no set operator: " + binary.op());
    }
  }

  private static void filter(
      Evaluator evaluator, Expr.Binary binary, MatchKey key, boolean present, RowSink sink) {
    Map<Labels, BitSet> right = new HashMap<>();
    evaluator.vector(
        binary.right(),
        (labels, dropName, values) -> {
          mark(right.computeIfAbsent(key.of(labels), k -> new BitSet()), values);
          evaluator.release(values);
        });
    BitSet none = new BitSet();
    evaluator.vector(
        binary.left(),
        (labels, dropName, values) -> {
          BitSet matched = right.getOrDefault(key.of(labels), none);
          for (int i = 0; i < values.length; i++) {
            if (matched.get(i) != present) {
              values[i] = Absent.VALUE;
            }
          }
          sink.accept(labels, dropName, values);
        });
  }

  private static void or(Evaluator evaluator, Expr.Binary binary, MatchKey key, RowSink sink) {
    Map<Labels, BitSet> left = new HashMap<>();
    RowMerger merged = new RowMerger(evaluator);
    List<Row> rows = evaluator.rows(binary.left());
    for (Row row : rows) {
      mark(left.computeIfAbsent(key.of(row.labels), k -> new BitSet()), row.values);
      merged.add(row.labels, row.dropName, row.values);
    }
    BitSet none = new BitSet();
    List<Row> later = new ArrayList<>();
    evaluator.vector(
        binary.right(),
        (labels, dropName, values) -> {
          BitSet matched = left.getOrDefault(key.of(labels), none);
          for (int i = 0; i < values.length; i++) {
            if (matched.get(i)) {
              values[i] = Absent.VALUE;
            }
          }
          later.add(new Row(labels, dropName, values));
        });
    for (Row row : later) {
      merged.add(row.labels, row.dropName, row.values);
    }
    merged.drain(sink);
  }

  private static void mark(BitSet set, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Absent.is(values[i])) {
        set.set(i);
      }
    }
  }
}
