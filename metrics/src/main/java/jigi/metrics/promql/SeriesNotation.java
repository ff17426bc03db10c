package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A series in the short notation of Prometheus's tests and of promtool's unit tests: {@code
 * up{job="a"} 0+1x5 _ stale NaN}. {@code a+bxn} are n+1 points from a on, each b above the last;
 * {@code axn} the same point n+1 times; {@code _} a gap, {@code _xn} n of them; {@code stale} an
 * end. Format: prometheus.io, "Unit testing for rules", series.
 *
 * @param points one per step, null for a gap
 * @param firstHistogram the place of the first point that is a native histogram, -1 for none; such
 *     points are not kept
 * @param startTimestamps whether the text gives start timestamps, not values
 */
public record SeriesNotation(
    Labels labels, List<@Nullable Double> points, int firstHistogram, boolean startTimestamps) {
  public SeriesNotation {
    points = Collections.unmodifiableList(new ArrayList<>(points));
  }

  /** What is not of the notation, and where. */
  public static final class Malformed extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    Malformed(int offset, String message) {
      super(message);
      this.offset = offset;
    }

    /** Index of the first character at fault, from 0. */
    public int offset() {
      return offset;
    }
  }

  /**
   * Reads labels and points.
   *
   * @throws Malformed if the text is not of the notation, or has more than a million points
   */
  public static SeriesNotation parse(String text) {
    return new SeriesNotationParser(text).parse();
  }

  /** A number as the notation writes it, {@code -Inf} and {@code 1e3} among them; null for none. */
  public static @Nullable Double number(String text) {
    return SeriesNotationParser.number(text);
  }
}
