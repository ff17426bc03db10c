package jigi.present.api.view;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A key figure.
 *
 * @param label key of the catalogue, {@code figure.<label>}
 * @param value in the unit given; null when it could not be measured
 * @param unit {@code %}, {@code ms}, {@code s}, {@code B} or empty
 * @param over the span that it sums up; null for a value of now
 */
public record Figure(
    String label, @Nullable Double value, String unit, boolean bad, @Nullable Duration over) {
  /** A value of now. */
  public Figure(String label, @Nullable Double value, String unit, boolean bad) {
    this(label, value, unit, bad, null);
  }
}
