package jigi.present.api.view;

import java.time.Instant;
import java.util.List;

/**
 * One line over time.
 *
 * @param unit {@code s}, {@code ratio}, {@code bytes} or empty
 * @param points by time; a gap is a point whose value is NaN
 * @param doc what the metric says, as its probe declares it; empty when it declares nothing
 * @param limits values that mean trouble
 */
public record Chart(
    String title,
    String unit,
    Instant from,
    Instant to,
    List<Point> points,
    String doc,
    List<ComponentFacts.Limit> limits) {
  /** A value at an instant. */
  public record Point(Instant at, double value) {}

  public Chart {
    points = List.copyOf(points);
    limits = List.copyOf(limits);
  }

  /** A line without limits. */
  public Chart(String title, String unit, Instant from, Instant to, List<Point> points) {
    this(title, unit, from, to, points, "", List.of());
  }
}
