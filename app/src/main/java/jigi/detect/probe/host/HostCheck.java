package jigi.detect.probe.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import jigi.base.connect.wire.Deadline;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
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

  private final String proc;
  private final AtomicReference<@Nullable CpuTimes> previous = new AtomicReference<>();

  HostCheck(String proc) {
    this.proc = proc;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      Figures figures = figures(context);
      CpuTimes before = previous.get();
      if (before == null || CpuTimes.read(figures).total() - before.total() < 1) {
        before = CpuTimes.read(figures);
        Deadline.in(SHORTEST_CPU_INTERVAL).await();
        figures = figures(context);
      }
      List<Sample> samples = new ArrayList<>();
      double cpu = cpu(before, CpuTimes.read(figures), samples);
      double[] load = load(figures, samples);
      Memory memory = Memory.read(figures, samples);
      kernel(context, figures, samples);
      Network.read(figures, samples);
      Disks.read(figures, samples);
      Filesystem fullest = Filesystems.read(figures, samples);
      String evidence =
          String.format(
              Locale.ROOT,
              "CPU %.1f %%, load %.2f, memory %.1f %%, fullest %s %.1f %%",
              cpu * 100,
              load[0],
              memory.usedRatio() * 100,
              fullest == null ? "-" : fullest.mount().folder(),
              fullest == null ? 0 : fullest.usedRatio() * 100);
      return Observation.ok(evidence, samples.toArray(Sample[]::new));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Observation.unknown("cannot read the kernel's figures: " + e);
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  private Figures figures(CheckContext context) throws IOException, InterruptedException {
    return context.host() == null
        ? new LocalFigures(Path.of(proc))
        : RemoteFigures.ask(context, proc);
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return Observation.unknown(
        "the kernel's figures were not there after " + Durations.format(timeout));
  }

  private double cpu(CpuTimes before, CpuTimes now, List<Sample> samples) {
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

  private static double[] load(Figures figures, List<Sample> samples) throws IOException {
    String[] words = figures.lines("loadavg").getFirst().split(" ");
    double[] load = new double[3];
    String[] names = {"host_load1", "host_load5", "host_load15"};
    for (int i = 0; i < load.length; i++) {
      load[i] = Double.parseDouble(words[i]);
      samples.add(Sample.of(names[i], load[i]));
    }
    return load;
  }

  private static void kernel(CheckContext context, Figures figures, List<Sample> samples)
      throws IOException {
    String uptime = figures.lines("uptime").getFirst();
    double seconds = Double.parseDouble(uptime.split(" ")[0]);
    samples.add(Sample.of("host_uptime_seconds", seconds));
    samples.add(
        Sample.of(
            "host_boot_timestamp_seconds",
            Math.rint(context.now().toEpochMilli() / 1e3 - seconds)));
    for (String line : figures.lines("vmstat")) {
      if (line.startsWith("oom_kill ")) {
        samples.add(Sample.of("host_oom_kills_total", Double.parseDouble(line.substring(9))));
      }
    }
    Double offset = figures.clockOffset();
    if (offset != null) {
      samples.add(Sample.of("host_clock_offset_seconds", offset));
    }
  }

  /** Traffic by device, without the loopback. */
  private static final class Network {
    static void read(Figures figures, List<Sample> samples) throws IOException {
      for (String line : figures.lines("net/dev")) {
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
