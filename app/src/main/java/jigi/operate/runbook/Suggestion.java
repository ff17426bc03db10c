package jigi.operate.runbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A runbook that fits an alert which fires.
 *
 * @param reason {@code disturbed} (a run is at work on the alert's component: it is answered when
 *     that has ended), {@code declared}, {@code annotation}, {@code parameters} (an alert's label
 *     could not fill in a parameter) or {@code running} (it runs already)
 * @param labels of the alert, as JSON
 * @param closed when the alert was resolved or somebody started it; null while it stands
 */
public record Suggestion(
    String id,
    String system,
    String runbook,
    String alert,
    String fingerprint,
    String reason,
    String labels,
    Instant at,
    @Nullable Instant closed) {}
