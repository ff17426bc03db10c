package jigi.detect.probe.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the newest lines that are wanted, and counts those that there was no room for. */
final class LineCollector implements Lines {
  private final LogFilter filter;
  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();
  private long searched;
  private long skipped;

  LineCollector(LogFilter filter, int most) {
    this.filter = filter;
    this.most = most;
  }

  @Override
  public void block(byte[] bytes, int length) {
    searched += length;
    int from = 0;
    for (int at = 0; at < length; at++) {
      if (bytes[at] == '\n') {
        if (at > from) {
          add(filter.of(bytes, from, Math.min(at, from + LineCounter.LONGEST_LINE)));
        }
        from = at + 1;
      }
    }
  }

  private void add(@Nullable String line) {
    if (line == null) {
      return;
    }
    lines.add(line);
    if (lines.size() > most) {
      lines.removeFirst();
      skipped++;
    }
  }

  @Override
  public void pass(long bytes) {
    searched += bytes;
  }

  @Override
  public void oversized() {
    // Its beginning is among the lines.
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  long searched() {
    return searched;
  }

  /** How many wanted lines are not among those that were kept. */
  long skipped() {
    return skipped;
  }
}
