package jigi.detect.probe.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Counts lines by level and pattern, a block of whole lines at a time. */
final class LineCounter implements Lines {
  /** How much of a line is looked at. */
  static final int LONGEST_LINE = 64 * 1024;

  /** How many groups of errors one look tells apart; the rest share one. */
  private static final int MOST_GROUPS = 200;

  static final int LONGEST_EXAMPLE = 500;
  private static final String OTHERS = "…";

  /** How many matching lines of each pattern are kept. */
  static final int LINES_KEPT = 20;

  private final List<LinePattern> patterns;
  private final @Nullable AccessCounter access;
  private final long[] levels = new long[Level.values().length];
  private final long[] matches;
  private final List<MatchedLines> matched = new ArrayList<>();
  private final Map<String, Group> groups = new HashMap<>();
  private long bytesSeen;
  private long oversized;
  private @Nullable String lastError;

  LineCounter(LineRules rules) {
    this.patterns = rules.patterns();
    this.access = rules.access() == null ? null : new AccessCounter(rules.access());
    this.matches = new long[patterns.size()];
    patterns.forEach(pattern -> matched.add(new MatchedLines(LINES_KEPT)));
  }

  /** Counts the lines in the first {@code length} bytes, each of which ends with a line feed. */
  @Override
  public void block(byte[] bytes, int length) {
    bytesSeen += length;
    for (int from = 0; from < length; ) {
      int end = lineEnd(bytes, from, length);
      line(bytes, from, end);
      from = end + 1;
    }
    boolean any = patterns.stream().anyMatch(p -> !p.literals().isEmpty());
    if (any) {
      String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      for (int i = 0; i < matches.length; i++) {
        matches[i] += search(i, bytes, text);
      }
    }
    matched.forEach(lines -> lines.take(bytes));
  }

  /** Counts bytes of an oversized line that are not looked at. */
  @Override
  public void pass(long bytes) {
    bytesSeen += bytes;
  }

  @Override
  public void oversized() {
    oversized++;
  }

  Counted counted() {
    return new Counted(
        Arrays.stream(levels).boxed().toList(),
        Arrays.stream(matches).boxed().toList(),
        bytesSeen,
        oversized,
        access == null ? List.of() : Counted.of(access.requests()),
        access == null ? 0 : access.unread());
  }

  /**
   * What was found beside the counts.
   *
   * @param before what had been counted before
   * @param masked takes secrets out of a line
   */
  Findings findings(Counted before, UnaryOperator<String> masked) {
    List<Findings.Kept> lines = new ArrayList<>();
    for (int i = 0; i < matches.length; i++) {
      List<String> kept = matched.get(i).lines();
      long first = before.patterns().get(i) + matches[i] - kept.size() + 1;
      for (int k = 0; k < kept.size(); k++) {
        String line = masked.apply(kept.get(k));
        lines.add(new Findings.Kept(patterns.get(i).name(), first + k, line));
      }
    }
    return new Findings(
        List.copyOf(groups.values()), lines, access == null ? List.of() : access.tallies());
  }

  /** What was found, for people. */
  String shown() {
    Counted counted = counted();
    long bad = counted.of(Level.ERROR) + counted.of(Level.FATAL);
    String text = counted.lines() + " new lines, " + bad + " of them errors";
    return text + (lastError == null ? "" : ", the last: " + lastError);
  }

  private static int lineEnd(byte[] bytes, int from, int length) {
    int at = from;
    while (at < length && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private void line(byte[] bytes, int from, int end) {
    int seen = Math.min(end, from + LONGEST_LINE);
    if (seen < end) {
      oversized++;
    }
    Level level = Levels.of(bytes, from, seen);
    levels[level.ordinal()]++;
    if (level == Level.ERROR || level == Level.FATAL) {
      group(level, bytes, from, seen);
    }
    for (int i = 0; i < matches.length; i++) {
      LinePattern pattern = patterns.get(i);
      if (pattern.literals().isEmpty() && pattern.matches(bytes, from, seen)) {
        matches[i]++;
        matched.get(i).add(from, seen);
      }
    }
    if (access != null) {
      access.line(bytes, from, seen);
    }
  }

  private void group(Level level, byte[] bytes, int from, int end) {
    int length = Math.min(end - from, LONGEST_EXAMPLE);
    String example = new String(bytes, from, length, StandardCharsets.UTF_8).strip();
    lastError = example;
    String pattern = Group.pattern(example);
    boolean room = groups.size() < MOST_GROUPS || groups.containsKey(level + pattern);
    String kept = room ? pattern : OTHERS;
    groups.merge(
        level + kept,
        new Group(level, kept, example, 1),
        (old, one) -> new Group(level, kept, example, old.count() + 1));
  }

  /** The lines that hold one of the literals and match. */
  private long search(int index, byte[] bytes, String text) {
    LinePattern pattern = patterns.get(index);
    if (pattern.literals().isEmpty()) {
      return 0;
    }
    List<Integer> next = new ArrayList<>();
    pattern.literals().forEach(literal -> next.add(text.indexOf(literal)));
    long count = 0;
    for (int at = earliest(next); at >= 0; at = earliest(next)) {
      int from = text.lastIndexOf('\n', at) + 1;
      int end = text.indexOf('\n', at);
      int seen = Math.min(end, from + LONGEST_LINE);
      if (at < seen && (pattern.isLiteral() || pattern.matches(bytes, from, seen))) {
        count++;
        matched.get(index).add(from, seen);
      }
      for (int i = 0; i < next.size(); i++) {
        if (next.get(i) >= 0 && next.get(i) < end) {
          next.set(i, text.indexOf(pattern.literals().get(i), end));
        }
      }
    }
    return count;
  }

  private static int earliest(List<Integer> positions) {
    int earliest = -1;
    for (int position : positions) {
      if (position >= 0 && (earliest < 0 || position < earliest)) {
        earliest = position;
      }
    }
    return earliest;
  }
}
