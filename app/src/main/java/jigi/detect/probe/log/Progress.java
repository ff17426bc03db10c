package jigi.detect.probe.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log probe must not forget over a restart.
 *
 * @param position in a file; null for a container's log
 * @param patterns the names that {@code counted} is about; other names begin at zero
 * @param stream in a container's log; null for a file
 */
record Progress(
    @Nullable Position position,
    Counted counted,
    List<String> patterns,
    @Nullable StreamPosition stream) {
  Progress(Position position, Counted counted, List<String> patterns) {
    this(position, counted, patterns, null);
  }

  /** What was counted before, by the patterns that the manual has now. */
  static Counted counted(@Nullable Progress before, List<LinePattern> now) {
    if (before == null) {
      return Counted.none(now.size());
    }
    List<Long> matched = new ArrayList<>();
    for (LinePattern pattern : now) {
      int at = before.patterns().indexOf(pattern.name());
      matched.add(at < 0 ? 0L : before.counted().patterns().get(at));
    }
    Counted old = before.counted();
    return new Counted(
        old.levels(), matched, old.bytes(), old.oversized(), old.requests(), old.unread());
  }
}
