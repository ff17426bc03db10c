package jigi.detect.probe.log;

import java.time.Instant;

/**
 * A line that matched a pattern.
 *
 * @param read when Jigi read it, at most the probe's interval after it was written
 */
public record KeptLine(String component, String probe, String pattern, String line, Instant read) {}
