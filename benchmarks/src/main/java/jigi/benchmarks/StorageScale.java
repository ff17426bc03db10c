package jigi.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.BlockSizes;
import jigi.metrics.storage.BlockStorage;
import jigi.metrics.storage.StorageOptions;
import jigi.metrics.storage.StorageStats;

/**
 * One storage at scale, phase by phase: {@code DIRECTORY SERVERS STEPS STEP-SECONDS [replay]}. With
 * {@code replay} it only opens what a former run left, so that the opening is measured cold.
 */
public final class StorageScale {
  private StorageScale() {}

  /** Arguments as above; the directory must be new, or with {@code replay} not. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    if (args.length > 4) {
      replay(directory);
      return;
    }
    int steps = Integer.parseInt(args[2]);
    long stepMs = Long.parseLong(args[3]) * 1000;
    List<Workload> servers = Workload.servers(Integer.parseInt(args[1]));
    memory("generator alone");
    long end = System.currentTimeMillis() / stepMs * stepMs;
    try (BlockStorage storage = open(directory)) {
      append(storage, servers, steps, stepMs, end);
      memory("after appending");
      select(storage, end);
      long began = System.nanoTime();
      StorageStats before = storage.stats();
      if (before.logBytes() > 0) {
        System.out.printf(
            "log %.2f bytes/sample%n", before.logBytes() / (double) before.samplesAppended());
      }
      Path copy = directory.resolveSibling(directory.getFileName() + "-unflushed");
      copy(directory, copy);
      storage.flush();
      System.out.printf("flush %.0f ms%n", (System.nanoTime() - began) / 1e6);
      storage.maintain();
      StorageStats after = storage.stats();
      System.out.println(after.blocks() + " blocks: " + BlockSizes.of(directory));
      select(storage, end);
      memory("at the end");
    }
  }

  private static void append(
      BlockStorage storage, List<Workload> servers, int steps, long stepMs, long end) {
    long samples = 0;
    double seconds = 0;
    double commits = 0;
    long longest = 0;
    for (int step = 0; step < steps; step++) {
      for (Workload server : servers) {
        server.tick();
        long began = threadCpu();
        Appender appender = storage.appender();
        server.append(appender, end - (steps - 1 - step) * stepMs);
        long appended = threadCpu();
        long wall = System.nanoTime();
        appender.commit();
        longest = Math.max(longest, System.nanoTime() - wall);
        commits += (threadCpu() - appended) / 1e9;
        seconds += (threadCpu() - began) / 1e9;
        samples += server.size();
      }
      if (step == steps / 2) {
        System.out.printf("first half %.0f ns/sample (CPU)%n", seconds / samples * 1e9);
      }
    }
    System.out.printf(
        "append %d samples, %.0f ns/sample CPU of the appending thread, %.0f of them commit;"
            + " longest commit %.0f ms%n",
        samples, seconds / samples * 1e9, commits / samples * 1e9, longest / 1e6);
    System.out.println(storage.stats());
  }

  private static void replay(Path directory) throws IOException {
    long began = System.nanoTime();
    try (BlockStorage storage = open(directory)) {
      System.out.printf(
          "open %.0f ms, %.0f ms CPU of the opening thread since the JVM started%n",
          (System.nanoTime() - began) / 1e6, threadCpu() / 1e6);
      System.out.println(storage.stats());
      memory("after replay");
      select(storage, storage.stats().newestMs());
    }
  }

  private static void select(BlockStorage storage, long end) {
    for (int i = 0; i < 20; i++) {
      long began = threadCpu();
      List<Series> series =
          storage.select(
              List.of(Matcher.equal("__name__", "http_requests_total")), end - 300_000, end);
      long selected = threadCpu();
      long samples = 0;
      for (Series one : series) {
        SampleIterator iterator = one.iterator();
        while (iterator.next()) {
          samples++;
        }
      }
      if (i % 19 == 0) {
        System.out.printf(
            "select %d series %.1f ms, their %d samples of five minutes %.1f ms%n",
            series.size(), (selected - began) / 1e6, samples, (threadCpu() - selected) / 1e6);
      }
    }
  }

  private static BlockStorage open(Path directory) throws IOException {
    return BlockStorage.open(
        directory,
        StorageOptions.small().withMaxSeries(200_000),
        InstantSource.system(),
        System.out::println);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var list = Files.newDirectoryStream(from, "*.{wal,blk}")) {
      for (Path file : list) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static long threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void memory(String when) throws IOException {
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    String rss =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
            .reduce("", (a, b) -> a + " " + b.replaceAll("\\s+", " "));
    System.out.printf("memory %s: heap %.1f MiB,%s%n", when, used / 1048576.0, rss);
  }
}
