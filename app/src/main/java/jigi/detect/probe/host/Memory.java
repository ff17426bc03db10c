package jigi.detect.probe.host;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.detect.probe.Sample;

/** {@code /proc/meminfo} (proc(5)), in bytes. */
record Memory(double total, double available, double swapTotal, double swapFree) {
  static Memory read(Figures kernel, List<Sample> samples) throws IOException {
    Map<String, Double> figures = new HashMap<>();
    for (String line : kernel.lines("meminfo")) {
      String[] words = line.split("[:\\s]+");
      if (words.length > 1) {
        figures.put(words[0], Double.parseDouble(words[1]) * 1024);
      }
    }
    Memory memory =
        new Memory(
            figure(figures, "MemTotal"),
            figure(figures, "MemAvailable"),
            figure(figures, "SwapTotal"),
            figure(figures, "SwapFree"));
    memory.addTo(samples);
    return memory;
  }

  double usedRatio() {
    return 1 - available / total;
  }

  private void addTo(List<Sample> samples) {
    samples.add(Sample.of("host_memory_total_bytes", total));
    samples.add(Sample.of("host_memory_available_bytes", available));
    samples.add(Sample.of("host_memory_used_ratio", usedRatio()));
    samples.add(Sample.of("host_swap_total_bytes", swapTotal));
    samples.add(Sample.of("host_swap_used_bytes", swapTotal - swapFree));
    if (swapTotal > 0) {
      samples.add(Sample.of("host_swap_used_ratio", (swapTotal - swapFree) / swapTotal));
    }
  }

  private static double figure(Map<String, Double> figures, String name) throws IOException {
    Double value = figures.get(name);
    if (value == null) {
      throw new IOException("meminfo lacks " + name);
    }
    return value;
  }
}
