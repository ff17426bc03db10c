package jigi.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Counts requests and writes them in the Prometheus text format, version 0.0.4. */
final class Metrics {
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double[] BUCKETS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  private static final double NANOS = 1e9;

  private static final class Durations {
    private final long[] upTo = new long[BUCKETS.length];
    private long count;
    private double sum;
  }

  private final Map<String, Long> requests = new TreeMap<>();
  private final Map<String, Durations> durations = new TreeMap<>();
  private final Map<String, Long> business = new TreeMap<>();

  private final String codeLabel;

  /**
   * @param codeLabel the label of {@code http_requests_total} that holds the status
   */
  Metrics(String codeLabel) {
    this.codeLabel = codeLabel;
  }

  /** Declares a counter, so that it is there with 0 before its first event. */
  synchronized void declare(String counter) {
    business.putIfAbsent(counter, 0L);
  }

  synchronized void count(String counter) {
    business.merge(counter, 1L, Long::sum);
  }

  synchronized void request(String method, int code, String path, long nanos) {
    String labels =
        "method=\"%s\",%s=\"%d\",path=\"%s\""
            .formatted(escape(method), codeLabel, code, escape(path));
    requests.merge(labels, 1L, Long::sum);
    Durations d = durations.computeIfAbsent(path, _ -> new Durations());
    double seconds = nanos / NANOS;
    d.count++;
    d.sum += seconds;
    for (int i = 0; i < BUCKETS.length; i++) {
      d.upTo[i] += seconds <= BUCKETS[i] ? 1 : 0;
    }
  }

  synchronized String text(String name, String version, long lostLogLines) {
    StringBuilder out = new StringBuilder();
    family(out, "http_requests_total", "counter", "Requests answered.");
    requests.forEach((labels, n) -> line(out, "http_requests_total{" + labels + "}", n));
    family(out, "http_request_duration_seconds", "histogram", "Time to answer a request.");
    durations.forEach((path, d) -> histogram(out, escape(path), d));
    business.forEach(
        (counter, n) -> {
          family(out, counter, "counter", "Business events.");
          line(out, counter, n);
        });
    family(out, "log_lines_lost_total", "counter", "Log lines that could not be written.");
    line(out, "log_lines_lost_total", lostLogLines);
    family(out, "build_info", "gauge", "What is running.");
    line(out, "build_info{name=\"%s\",version=\"%s\"}".formatted(escape(name), escape(version)), 1);
    process(out);
    return out.toString();
  }

  private static void histogram(StringBuilder out, String path, Durations d) {
    String name = "http_request_duration_seconds";
    for (int i = 0; i < BUCKETS.length; i++) {
      line(out, "%s_bucket{path=\"%s\",le=\"%s\"}".formatted(name, path, BUCKETS[i]), d.upTo[i]);
    }
    line(out, "%s_bucket{path=\"%s\",le=\"+Inf\"}".formatted(name, path), d.count);
    line(out, "%s_sum{path=\"%s\"}".formatted(name, path), d.sum);
    line(out, "%s_count{path=\"%s\"}".formatted(name, path), d.count);
  }

  private static void process(StringBuilder out) {
    ProcessHandle.Info process = ProcessHandle.current().info();
    residentBytes()
        .ifPresent(
            bytes -> {
              family(out, "process_resident_memory_bytes", "gauge", "Resident memory.");
              line(out, "process_resident_memory_bytes", bytes);
            });
    process
        .startInstant()
        .ifPresent(
            start -> {
              family(out, "process_start_time_seconds", "gauge", "Start, Unix time.");
              line(out, "process_start_time_seconds", start.toEpochMilli() / 1000.0);
            });
    family(out, "process_cpu_seconds_total", "counter", "Processor time used.");
    Duration cpu = process.totalCpuDuration().orElse(Duration.ZERO);
    line(out, "process_cpu_seconds_total", cpu.toNanos() / NANOS);
  }

  /** Absent where there is no /proc: what cannot be measured is not 0. */
  static OptionalLong residentBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static void family(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder out, String series, Number value) {
    out.append(series).append(' ').append(value).append('\n');
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
