package jigi.operate.runbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A runbook that fits an alert which fires.
 *
 * @param reason {@code declared}, {@code annotation}, {@code parameters} (an alert's label could
 *     not fill in a parameter) or {@code running} (it runs already)
 * @param closed when the alert was resolved or somebody started it; null while it stands
 */
public record Suggestion(
    String id,
    String system,
    String runbook,
    String alert,
    String fingerprint,
    String reason,
    Instant at,
    @Nullable Instant closed) {}
