package jigi.metrics.storage;

import java.util.Map;

/**
 * What a storage says about itself; counters run since it was opened.
 *
 * @param series series in memory
 * @param samplesAppended accepted samples
 * @param headBytes bytes of samples in memory, estimated
 * @param logBytes bytes of log on disk
 * @param blockBytes bytes of blocks on disk
 * @param blocks number of blocks
 * @param refused samples not accepted, by reason; every reason is there
 * @param commitsFailed batches refused because the log could not be written
 * @param quarantined damaged pieces found: log regions, blocks, pages of blocks
 * @param backgroundFailures flushes, compactions or syncs that failed and are tried again
 * @param oldestMs time of the oldest sample, Long.MAX_VALUE when there is none
 * @param newestMs time of the newest sample, Long.MIN_VALUE when there is none
 */
public record StorageStats(
    long series,
    long samplesAppended,
    long headBytes,
    long logBytes,
    long blockBytes,
    int blocks,
    Map<Appender.Outcome, Long> refused,
    long commitsFailed,
    long quarantined,
    long backgroundFailures,
    long oldestMs,
    long newestMs) {}
