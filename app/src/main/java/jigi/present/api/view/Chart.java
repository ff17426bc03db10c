package jigi.present.api.view;

import java.time.Instant;
import java.util.List;

/**
 * One line over time.
 *
 * @param unit {@code s}, {@code ratio}, {@code bytes} or empty
 * @param points by time; a gap is a point whose value is NaN
 */
public record Chart(String title, String unit, Instant from, Instant to, List<Point> points) {
  /** A value at an instant. */
  public record Point(Instant at, double value) {}

  public Chart {
    points = List.copyOf(points);
  }
}
