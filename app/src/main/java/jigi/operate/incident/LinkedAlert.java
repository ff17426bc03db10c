package jigi.operate.incident;

import java.time.Instant;
import jigi.detect.rule.Severity;
import org.jspecify.annotations.Nullable;

/** An alert that belongs to an incident. */
public record LinkedAlert(
    String alert,
    String rule,
    Severity severity,
    @Nullable String component,
    @Nullable String summary,
    @Nullable String value,
    Instant since,
    Instant firing,
    @Nullable Instant resolved) {}
