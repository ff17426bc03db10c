package jigi.base.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks people for their consent.
 *
 * @param step -1 for the run as a whole
 * @param by roles or people that may give it, comma-separated; empty for whoever may approve
 * @param hash of definition, parameters and targets: what exactly is approved
 * @param granted null until decided
 */
public record Approval(
    String id,
    int step,
    String by,
    String hash,
    Instant asked,
    Instant expires,
    @Nullable Boolean granted,
    @Nullable String decidedBy,
    @Nullable Instant decided) {}
