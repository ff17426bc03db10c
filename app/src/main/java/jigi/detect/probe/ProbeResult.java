package jigi.detect.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;

/**
 * The outcome of one execution.
 *
 * @param status OK, FAIL or UNKNOWN
 * @param started Jigi's time
 * @param duration real time that it took, retries included
 * @param evidence what was seen: short, masked, printable
 * @param samples with all their labels; empty when UNKNOWN
 */
public record ProbeResult(
    Probe probe,
    Status status,
    Instant started,
    Duration duration,
    String evidence,
    List<Sample> samples) {
  public ProbeResult {
    samples = List.copyOf(samples);
  }

  public ProbeKey key() {
    return probe.key();
  }

  public String system() {
    return key().system();
  }

  public String component() {
    return key().component();
  }

  public String name() {
    return key().probe();
  }

  public Instant ended() {
    return started.plus(duration);
  }
}
