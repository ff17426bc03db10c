package jigi.operate.notify.oncall;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span within which the same person is on call.
 *
 * @param person null for nobody
 * @param override id of the override by which they are; null for the rotation
 * @param until the first instant after it
 */
public record Shift(
    @Nullable String person, @Nullable String override, Instant from, Instant until) {}
