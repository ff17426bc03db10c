package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression gives.
 *
 * @param series those that are shown, by the newest value, largest first
 * @param total how many there are
 * @param fault why there is no answer; null when there is one
 */
public record QueryAnswer(
    Instant from, Instant to, List<Series> series, int total, @Nullable Fault fault) {
  /**
   * One result.
   *
   * @param name as PromQL writes it; empty when it has no labels
   * @param value at the end; null when there is none then
   */
  public record Series(String name, @Nullable Double value, List<Chart.Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * What is wrong.
   *
   * @param start first character of the place in the text, −1 when it has none
   * @param end after the last
   */
  public record Fault(String message, int start, int end) {}

  public QueryAnswer {
    series = List.copyOf(series);
  }
}
