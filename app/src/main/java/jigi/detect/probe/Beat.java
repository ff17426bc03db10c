package jigi.detect.probe;

import java.time.Duration;
import java.time.Instant;
import jigi.base.kernel.Status;

/** One execution in the recent history. */
public record Beat(Instant at, Status status, Duration duration) {}
