package jigi.metrics.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.SampleIterator;
import org.jspecify.annotations.Nullable;

/** The blocks in use at one moment, in order of time. Immutable. */
record BlockSet(List<Block> blocks) {
  static final BlockSet NONE = new BlockSet(List.of());

  BlockSet with(List<Block> added, List<Block> removed) {
    List<Block> all = new ArrayList<>(blocks);
    all.removeAll(removed);
    all.addAll(added);
    all.sort(
        Comparator.comparingLong((Block block) -> block.meta().minTime())
            .thenComparingLong(block -> block.meta().number()));
    return new BlockSet(List.copyOf(all));
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
        Run run = damage.guard(block, () -> block.find(labels));
        if (run != null && (last == null || run.maxTime() > last.time())) {
          SampleIterator samples = run.iterator(run.maxTime(), run.maxTime());
          last = new LastSample(run.maxTime(), samples.next() ? samples.value() : Double.NaN);
        }
      }
    }
    return last;
  }

  /** The sample of a series at one time, null when there is none. */
  @Nullable LastSample at(Labels labels, long time, Damage damage) {
    for (Block block : blocks) {
      if (block.overlaps(time, time)) {
        Run run = damage.guard(block, () -> block.find(labels));
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
