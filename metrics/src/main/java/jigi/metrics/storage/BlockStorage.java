package jigi.metrics.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * The embedded storage: a directory with a checksummed log, immutable blocks, and the newest
 * samples in memory. A committed batch survives the death of the process at once, and a loss of
 * power after {@link StorageOptions#syncInterval()}. Damage found in files is left out, reported to
 * the listener, and kept under {@code quarantine/}; everything else stays readable.
 */
public final class BlockStorage implements SampleStorage {
  private final StorageOptions options;
  private final StorageListener listener;
  private final DirectoryLock lock;
  private final Head head;
  private final LogWriter log;
  private final Ingest ingest;
  private final Maintenance maintenance;
  private final Background background;
  private final AtomicLong quarantined = new AtomicLong();
  private final AtomicLong backgroundFailures = new AtomicLong();
  private final AtomicReference<@Nullable SampleBatch> spareBatch = new AtomicReference<>();
  private volatile boolean closed;

  /**
   * Opens a directory, making it if need be, and reads the log back.
   *
   * @param clock for retention and the age of what is in memory; sample times are the caller's
   * @throws StorageException with STORAGE_LOCKED if the directory is in use
   */
  public static BlockStorage open(
      Path directory, StorageOptions options, InstantSource clock, StorageListener listener)
      throws IOException {
    return open(directory, options, clock, listener, StorageFiles.REAL);
  }

  static BlockStorage open(
      Path directory,
      StorageOptions options,
      InstantSource clock,
      StorageListener listener,
      StorageFiles files)
      throws IOException {
    Files.createDirectories(directory);
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      return new BlockStorage(
          new StorageDirectory(directory, files), options, clock, listener, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private BlockStorage(
      StorageDirectory directory,
      StorageOptions options,
      InstantSource clock,
      StorageListener outside,
      DirectoryLock lock)
      throws IOException {
    this.options = options;
    this.listener = counting(outside);
    this.lock = lock;
    this.head = new Head();
    directory.deleteTemporaries();
    PageCache cache = new PageCache(options.cacheBytes());
    Recovery recovery = new Recovery(directory, listener, head, clock.millis() / 60_000);
    List<Block> blocks = recovery.openBlocks(cache);
    head.replaceBlocks(blocks, List.of());
    List<Tombstone> deleted = new TombstoneFile(directory).read(listener);
    head.tombstones(deleted);
    long covered = blocks.stream().mapToLong(block -> block.meta().logThrough()).max().orElse(0);
    // A tombstone must never meet a block that is younger than it.
    long lastBlock =
        java.util.stream.LongStream.concat(
                directory.blocks().stream().mapToLong(Long::longValue),
                deleted.stream().mapToLong(Tombstone::throughBlock))
            .max()
            .orElse(0);
    List<Long> segments = directory.segments();
    long lastSegment = segments.stream().mapToLong(Long::longValue).max().orElse(0);
    this.log = new LogWriter(directory.path(), directory.files(), Math.max(lastSegment, covered));
    this.ingest = new Ingest(head, log, options, clock, this::guard);
    this.maintenance =
        new Maintenance(
            directory,
            options,
            listener,
            clock,
            new Maintenance.Parts(head, ingest, log, cache, lastBlock));
    replay(directory, recovery, segments, covered);
    this.background =
        new Background(options.syncInterval(), this::sync, maintenance::run, listener);
    background.start();
    if (maintenance.urgent()) {
      background.committed(true);
    }
  }

  private void replay(
      StorageDirectory directory, Recovery recovery, List<Long> segments, long covered)
      throws IOException {
    for (long segment : segments) {
      if (segment <= covered) {
        directory.files().delete(LogFormat.segment(directory.path(), segment));
        continue;
      }
      log.adopt(segment, recovery.replay(segment));
      if (recovery.damaged() || head.activeBytes() > 2 * options.headBytes()) {
        maintenance.flushReplayed(segment);
      }
    }
    if (head.activeBytes() > 0) {
      ingest.activeSince(recovery.oldestCommit());
    }
    if (head.unsorted()) {
      ingest.swap(head.rebuild(Long.MIN_VALUE));
    }
  }

  private StorageListener counting(StorageListener outside) {
    return event -> {
      if (event instanceof StorageEvent.BackgroundFailed) {
        backgroundFailures.incrementAndGet();
      } else {
        quarantined.incrementAndGet();
      }
      outside.on(event);
    };
  }

  @Override
  public Appender appender() {
    return new BatchAppender(ingest, this::commit, spareBatch);
  }

  /** After a failed fsync the log may have lost pages for good; memory still has their samples. */
  private void sync() throws IOException {
    try {
      log.sync();
    } catch (IOException e) {
      maintenance.wantFlush();
      throw e;
    }
  }

  private void commit(SampleBatch batch) {
    ingest.commit(batch);
    background.committed(maintenance.urgent());
  }

  @Override
  public List<Series> select(List<Matcher> matchers, long fromMs, long toMs) {
    List<Series> found = new ArrayList<>();
    for (StoredSeries series : find(matchers, fromMs, toMs)) {
      if (series.hasSample()) {
        found.add(series);
      }
    }
    return found;
  }

  private List<StoredSeries> find(List<Matcher> matchers, long fromMs, long toMs) {
    checkOpen();
    Selector selector = new Selector(matchers);
    Head.View view = head.view(selector, fromMs, toMs);
    List<StoredSeries> found = view.series();
    for (Block block : view.blocks().blocks()) {
      if (block.overlaps(fromMs, toMs)) {
        List<StoredSeries> inBlock =
            guard(block, () -> view.blocks().select(block, selector, fromMs, toMs));
        if (inBlock != null) {
          found = SeriesMerge.merge(found, inBlock);
        }
      }
    }
    return found;
  }

  @Override
  public SortedSet<String> labelNames(List<Matcher> matchers, long fromMs, long toMs) {
    SortedSet<String> names = new TreeSet<>();
    if (matchers.isEmpty() && !head.blocks().masks(fromMs, toMs)) {
      eachIndex(fromMs, toMs, index -> index.names(names::add));
    } else {
      for (StoredSeries series : find(matchers, fromMs, toMs)) {
        series.labels().forEach((name, value) -> names.add(name));
      }
    }
    return names;
  }

  @Override
  public SortedSet<String> labelValues(
      String name, List<Matcher> matchers, long fromMs, long toMs) {
    SortedSet<String> values = new TreeSet<>();
    if (matchers.isEmpty() && !head.blocks().masks(fromMs, toMs)) {
      eachIndex(fromMs, toMs, index -> index.values(name, values::add));
    } else {
      for (StoredSeries series : find(matchers, fromMs, toMs)) {
        String value = series.labels().get(name);
        if (value != null) {
          values.add(value);
        }
      }
    }
    return values;
  }

  private void eachIndex(long fromMs, long toMs, Consumer<LabelIndex> use) {
    checkOpen();
    BlockSet blocks = head.blocks();
    head.ifInRange(fromMs, toMs, use);
    for (Block block : blocks.blocks()) {
      if (block.overlaps(fromMs, toMs)) {
        guard(
            block,
            () -> {
              use.accept(block.index());
              return true;
            });
      }
    }
  }

  @Override
  public List<Labels> series(List<Matcher> matchers, long fromMs, long toMs) {
    return find(matchers, fromMs, toMs).stream().map(StoredSeries::labels).toList();
  }

  @Override
  public void delete(List<Matcher> matchers, long fromMs, long toMs) {
    checkOpen();
    try {
      maintenance.delete(matchers, fromMs, toMs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void cleanTombstones() {
    checkOpen();
    try {
      maintenance.clean();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads from a block; a damaged one is put aside, and the answer is null. */
  private <T> @Nullable T guard(Block block, Supplier<@Nullable T> reading) {
    try {
      return reading.get();
    } catch (CorruptDataException e) {
      try {
        maintenance.quarantine(block, e);
      } catch (IOException failed) {
        listener.on(new StorageEvent.BackgroundFailed("quarantine", failed));
      }
      return null;
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new UncheckedIOException(Ingest.closedException());
    }
  }

  /** Makes blocks, merges and removes them as far as due now, instead of within a minute. */
  public void maintain() throws IOException {
    maintenance.run();
  }

  /** Writes all samples in memory to a block now. */
  public void flush() throws IOException {
    maintenance.flush();
  }

  public StorageStats stats() {
    BlockSet blocks = head.blocks();
    return new StorageStats(
        head.seriesCount(),
        ingest.accepted(),
        head.bytes(),
        log.bytes(),
        blocks.bytes(),
        blocks.blocks().size(),
        ingest.refused(),
        ingest.commitsFailed(),
        quarantined.get(),
        backgroundFailures.get(),
        Math.min(head.minTime(), blocks.minTime()),
        Math.max(head.maxTime(), blocks.maxTime()));
  }

  /** Ends background work, makes the log durable and frees the directory; idempotent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ingest.close();
    background.close();
    try {
      log.close();
      maintenance.close();
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the metric storage", e);
    }
  }
}
