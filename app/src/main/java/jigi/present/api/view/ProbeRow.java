package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * A probe of a component with its newest result.
 *
 * @param took null until it has run
 * @param at when the newest execution ended; null until it has run
 * @param beats its last executions, oldest first
 * @param before what the execution before the newest one said; null until there was one
 * @param measures of both of them, those that differ first
 * @param signals what the job that it waits for said last, the newest first
 */
public record ProbeRow(
    String name,
    String kind,
    Status status,
    String evidence,
    @Nullable Duration took,
    @Nullable Instant at,
    Duration every,
    Beats beats,
    @Nullable Status before,
    List<Measure> measures,
    List<JobSignal> signals) {
  public ProbeRow {
    signals = List.copyOf(signals);
    measures = List.copyOf(measures);
  }
}
