package jigi.metrics.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.SampleIterator;
import org.jspecify.annotations.Nullable;

/** The blocks in use at one moment, in order of time, and what of them was deleted. Immutable. */
record BlockSet(List<Block> blocks, List<Tombstone> tombstones) {
  static final BlockSet NONE = new BlockSet(List.of(), List.of());

  BlockSet without(List<Tombstone> deleted) {
    return new BlockSet(blocks, List.copyOf(deleted));
  }

  /** What was deleted of a block. */
  List<Tombstone> of(Block block) {
    return tombstones.isEmpty()
        ? List.of()
        : tombstones.stream().filter(tombstone -> tombstone.concerns(block)).toList();
  }

  /** Whether something of a range was deleted that still lies in blocks. */
  boolean masks(long from, long to) {
    for (Block block : blocks) {
      if (block.overlaps(from, to) && !of(block).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** A run of a block's series without what was deleted of it. */
  static Run masked(Run run, Labels labels, List<Tombstone> ofBlock) {
    if (ofBlock.isEmpty()) {
      return run;
    }
    List<Tombstone> all = ofBlock.stream().filter(tombstone -> tombstone.concerns(labels)).toList();
    return all.isEmpty() ? run : new MaskedRun(run, all);
  }

  /**
   * Selects from one of the blocks; a series of which nothing is left in the range is not there.
   */
  List<StoredSeries> select(Block block, Selector selector, long from, long to) {
    List<StoredSeries> found = block.select(selector, from, to);
    List<Tombstone> deleted = of(block);
    if (deleted.isEmpty()) {
      return found;
    }
    List<StoredSeries> left = new ArrayList<>(found.size());
    for (StoredSeries series : found) {
      Run before = series.runs().getFirst();
      Run run = masked(before, series.labels(), deleted);
      if (run == before) {
        left.add(series);
      } else if (run.hasSampleIn(from, to)) {
        left.add(new StoredSeries(series.labels(), List.of(run), from, to));
      }
    }
    return left;
  }

  BlockSet with(List<Block> added, List<Block> removed) {
    List<Block> all = new ArrayList<>(blocks);
    all.removeAll(removed);
    all.addAll(added);
    all.sort(
        Comparator.comparingLong((Block block) -> block.meta().minTime())
            .thenComparingLong(block -> block.meta().number()));
    return new BlockSet(List.copyOf(all), tombstones);
  }

  long bytes() {
    return blocks.stream().mapToLong(Block::size).sum();
  }

  long minTime() {
    return blocks.isEmpty() ? Long.MAX_VALUE : blocks.getFirst().meta().minTime();
  }

  long maxTime() {
    long max = Long.MIN_VALUE;
    for (Block block : blocks) {
      max = Math.max(max, block.meta().maxTime());
    }
    return max;
  }

  /** The newest sample of a series in a block, null when there is none. */
  @Nullable LastSample last(Labels labels, Damage damage) {
    LastSample last = null;
    for (Block block : blocks) {
      if (last == null || block.meta().maxTime() > last.time()) {
        Run run = damage.guard(block, () -> find(block, labels));
        if (run != null && (last == null || run.maxTime() > last.time())) {
          LastSample newest = newest(run);
          last = newest != null && (last == null || newest.time() > last.time()) ? newest : last;
        }
      }
    }
    return last;
  }

  private @Nullable Run find(Block block, Labels labels) {
    Run run = block.find(labels);
    return run == null ? null : masked(run, labels, of(block));
  }

  private static @Nullable LastSample newest(Run run) {
    SampleIterator samples = run.iterator(run.maxTime(), run.maxTime());
    if (samples.next()) {
      return new LastSample(run.maxTime(), samples.value());
    }
    if (!(run instanceof MaskedRun)) {
      return new LastSample(run.maxTime(), Double.NaN);
    }
    LastSample newest = null;
    SampleIterator all = run.iterator(Long.MIN_VALUE, Long.MAX_VALUE);
    while (all.next()) {
      newest = new LastSample(all.timestampMs(), all.value());
    }
    return newest;
  }

  /** The sample of a series at one time, null when there is none. */
  @Nullable LastSample at(Labels labels, long time, Damage damage) {
    for (Block block : blocks) {
      if (block.overlaps(time, time)) {
        Run run = damage.guard(block, () -> find(block, labels));
        if (run != null) {
          SampleIterator samples = run.iterator(time, time);
          if (samples.next()) {
            return new LastSample(time, samples.value());
          }
        }
      }
    }
    return null;
  }

  record LastSample(long time, double value) {}

  /** What is to be done with a block that turns out to be damaged. */
  interface Damage {
    <T> @Nullable T guard(Block block, java.util.function.Supplier<@Nullable T> reading);
  }
}
