package jigi.present.api.view;

import jigi.base.kernel.Status;

/**
 * A named condition and what it says now.
 *
 * @param place {@code jigi.yaml:12:3}
 */
public record ConditionRow(
    String system, String name, String expr, Status status, String evidence, String place) {}
