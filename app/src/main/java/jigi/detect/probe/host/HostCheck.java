package jigi.detect.probe.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import jigi.base.connect.wire.Deadline;
import jigi.base.kernel.Durations;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import org.jspecify.annotations.Nullable;

/**
 * The check of {@link HostKind}. CPU shares cover the time since the previous execution; the first
 * one looks twice.
 */
final class HostCheck implements Check {
  private static final Duration SHORTEST_CPU_INTERVAL = Duration.ofMillis(200);

  private final Path proc;
  private final AtomicReference<@Nullable CpuTimes> previous = new AtomicReference<>();

  HostCheck(Path proc) {
    this.proc = proc;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      List<Sample> samples = new ArrayList<>();
      double cpu = cpu(samples);
      double[] load = load(samples);
      Memory memory = Memory.read(proc, samples);
      kernel(context, samples);
      Network.read(proc, samples);
      Filesystem fullest = Filesystems.read(proc, samples);
      String evidence =
          String.format(
              Locale.ROOT,
              "CPU %.1f %%, load %.2f, memory %.1f %%, fullest %s %.1f %%",
              cpu * 100,
              load[0],
              memory.usedRatio() * 100,
              fullest == null ? "-" : fullest.mount(),
              fullest == null ? 0 : fullest.usedRatio() * 100);
      return Observation.ok(evidence, samples.toArray(Sample[]::new));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Observation.unknown("cannot read the kernel's figures: " + e);
    }
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return Observation.unknown(
        "the kernel's figures were not there after " + Durations.format(timeout));
  }

  private double cpu(List<Sample> samples) throws IOException, InterruptedException {
    CpuTimes before = previous.get();
    CpuTimes now = CpuTimes.read(proc);
    if (before == null || now.total() - before.total() < 1) {
      before = now;
      Deadline.in(SHORTEST_CPU_INTERVAL).await();
      now = CpuTimes.read(proc);
    }
    previous.set(now);
    double total = Math.max(1, now.total() - before.total());
    double used = Math.clamp((now.busy() - before.busy()) / total, 0, 1);
    samples.add(Sample.of("host_cpu_used_ratio", used));
    samples.add(
        Sample.of(
            "host_cpu_iowait_ratio", Math.clamp((now.iowait() - before.iowait()) / total, 0, 1)));
    samples.add(
        Sample.of(
            "host_cpu_steal_ratio", Math.clamp((now.steal() - before.steal()) / total, 0, 1)));
    samples.add(Sample.of("host_cpus", now.cpus()));
    return used;
  }

  private double[] load(List<Sample> samples) throws IOException {
    String[] words = Files.readString(proc.resolve("loadavg")).split(" ");
    double[] load = new double[3];
    String[] names = {"host_load1", "host_load5", "host_load15"};
    for (int i = 0; i < load.length; i++) {
      load[i] = Double.parseDouble(words[i]);
      samples.add(Sample.of(names[i], load[i]));
    }
    return load;
  }

  private void kernel(CheckContext context, List<Sample> samples) throws IOException {
    String uptime = Files.readString(proc.resolve("uptime"));
    double seconds = Double.parseDouble(uptime.split(" ")[0]);
    samples.add(Sample.of("host_uptime_seconds", seconds));
    samples.add(
        Sample.of(
            "host_boot_timestamp_seconds",
            Math.rint(context.now().toEpochMilli() / 1e3 - seconds)));
    for (String line : Files.readAllLines(proc.resolve("vmstat"))) {
      if (line.startsWith("oom_kill ")) {
        samples.add(Sample.of("host_oom_kills_total", Double.parseDouble(line.substring(9))));
      }
    }
  }

  /** Traffic by device, without the loopback. */
  private static final class Network {
    static void read(Path proc, List<Sample> samples) throws IOException {
      for (String line : Files.readAllLines(proc.resolve("net/dev"))) {
        int colon = line.indexOf(':');
        String device = colon < 0 ? "" : line.substring(0, colon).strip();
        if (colon >= 0 && !device.equals("lo")) {
          String[] words = line.substring(colon + 1).strip().split("\\s+");
          samples.add(
              Sample.of(
                  "host_network_receive_bytes_total",
                  Double.parseDouble(words[0]),
                  "device",
                  device));
          samples.add(
              Sample.of(
                  "host_network_transmit_bytes_total",
                  Double.parseDouble(words[8]),
                  "device",
                  device));
        }
      }
    }
  }
}
