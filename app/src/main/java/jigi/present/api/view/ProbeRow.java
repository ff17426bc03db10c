package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * A probe of a component with its newest result.
 *
 * @param took null until it has run
 * @param at when the newest execution ended; null until it has run
 * @param beats its last executions, oldest first
 */
public record ProbeRow(
    String name,
    String kind,
    Status status,
    String evidence,
    @Nullable Duration took,
    @Nullable Instant at,
    Duration every,
    Beats beats) {}
