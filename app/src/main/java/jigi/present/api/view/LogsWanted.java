package jigi.present.api.view;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which kept lines of logs are looked for.
 *
 * @param system null for all
 * @param component null for all
 * @param text words, or between slashes a regular expression; empty for every line
 * @param within how far back
 */
public record LogsWanted(
    @Nullable String system, @Nullable String component, String text, Duration within) {}
