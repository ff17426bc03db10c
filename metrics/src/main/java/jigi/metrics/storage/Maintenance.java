package jigi.metrics.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import jigi.metrics.model.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * What happens behind the appends: sorting the index, making blocks, merging and removing them. One
 * caller at a time.
 */
final class Maintenance {
  /**
   * A series that nobody appended to for so long may leave memory once its samples are in blocks.
   */
  private static final long IDLE_MINUTES = 10;

  /** Queries that still read a removed block have this long to end. */
  private static final long CLOSE_AFTER_MS = 300_000;

  private final StorageDirectory directory;
  private final StorageOptions options;
  private final StorageListener listener;
  private final InstantSource clock;
  private final Head head;
  private final Ingest ingest;
  private final LogWriter log;
  private final PageCache cache;
  private final AtomicLong nextBlock;
  private final TombstoneFile tombstones;
  private final List<Removed> removed = new ArrayList<>();
  private long frozenThrough;
  private volatile boolean flushWanted;

  private record Removed(Block block, long closeAt) {}

  /** The parts of a storage that maintenance works on. */
  record Parts(Head head, Ingest ingest, LogWriter log, PageCache cache, long lastBlock) {}

  Maintenance(
      StorageDirectory directory,
      StorageOptions options,
      StorageListener listener,
      InstantSource clock,
      Parts parts) {
    this.directory = directory;
    this.options = options;
    this.listener = listener;
    this.clock = clock;
    this.head = parts.head();
    this.ingest = parts.ingest();
    this.log = parts.log();
    this.cache = parts.cache();
    this.nextBlock = new AtomicLong(parts.lastBlock() + 1);
    this.tombstones = new TombstoneFile(directory);
  }

  /** True when waiting for the next regular turn would cost memory or query time. */
  boolean urgent() {
    return flushWanted || head.activeBytes() > options.headBytes() || head.unsorted();
  }

  void wantFlush() {
    flushWanted = true;
  }

  /** One turn; work that fails leaves everything as it was and is tried in the next. */
  synchronized void run() throws IOException {
    boolean done = false;
    try {
      turn();
      done = true;
    } finally {
      ingest.maintained(done);
    }
  }

  private void turn() throws IOException {
    // First, for it makes the room that the rest may need.
    retain();
    closeRemoved();
    if (head.unsorted()) {
      ingest.swap(head.rebuild(Long.MIN_VALUE));
    }
    if (head.hasFrozen() || flushDue()) {
      flush();
    }
    for (List<Block> group = plan(); !group.isEmpty(); group = plan()) {
      merge(group);
    }
    retain();
    prune();
  }

  /**
   * Deletes what matches in a range of time, both ends included. It is gone for good when this
   * returns, and on disk until its blocks are merged or {@link #clean cleaned}.
   */
  synchronized void delete(List<Matcher> matchers, long fromMs, long toMs) throws IOException {
    if (head.hasFrozen()) {
      flush(); // an earlier one failed half-way
    }
    flush();
    List<Tombstone> all = new ArrayList<>(head.blocks().tombstones());
    all.add(new Tombstone(matchers, fromMs, toMs, nextBlock.get() - 1));
    tombstones.write(needed(all));
    head.tombstones(needed(all));
    ingest.forget(new Selector(matchers));
    forgetIdle();
  }

  /** Writes every block anew that holds deleted samples. */
  synchronized void clean() throws IOException {
    for (Block block : head.blocks().blocks()) {
      if (!head.blocks().of(block).isEmpty()) {
        merge(List.of(block));
      }
    }
    prune();
  }

  /** Forgets tombstones whose samples lie nowhere any more. */
  private void prune() throws IOException {
    List<Tombstone> before = head.blocks().tombstones();
    List<Tombstone> left = needed(before);
    if (left.size() < before.size()) {
      tombstones.write(left);
      head.tombstones(left);
    }
  }

  private List<Tombstone> needed(List<Tombstone> all) {
    List<Block> blocks = head.blocks().blocks();
    return all.stream().filter(one -> blocks.stream().anyMatch(one::concerns)).toList();
  }

  private boolean flushDue() {
    return flushWanted
        || head.activeBytes() > options.headBytes()
        || clock.millis() - options.blockDuration().toMillis() >= ingest.activeSince()
        || tooManyIdle();
  }

  private boolean tooManyIdle() {
    int idle = head.idle(ingest.minute() - IDLE_MINUTES);
    return idle > Math.max(2_000, head.seriesCount() / 5)
        || (idle > 0 && head.seriesCount() >= options.maxSeries());
  }

  /** Writes everything in memory to blocks, then forgets idle series. */
  synchronized void flush() throws IOException {
    if (!head.hasFrozen()) {
      frozenThrough = ingest.freeze();
    }
    flushWanted = false;
    boolean done = false;
    try {
      head.thaw(writeBlocks(head.frozen()));
      done = true;
    } finally {
      ingest.maintained(done);
    }
    ingest.deleteLogThrough(frozenThrough);
    forgetIdle();
  }

  private void forgetIdle() {
    long idleBefore = ingest.minute() - IDLE_MINUTES;
    if (head.outdated(idleBefore)) {
      ingest.swap(head.rebuild(idleBefore));
    }
  }

  /** Replaces the log segments up to one by blocks; for replaying more log than fits in memory. */
  synchronized void flushReplayed(long through) throws IOException {
    head.freeze();
    frozenThrough = through;
    head.thaw(writeBlocks(head.frozen()));
    log.deleteThrough(through);
  }

