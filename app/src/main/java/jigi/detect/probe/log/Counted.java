package jigi.detect.probe.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jigi.detect.probe.Sample;

/**
 * What has been counted since the probe began, one number per level and per pattern.
 *
 * @param levels in the order of {@link Level}
 * @param patterns in the order of the manual
 * @param oversized lines longer than is looked at
 */
record Counted(List<Long> levels, List<Long> patterns, long bytes, long oversized) {
  static Counted none(int patterns) {
    return new Counted(zeros(Level.values().length), zeros(patterns), 0, 0);
  }

  Counted {
    levels = List.copyOf(levels);
    patterns = List.copyOf(patterns);
  }

  long of(Level level) {
    return levels.get(level.ordinal());
  }

  long lines() {
    return levels.stream().mapToLong(Long::longValue).sum();
  }

  /** The sum; the other one may know fewer patterns, if the manual has got a new one. */
  Counted plus(Counted more) {
    return new Counted(
        sum(levels, more.levels),
        sum(patterns, more.patterns),
        bytes + more.bytes,
        oversized + more.oversized);
  }

  private static List<Long> sum(List<Long> a, List<Long> b) {
    List<Long> sum = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      sum.add(a.get(i) + (i < b.size() ? b.get(i) : 0));
    }
    return sum;
  }

  private static List<Long> zeros(int count) {
    Long[] zeros = new Long[count];
    Arrays.fill(zeros, 0L);
    return List.of(zeros);
  }

  /** By level and pattern, those of the manual. */
  List<Sample> samples(List<LinePattern> named) {
    List<Sample> samples = new ArrayList<>();
    for (Level level : Level.values()) {
      samples.add(Sample.of("log_lines_total", of(level), "level", level.label()));
    }
    for (int i = 0; i < named.size(); i++) {
      samples.add(Sample.of("log_matches_total", patterns.get(i), "pattern", named.get(i).name()));
    }
    samples.add(Sample.of("log_bytes_total", bytes));
    samples.add(Sample.of("log_oversized_lines_total", oversized));
    return samples;
  }
}
