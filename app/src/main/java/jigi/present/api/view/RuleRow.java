package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule in a list.
 *
 * @param key {@code system/group/name}
 * @param alerting false for a rule that records its expression under its name
 * @param severity of its alerts; empty for a recording rule
 * @param state inactive, pending, firing or unknown: the worst of its alerts; ok or error for a
 *     recording rule
 * @param place {@code rules/shop.yaml:12:3}
 * @param evaluated when it was last evaluated; null when never yet
 * @param error what went wrong then; null when it went well
 */
public record RuleRow(
    String key,
    String system,
    String group,
    String name,
    boolean alerting,
    String expr,
    Duration holdFor,
    String severity,
    String state,
    String place,
    @Nullable Instant evaluated,
    @Nullable String error) {}
