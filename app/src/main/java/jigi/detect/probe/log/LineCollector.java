package jigi.detect.probe.log;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the newest lines that are wanted, and counts those that there was no room for. */
final class LineCollector implements Lines {
  private final Sought sought;
  private final Deque<String> lines = new ArrayDeque<>();
  private long searched;
  private long skipped;
  private long untimed;
  private @Nullable Instant last;

  LineCollector(Sought sought) {
    this.sought = sought;
  }

  @Override
  public void block(byte[] bytes, int length) {
    searched += length;
    int from = 0;
    for (int at = 0; at < length; at++) {
      if (bytes[at] == '\n') {
        if (at > from) {
          line(bytes, from, Math.min(at, from + LineCounter.LONGEST_LINE));
        }
        from = at + 1;
      }
    }
  }

  /** One that tells no time has that of the line before. */
  private void line(byte[] bytes, int from, int to) {
    if (sought.span().isAlways()) {
      add(sought.filter().of(bytes, from, to));
      return;
    }
    Instant at = sought.times().of(bytes, from, to);
    last = at == null ? last : at;
    if (last == null) {
      untimed += sought.filter().of(bytes, from, to) == null ? 0 : 1;
    } else if (sought.span().holds(last)) {
      add(sought.filter().of(bytes, from, to));
    }
  }

  private void add(@Nullable String line) {
    if (line == null) {
      return;
    }
    lines.add(line);
    if (lines.size() > sought.most()) {
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

  /** How many lines could not be told a time of. */
  long untimed() {
    return untimed;
  }

  /** How many wanted lines are not among those that were kept. */
  long skipped() {
    return skipped;
  }
}
