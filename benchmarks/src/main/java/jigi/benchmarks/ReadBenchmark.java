package jigi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.BlockStorage;
import jigi.metrics.storage.StorageOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Selecting and decoding among 50,000 series of an hour at 15 s, from memory and from a block. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx512m"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReadBenchmark {
  private static final int STEPS = 240;

  @Param({"memory", "block"})
  String from = "memory";

  private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // set before each trial
  private BlockStorage storage;

  private long end;

  @Setup
  public void fill() throws IOException {
    directory = Files.createTempDirectory("read-benchmark");
    storage =
        BlockStorage.open(
            directory,
            StorageOptions.standard().withMemory(1L << 30, 8 << 20),
            InstantSource.system(),
            event -> System.out.println(event));
    end = System.currentTimeMillis();
    List<Workload> servers = Workload.servers(10);
    for (int step = STEPS - 1; step >= 0; step--) {
      for (Workload server : servers) {
        server.tick();
        Appender appender = storage.appender();
        server.append(appender, end - step * 15_000L);
        appender.commit();
      }
    }
    if (from.equals("block")) {
      storage.flush();
    }
    storage.maintain();
  }

  /** One series by name and five labels. */
  @Benchmark
  public List<Series> selectOne() {
    return storage.select(
        List.of(
            Matcher.equal("__name__", "http_requests_total"),
            Matcher.equal("instance", "host3:9100"),
            Matcher.equal("method", "GET"),
            Matcher.equal("code", "200"),
            Matcher.equal("path", "/api/v1/resource7")),
        end - 300_000,
        end);
  }

  /** 20,000 series by name. */
  @Benchmark
  public List<Series> select20k() {
    return storage.select(
        List.of(Matcher.equal("__name__", "http_requests_total")), end - 300_000, end);
  }

  /** 4,000 series by name and a regular expression. */
  @Benchmark
  public List<Series> selectRegex() {
    return storage.select(
        List.of(
            Matcher.equal("__name__", "http_requests_total"),
            new Matcher("code", Matcher.Op.REGEX, "5..")),
        end - 300_000,
        end);
  }

  /** 20,000 series, all 4.8 million samples of the hour. */
  @Benchmark
  public double decodeHourOf20k() {
    double sum = 0;
    for (Series series :
        storage.select(
            List.of(Matcher.equal("__name__", "http_requests_total")), end - 3_600_000, end)) {
      SampleIterator samples = series.iterator();
      while (samples.next()) {
        sum += samples.value();
      }
    }
    return sum;
  }

  /** 20,000 series, the 420,000 samples of the last five minutes. */
  @Benchmark
  public double decodeFiveMinutesOf20k() {
    double sum = 0;
    for (Series series : select20k()) {
      SampleIterator samples = series.iterator();
      while (samples.next()) {
        sum += samples.value();
      }
    }
    return sum;
  }

  @TearDown
  public void close() throws IOException {
    storage.close();
    Directories.delete(directory);
  }
}
