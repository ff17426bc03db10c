package jigi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import jigi.metrics.storage.StorageStats;
import org.jspecify.annotations.Nullable;

/** Jigi's own figures, by the names that Prometheus's client libraries use. */
final class SelfMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");

  private final String version;
  private final Supplier<StorageStats> storage;

  SelfMetrics(String version, Supplier<StorageStats> storage) {
    this.version = version;
    this.storage = storage;
  }

  /** Prometheus's text format, version 0.0.4. */
  String text() {
    StringBuilder out = new StringBuilder();
    add(out, "jigi_build_info{version=\"" + version + "\"}", "gauge", 1);
    var runtime = ManagementFactory.getRuntimeMXBean();
    add(out, "process_start_time_seconds", "gauge", runtime.getStartTime() / 1000.0);
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      add(out, "process_cpu_seconds_total", "counter", system.getProcessCpuTime() / 1e9);
    }
    Double resident = residentBytes();
    if (resident != null) {
      add(out, "process_resident_memory_bytes", "gauge", resident);
    }
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    add(out, "jvm_memory_used_bytes{area=\"heap\"}", "gauge", heap.getUsed());
    add(out, "jvm_memory_max_bytes{area=\"heap\"}", "gauge", heap.getMax());
    storage(storage.get(), out);
    return out.toString();
  }

  private static void storage(StorageStats stats, StringBuilder out) {
    add(out, "jigi_metrics_series", "gauge", stats.series());
    add(out, "jigi_metrics_samples_appended_total", "counter", stats.samplesAppended());
    out.append("# TYPE jigi_metrics_samples_refused_total counter\n");
    stats
        .refused()
        .forEach(
            (why, count) ->
                out.append("jigi_metrics_samples_refused_total{reason=\"")
                    .append(why.name().toLowerCase(Locale.ROOT))
                    .append("\"} ")
                    .append(count)
                    .append('\n'));
    add(out, "jigi_metrics_log_bytes", "gauge", stats.logBytes());
    add(out, "jigi_metrics_block_bytes", "gauge", stats.blockBytes());
    add(out, "jigi_metrics_blocks", "gauge", stats.blocks());
  }

  private static void add(StringBuilder out, String series, String type, double value) {
    int brace = series.indexOf('{');
    String name = brace < 0 ? series : series.substring(0, brace);
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    out.append(series).append(' ').append(String.format(Locale.ROOT, "%s", value)).append('\n');
  }

  /** Null where the kernel does not tell. */
  private static @Nullable Double residentBytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .findFirst()
          .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024)
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
