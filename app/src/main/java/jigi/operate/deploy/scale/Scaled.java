package jigi.operate.deploy.scale;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The record of one change of how many instances there are.
 *
 * @param reason in the words of whoever asked for it
 * @param outcome deployed, rolled-back or cancelled; null while it is under way
 * @param said why it was taken back; null when it was not
 */
public record Scaled(
    String id,
    String system,
    String name,
    int before,
    int after,
    String reason,
    String actor,
    String run,
    Instant started,
    @Nullable Instant ended,
    @Nullable String outcome,
    @Nullable String said) {}
