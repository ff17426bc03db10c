package jigi.operate.backup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the log of a continuous plan is kept.
 *
 * @param restorable the newest instant that can be restored; null when there is none
 * @param from the oldest instant that can be restored; null when there is none
 * @param lag bytes that the source keeps because they were not received; null when not known
 * @param lags whether that is more than somebody wants to be warned at
 * @param gap whether log is missing since the newest good backup
 * @param byName whether one of its databases can be restored by its name, too
 * @param fault why the log is not kept at the moment; null when it is
 */
public record LogState(
    @Nullable Instant restorable,
    @Nullable Instant from,
    @Nullable Long lag,
    boolean lags,
    boolean gap,
    boolean byName,
    Backup.@Nullable Fault fault) {}
