package jigi.detect.probe.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which logs are asked about.
 *
 * @param component null for all of the system
 */
public record LogScope(String system, @Nullable String component, Instant since) {}
