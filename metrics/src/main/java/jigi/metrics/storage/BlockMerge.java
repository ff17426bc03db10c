package jigi.metrics.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import jigi.metrics.model.Labels;

/** Writes the series of several blocks as one, holding one series of each in memory. */
final class BlockMerge {
  private BlockMerge() {}

  private static final class Source {
    private final Block block;
    private final Block.EntryReader entries;
    private final int order;
    private int next;
    private final List<Tombstone> deleted;
    private Labels labels = Labels.EMPTY;

    Source(Block block, int order, List<Tombstone> deleted) {
      this.deleted = deleted;
      this.block = block;
      this.entries = block.entries();
      this.order = order;
    }

    boolean advance() {
      if (next >= block.series()) {
        return false;
      }
      labels = entries.read(next++);
      return true;
    }
  }

  /** Something else to do now and then, so that a long merge does not hold it up. */
  interface Pause {
    void run() throws IOException;
  }

  /**
   * @param all the blocks in use, among them the ones to merge
   */
  static void merge(List<Block> blocks, BlockSet all, BlockWriter writer, Pause pause)
      throws IOException {
    PriorityQueue<Source> queue =
        new PriorityQueue<>(
            Comparator.comparing((Source source) -> source.labels)
                .thenComparing(source -> source.order));
    for (int i = 0; i < blocks.size(); i++) {
      Source source = new Source(blocks.get(i), -i, all.of(blocks.get(i)));
      if (source.advance()) {
        queue.add(source);
      }
    }
    while (!queue.isEmpty()) {
      Labels labels = queue.element().labels;
      List<Run> runs = new ArrayList<>();
      List<Source> used = new ArrayList<>();
      while (!queue.isEmpty() && queue.element().labels.equals(labels)) {
        Source source = queue.remove();
        runs.add(BlockSet.masked(source.entries.run(), labels, source.deleted));
        used.add(source);
      }
      StoredSeries series = new StoredSeries(labels, runs, Long.MIN_VALUE, Long.MAX_VALUE);
      writer.add(labels, series.iterator());
      pause.run();
      for (Source source : used) {
        if (source.advance()) {
          queue.add(source);
        }
      }
    }
  }
}
