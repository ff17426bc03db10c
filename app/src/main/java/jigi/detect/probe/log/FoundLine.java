package jigi.detect.probe.log;

import java.time.Instant;

/**
 * A line that was found.
 *
 * @param what {@code error} or {@code fatal}, or the pattern that it matched
 * @param lines how many say the same
 * @param read when Jigi read the last of them
 */
public record FoundLine(
    String system,
    String component,
    String probe,
    String what,
    String line,
    long lines,
    Instant read) {}
