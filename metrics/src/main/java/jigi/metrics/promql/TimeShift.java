package jigi.metrics.promql;

import org.jspecify.annotations.Nullable;

/** The modifiers {@code offset} and {@code @} of a selector or subquery. */
public record TimeShift(@Nullable DurationExpr offset, @Nullable At at) {
  static final TimeShift NONE = new TimeShift(null, null);

  /** What the evaluation is pinned to. */
  public sealed interface At {
    /** Milliseconds since the Unix epoch. */
    record Timestamp(long millis) implements At {}

    /** Start of the query. */
    record Start() implements At {}

    /** End of the query. */
    record End() implements At {}
  }

  TimeShift withOffset(DurationExpr newOffset) {
    return new TimeShift(newOffset, at);
  }

  TimeShift withAt(At newAt) {
    return new TimeShift(offset, newAt);
  }
}
