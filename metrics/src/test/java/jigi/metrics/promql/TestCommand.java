package jigi.metrics.promql;

import java.util.List;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/** One command of a Prometheus test file. Times are milliseconds since the Unix epoch. */
sealed interface TestCommand {
  int line();

  record Clear(int line) implements TestCommand {}

  /** What this reader does not understand; it counts as a failed case. */
  record Unreadable(int line, String text, String reason) implements TestCommand {}

  /**
   * @param withHistograms whether classic histograms are loaded as native ones too
   */
  record Load(int line, long stepMs, boolean withHistograms, List<TestSeries> series)
      implements TestCommand {}

  /**
   * @param stepMs 0 for an instant query
   */
  record Eval(
      int line,
      String query,
      long startMs,
      long endMs,
      long stepMs,
      List<Expectation> expectations,
      Result result)
      implements TestCommand {
    boolean isRange() {
      return stepMs > 0;
    }

    boolean expects(Expectation.Kind kind) {
      return expectations.stream().anyMatch(e -> e.kind() == kind);
    }
  }

  /**
   * @param text what the message must contain, or the pattern that it must match; null for any
   */
  record Expectation(Kind kind, boolean pattern, @Nullable String text) {
    enum Kind {
      FAIL,
      WARN,
      NO_WARN,
      INFO,
      NO_INFO,
      ORDERED
    }
  }

  /** What the query must yield. */
  sealed interface Result {
    record Scalar(double value) implements Result {}

    record Text(String value) implements Result {}

    /** An instant vector, or the result of a range query. */
    record Rows(List<TestSeries> rows) implements Result {}

    /** A range vector as the result of an instant query. */
    record Matrix(long startMs, long stepMs, List<TestSeries> rows) implements Result {}
  }

  /**
   * @param points one per step, null for a gap
   * @param firstHistogram the place of the first point that is a native histogram, -1 for none
   * @param startTimestamps whether the line gives start timestamps, not values
   */
  record TestSeries(
      Labels labels, List<@Nullable Double> points, int firstHistogram, boolean startTimestamps) {
    static TestSeries of(SeriesNotation read) {
      return new TestSeries(
          read.labels(), read.points(), read.firstHistogram(), read.startTimestamps());
    }

    boolean histograms() {
      return firstHistogram >= 0;
    }
  }
}
