package jigi.metrics.promql;

import java.util.List;
import jigi.metrics.model.Labels;

/** The answer to a query. Timestamps are milliseconds since the Unix epoch. */
public sealed interface QueryResult {
  /** Remarks on the answer; empty in most cases. */
  List<Annotation> annotations();

  record Scalar(long timestampMs, double value, List<Annotation> annotations)
      implements QueryResult {}

  record StringValue(long timestampMs, String value, List<Annotation> annotations)
      implements QueryResult {}

  /** In the order that the expression sets, such as {@code sort}'s. */
  record Vector(List<Sample> samples, List<Annotation> annotations) implements QueryResult {}

  /** Sorted by labels. */
  record Matrix(List<Points> series, List<Annotation> annotations) implements QueryResult {}

  record Sample(Labels labels, long timestampMs, double value) {}

  /** One series: as many timestamps as values, ascending. */
  @SuppressWarnings(
      "ArrayRecordComponent") // identity is enough, and boxing a million points is not
  record Points(Labels labels, long[] timestampsMs, double[] values) {
    public int size() {
      return values.length;
    }
  }
}
