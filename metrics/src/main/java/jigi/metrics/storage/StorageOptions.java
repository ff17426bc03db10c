package jigi.metrics.storage;

import java.time.Duration;

/**
 * The limits of a {@link BlockStorage}.
 *
 * @param blockDuration how much time the samples in memory may span before they become a block
 * @param retentionAge samples older than this are refused, and blocks of nothing else removed
 * @param retentionBytes bytes on disk, log included, above which the oldest blocks are removed
 * @param outOfOrderWindow how far behind the newest sample of its series a sample may lie
 * @param maxSeries series in memory at most; more are refused as SERIES_LIMIT
 * @param headBytes bytes of encoded samples in memory that make a block early; each series costs
 *     about 900 bytes besides
 * @param logSegmentBytes size at which the log goes on in a new file
 * @param cacheBytes bytes of blocks that are kept in memory for reading
 * @param syncInterval the longest time between a commit and the fsync that covers it; zero makes
 *     each commit wait for its own
 */
public record StorageOptions(
    Duration blockDuration,
    Duration retentionAge,
    long retentionBytes,
    Duration outOfOrderWindow,
    int maxSeries,
    long headBytes,
    long logSegmentBytes,
    int cacheBytes,
    Duration syncInterval) {

  private static final long MIB = 1L << 20;

  public StorageOptions {
    if (blockDuration.toMillis() < 1 || retentionAge.compareTo(blockDuration) < 0) {
      throw new IllegalArgumentException(
          "retention of "
              + retentionAge
              + " must be at least one block of "
              + blockDuration
              + ", and a block at least 1 ms");
    }
    if (outOfOrderWindow.isNegative() || syncInterval.isNegative()) {
      throw new IllegalArgumentException("negative window or sync interval");
    }
    if (maxSeries < 1 || headBytes < 1 || logSegmentBytes < 1 || cacheBytes < 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** For a host of 1 GB: 50,000 series, 30 days or 2 GiB. */
  public static StorageOptions small() {
    return new StorageOptions(
        Duration.ofHours(2),
        Duration.ofDays(30),
        2048 * MIB,
        Duration.ofMinutes(10),
        50_000,
        12 * MIB,
        16 * MIB,
        (int) (2 * MIB),
        Duration.ofSeconds(1));
  }

  /** For a host with memory to spare: 200,000 series, 90 days or 20 GiB. */
  public static StorageOptions standard() {
    return new StorageOptions(
        Duration.ofHours(2),
        Duration.ofDays(90),
        20 * 1024 * MIB,
        Duration.ofMinutes(10),
        200_000,
        40 * MIB,
        32 * MIB,
        (int) (8 * MIB),
        Duration.ofSeconds(1));
  }

  public StorageOptions withRetention(Duration age, long bytes) {
    return new StorageOptions(
        blockDuration,
        age,
        bytes,
        outOfOrderWindow,
        maxSeries,
        headBytes,
        logSegmentBytes,
        cacheBytes,
        syncInterval);
  }

  public StorageOptions withMaxSeries(int limit) {
    return new StorageOptions(
        blockDuration,
        retentionAge,
        retentionBytes,
        outOfOrderWindow,
        limit,
        headBytes,
        logSegmentBytes,
        cacheBytes,
        syncInterval);
  }

  public StorageOptions withOutOfOrderWindow(Duration window) {
    return new StorageOptions(
        blockDuration,
        retentionAge,
        retentionBytes,
        window,
        maxSeries,
        headBytes,
        logSegmentBytes,
        cacheBytes,
        syncInterval);
  }

  public StorageOptions withMemory(long head, int cache) {
    return new StorageOptions(
        blockDuration,
        retentionAge,
        retentionBytes,
        outOfOrderWindow,
        maxSeries,
        head,
        logSegmentBytes,
        cache,
        syncInterval);
  }

  /**
   * Test and tuning knobs of the files: how long blocks and log segments grow, how often to sync.
   */
  public StorageOptions withFiles(Duration block, long segmentBytes, Duration sync) {
    return new StorageOptions(
        block,
        retentionAge,
        retentionBytes,
        outOfOrderWindow,
        maxSeries,
        headBytes,
        segmentBytes,
        cacheBytes,
        sync);
  }
}
