package jigi.detect.metric;

import jigi.base.config.Place;
import jigi.metrics.promql.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A named comparison.
 *
 * @param title what people call it; null when the name says enough
 * @param text as the manual writes it
 * @param expr gives 1 or 0 for every series, with the system's matcher in every selector
 * @param place where it stands
 */
public record Condition(
    String system,
    String name,
    @Nullable String title,
    String text,
    Expr.Binary expr,
    Place place) {}
