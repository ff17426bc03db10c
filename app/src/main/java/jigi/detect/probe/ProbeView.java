package jigi.detect.probe;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * A probe as pages show it.
 *
 * @param status UNKNOWN until measured, and when results stay away
 * @param since when the status became what it is, across restarts; null while not measured
 * @param last the newest result of this process
 * @param previous the one before, to compare with
 * @param beats the last 60 executions, oldest first
 */
public record ProbeView(
    Probe probe,
    Status status,
    @Nullable Instant since,
    String evidence,
    @Nullable ProbeResult last,
    @Nullable ProbeResult previous,
    List<Beat> beats) {}
