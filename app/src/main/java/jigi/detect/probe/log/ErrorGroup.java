package jigi.detect.probe.log;

import java.time.Instant;

/**
 * Error lines of one log that say the same, over some time.
 *
 * @param level {@code error} or {@code fatal}
 * @param pattern what they have in common
 * @param example one of them
 * @param first the hour in which the first one was read
 */
public record ErrorGroup(
    String component,
    String probe,
    String level,
    String pattern,
    String example,
    long lines,
    Instant first,
    Instant last) {}
