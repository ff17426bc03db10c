package jigi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.BlockStorage;
import jigi.metrics.storage.StorageOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time per sample from append to commit, log included, with flushes to blocks going on beside. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class AppendBenchmark {
  private final List<Workload> servers = Workload.servers(10);
  private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // set before each trial
  private BlockStorage storage;

  private long time = System.currentTimeMillis();
  private int next;

  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("append-benchmark");
    storage =
        BlockStorage.open(
            directory,
            StorageOptions.small().withRetention(Duration.ofDays(30), 1L << 30),
            InstantSource.system(),
            event -> System.out.println(event));
  }

  /** One scrape of 5,000 samples; the next one is another server's. */
  @Benchmark
  @OperationsPerInvocation(5000)
  public void scrape() {
    if (next == servers.size()) {
      next = 0;
      time += 1000;
    }
    Workload server = servers.get(next++);
    server.tick();
    Appender appender = storage.appender();
    server.append(appender, time);
    appender.commit();
  }

  @TearDown
  public void close() throws IOException {
    storage.close();
    Directories.delete(directory);
  }
}
