package jigi.present.api.view;

import java.util.List;
import jigi.base.kernel.Status;

/**
 * A probe that waits for a job.
 *
 * @param signals what the job said last, the newest first
 */
public record HeartbeatRow(
    String system,
    String component,
    String probe,
    Status status,
    String evidence,
    List<JobSignal> signals) {
  public HeartbeatRow {
    signals = List.copyOf(signals);
  }
}
