package jigi.detect.probe.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jigi.detect.probe.Sample;

/**
 * What has been counted since the probe began, one number per level and per pattern.
 *
 * @param levels in the order of {@link Level}
 * @param patterns in the order of the manual
 * @param oversized lines longer than is looked at
 * @param requests of an access log, by status and upstream
 * @param unread lines that are none of the access log's format
 */
record Counted(
    List<Long> levels,
    List<Long> patterns,
    long bytes,
    long oversized,
    List<Requests> requests,
    long unread) {
  /** How many requests had that status and that upstream, empty where there is none. */
  record Requests(String status, String upstream, long count) {}

  Counted(List<Long> levels, List<Long> patterns, long bytes, long oversized) {
    this(levels, patterns, bytes, oversized, List.of(), 0);
  }

  static Counted none(int patterns) {
    return new Counted(zeros(Level.values().length), zeros(patterns), 0, 0);
  }

  Counted {
    levels = List.copyOf(levels);
    patterns = List.copyOf(patterns);
    requests = requests == null ? List.of() : List.copyOf(requests);
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
        oversized + more.oversized,
        requests(requests, more.requests),
        unread + more.unread);
  }

  private static List<Long> sum(List<Long> a, List<Long> b) {
    List<Long> sum = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      sum.add(a.get(i) + (i < b.size() ? b.get(i) : 0));
    }
    return sum;
  }

  private static List<Requests> requests(List<Requests> a, List<Requests> b) {
    Map<RequestKey, Long> sum = new TreeMap<>();
    Stream.concat(a.stream(), b.stream())
        .forEach(
            each -> sum.merge(new RequestKey(each.status, each.upstream), each.count, Long::sum));
    return of(sum);
  }

  static List<Requests> of(Map<RequestKey, Long> counts) {
    return counts.entrySet().stream()
        .map(e -> new Requests(e.getKey().status(), e.getKey().upstream(), e.getValue()))
        .toList();
  }

  private static List<Long> zeros(int count) {
    Long[] zeros = new Long[count];
    Arrays.fill(zeros, 0L);
    return List.of(zeros);
  }

  private boolean knows(Requests other) {
    return requests.stream()
        .anyMatch(each -> each.status.equals(other.status) && each.upstream.equals(other.upstream));
  }

  /**
   * By level and pattern, those of the manual; of an access log by status too.
   *
   * @param before what was counted before this look: a status that is new begins at zero, else its
   *     first requests would be no increase
   */
  List<Sample> samples(LineRules rules, Counted before) {
    List<LinePattern> named = rules.patterns();
    List<Sample> samples = new ArrayList<>();
    for (Level level : Level.values()) {
      samples.add(Sample.of("log_lines_total", of(level), "level", level.label()));
    }
    for (int i = 0; i < named.size(); i++) {
      samples.add(Sample.of("log_matches_total", patterns.get(i), "pattern", named.get(i).name()));
    }
    samples.add(Sample.of("log_bytes_total", bytes));
    samples.add(Sample.of("log_oversized_lines_total", oversized));
    if (rules.access() != null) {
      for (Requests each : requests) {
        long count = before.knows(each) ? each.count() : 0;
        samples.add(
            each.upstream().isEmpty()
                ? Sample.of("log_requests_total", count, "status", each.status())
                : Sample.of(
                    "log_requests_total",
                    count,
                    "status",
                    each.status(),
                    "upstream",
                    each.upstream()));
      }
      samples.add(Sample.of("log_unparsed_lines_total", unread));
    }
    return samples;
  }
}
