package jigi.present.api.view;

import org.jspecify.annotations.Nullable;

/**
 * A key figure.
 *
 * @param label key of the catalogue, {@code figure.<label>}
 * @param value in the unit given; null when it could not be measured
 * @param unit {@code %}, {@code ms}, {@code s}, {@code B} or empty
 */
public record Figure(String label, @Nullable Double value, String unit, boolean bad) {}
