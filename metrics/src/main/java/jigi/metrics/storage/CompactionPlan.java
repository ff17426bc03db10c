package jigi.metrics.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * Which blocks to merge next. Neighbours in time are merged while the result spans at most a tier
 * (4, then 16 blocks' durations, at most an eighth of the retention), and as soon as there are many
 * small ones, so that the number of files and of overlaps stays small.
 */
final class CompactionPlan {
  private static final int[] TIERS = {1, 4, 16};
  private static final int MIN_MERGE = 4;

  private CompactionPlan() {}

  /** Empty when there is nothing to do. */
  static List<Block> next(List<Block> blocks, StorageOptions options) {
    long block = options.blockDuration().toMillis();
    long longest = Math.max(2 * block, options.retentionAge().toMillis() / 8);
    for (int tier : TIERS) {
      long span = Math.min(longest, 2L * block * tier);
      for (int from = 0; from < blocks.size(); from++) {
        List<Block> group = group(blocks, from, span, options.maxSeries());
        if (group.size() >= MIN_MERGE) {
          return group;
        }
      }
    }
    return List.of();
  }

  /**
   * The longest row of neighbours from one on that fits into a span, each well below it. The index
   * of the result is built in memory, so series and strings count too.
   */
  private static List<Block> group(List<Block> blocks, int from, long span, long maxSeries) {
    List<Block> group = new ArrayList<>();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    long series = 0;
    long symbols = 0;
    for (Block block : blocks.subList(from, blocks.size())) {
      BlockMeta meta = block.meta();
      long newMin = Math.min(min, meta.minTime());
      long newMax = Math.max(max, meta.maxTime());
      series += meta.series();
      symbols += meta.symbols();
      boolean small = meta.maxTime() - meta.minTime() <= span / 2;
      boolean large = series > 4 * maxSeries || symbols > 2 * maxSeries;
      if (!small || newMax - newMin > span || (large && !group.isEmpty())) {
        break;
      }
      min = newMin;
      max = newMax;
      group.add(block);
    }
    return group;
  }
}
