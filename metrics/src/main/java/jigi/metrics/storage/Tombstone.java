package jigi.metrics.storage;

import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;

/**
 * Samples that were deleted and still lie in blocks. What is appended later is never meant, because
 * memory is written to blocks before.
 *
 * @param throughBlock the newest block that held any of them
 * @param fromMs both bounds included
 */
record Tombstone(List<Matcher> matchers, long fromMs, long toMs, long throughBlock) {
  Tombstone {
    matchers = List.copyOf(matchers);
  }

  boolean concerns(Block block) {
    return block.meta().number() <= throughBlock && block.overlaps(fromMs, toMs);
  }

  boolean concerns(Labels labels) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  boolean covers(long timeMs) {
    return timeMs >= fromMs && timeMs <= toMs;
  }
}
