package jigi.detect.probe;

import java.time.Instant;
import jigi.base.kernel.Status;

/** What the journal last said about a probe. */
public record RecordedStatus(Status status, Instant since) {}