  /** One block, or several where the samples span much more time than a block should. */
  private List<Block> writeBlocks(List<MemSeries> frozen) throws IOException {
    List<Block> written = new ArrayList<>();
    try {
      List<long[]> windows = windows(frozen);
      for (int i = 0; i < windows.size(); i++) {
        boolean last = i == windows.size() - 1;
        Block block = writeBlock(frozen, windows.get(i), last ? frozenThrough : 0);
        if (block != null) {
          written.add(block);
        }
      }
      return written;
    } catch (IOException | RuntimeException e) {
      for (Block block : written) {
        block.close();
        directory.files().delete(block.path());
      }
      throw e;
    }
  }

  private List<long[]> windows(List<MemSeries> frozen) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (MemSeries series : frozen) {
      SeriesData data = java.util.Objects.requireNonNull(series.frozen);
      min = Math.min(min, data.minTime());
      max = Math.max(max, data.maxTime());
    }
    long width = options.blockDuration().toMillis();
    if (max - min <= 2 * width) {
      return frozen.isEmpty() ? List.of() : List.of(new long[] {min, max});
    }
    width *= Math.max(1, (max - min) / (16 * width));
    List<long[]> windows = new ArrayList<>();
    for (long from = Math.floorDiv(min, width) * width; from <= max; from += width) {
      windows.add(new long[] {from, from + width - 1});
    }
    return windows;
  }

  private @Nullable Block writeBlock(List<MemSeries> frozen, long[] window, long logThrough)
      throws IOException {
    long number = nextBlock.getAndIncrement();
    try (BlockWriter writer = new BlockWriter(directory, number)) {
      for (MemSeries series : frozen) {
        List<Run> runs = new ArrayList<>(2);
        java.util.Objects.requireNonNull(series.frozen)
            .addRuns(window[0], window[1], head.reader(), runs);
        if (!runs.isEmpty()) {
          StoredSeries samples = new StoredSeries(series.labels, runs, window[0], window[1]);
          writer.add(series.labels, samples.iterator());
        }
      }
      return finish(writer, number, logThrough, List.of());
    }
  }

  private @Nullable Block finish(
      BlockWriter writer, long number, long logThrough, List<Long> parents) throws IOException {
    var path = directory.block(number);
    if (writer.finish(path, number, logThrough, parents) == null) {
      return null;
    }
    return Block.open(path, number, cache, listener);
  }

  private List<Block> plan() {
    return CompactionPlan.next(head.blocks().blocks(), options);
  }

  private void merge(List<Block> group) throws IOException {
    long number = nextBlock.getAndIncrement();
    List<Long> parents = group.stream().map(block -> block.meta().number()).toList();
    long logThrough = group.stream().mapToLong(block -> block.meta().logThrough()).max().orElse(0);
    Block merged;
    try (BlockWriter writer = new BlockWriter(directory, number)) {
      for (Block block : group) {
        if (!readable(block)) {
          return;
        }
      }
      BlockMerge.merge(group, head.blocks(), writer, this::flushIfFull);
      merged = finish(writer, number, logThrough, parents);
    } catch (UncheckedIOException e) {
      throw new IOException("merging blocks " + parents, e);
    }
    head.replaceBlocks(merged == null ? List.of() : List.of(merged), group);
    discard(group);
  }

  /** A merge of many samples takes longer than memory lasts under the heaviest load. */
  private void flushIfFull() throws IOException {
    if (head.activeBytes() > options.headBytes()) {
      flush();
    }
  }

  private boolean readable(Block block) throws IOException {
    try {
      block.verify();
      return true;
    } catch (CorruptDataException e) {
      quarantine(block, e);
      return false;
    }
  }

  /** Takes no lock that maintenance holds for long: appends and queries come here too. */
  void quarantine(Block block, CorruptDataException reason) throws IOException {
    synchronized (removed) {
      if (!head.blocks().blocks().contains(block)) {
        return;
      }
      head.replaceBlocks(List.of(), List.of(block));
      removed.add(new Removed(block, clock.millis() + CLOSE_AFTER_MS));
      var aside = directory.quarantine(block.path());
      listener.on(
          new StorageEvent.BlockQuarantined(
              block.path(), aside, String.valueOf(reason.getMessage())));
    }
  }

  private void retain() throws IOException {
    long oldest = clock.millis() - options.retentionAge().toMillis();
    List<Block> drop = new ArrayList<>();
    long bytes = head.blocks().bytes() + log.bytes();
    for (Block block : head.blocks().blocks()) {
      if (block.meta().maxTime() < oldest || bytes > options.retentionBytes()) {
        drop.add(block);
        bytes -= block.size();
      }
    }
    if (!drop.isEmpty()) {
      head.replaceBlocks(List.of(), drop);
      discard(drop);
    }
  }

  /** Deletes files now and closes them later, since queries may still read them. */
  private void discard(List<Block> blocks) throws IOException {
    for (Block block : blocks) {
      if (block.damaged()) {
        directory.quarantine(block.path());
      } else {
        directory.files().delete(block.path());
      }
      synchronized (removed) {
        removed.add(new Removed(block, clock.millis() + CLOSE_AFTER_MS));
      }
    }
  }

  private void closeRemoved() throws IOException {
    long now = clock.millis();
    synchronized (removed) {
      for (Removed entry : List.copyOf(removed)) {
        if (entry.closeAt() <= now) {
          entry.block().close();
          removed.remove(entry);
        }
      }
    }
  }

  synchronized void close() throws IOException {
    synchronized (removed) {
      for (Removed entry : removed) {
        entry.block().close();
      }
      removed.clear();
    }
    for (Block block : head.blocks().blocks()) {
      block.close();
    }
  }
}
