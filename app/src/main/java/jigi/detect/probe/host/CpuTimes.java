package jigi.detect.probe.host;

import java.io.IOException;
import java.util.List;

/**
 * Time spent by all CPUs since boot, in ticks (proc(5), {@code /proc/stat}). Guests are part of
 * user time already.
 *
 * @param busy everything but idle and iowait
 */
record CpuTimes(double total, double busy, double iowait, double steal, int cpus) {
  static CpuTimes read(Figures figures) throws IOException {
    List<String> lines = figures.lines("stat");
    String[] words = lines.getFirst().split("\\s+");
    double total = 0;
    for (int i = 1; i <= 8; i++) {
      total += Double.parseDouble(words[i]);
    }
    double idle = Double.parseDouble(words[4]);
    double iowait = Double.parseDouble(words[5]);
    double steal = Double.parseDouble(words[8]);
    int cpus = (int) lines.stream().filter(line -> line.matches("cpu\\d+ .*")).count();
    return new CpuTimes(total, total - idle - iowait, iowait, steal, cpus);
  }
}
