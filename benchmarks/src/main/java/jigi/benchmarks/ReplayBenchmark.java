package jigi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Opening a storage whose log holds 3.3 million samples: cold in a new JVM each, and warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReplayBenchmark {
  private Path directory = Path.of("");

  @Setup
  public void fill() throws IOException {
    directory = Files.createTempDirectory("replay-benchmark");
    long end = System.currentTimeMillis();
    List<Workload> servers = Workload.servers(10);
    try (BlockStorage storage = openStorage()) {
      for (int step = 65; step >= 0; step--) {
        for (Workload server : servers) {
          server.tick();
          Appender appender = storage.appender();
          server.append(appender, end - step * 1000L);
          appender.commit();
        }
      }
    }
  }

  private BlockStorage openStorage() throws IOException {
    return BlockStorage.open(
        directory,
        StorageOptions.small(),
        InstantSource.system(),
        event -> System.out.println(event));
  }

  /** The writing in the set-up has warmed up what both share; StorageScale's replay is all cold. */
  @Benchmark
  @Fork(
      value = 3,
      jvmArgs = {"-XX:+UseSerialGC", "-Xmx256m"})
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public long first() throws IOException {
    return open();
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgs = {"-XX:+UseSerialGC", "-Xmx256m"})
  @Warmup(iterations = 5)
  @Measurement(iterations = 5)
  public long warm() throws IOException {
    return open();
  }

  private long open() throws IOException {
    try (BlockStorage storage = openStorage()) {
      return storage.stats().series();
    }
  }

  @TearDown
  public void delete() throws IOException {
    Directories.delete(directory);
  }
}
