package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process that appends, flushes and merges is killed with SIGKILL at random moments. */
class KillTest {
  private static final long T = SampleStorageContract.T;
  private static final int SERIES = 50;

  @TempDir Path directory;

  @Test
  void everyAcknowledgedSampleIsThereAfterAKill() throws Exception {
    long seed = System.nanoTime();
    System.out.println("KillTest seed " + seed);
    Random random = new Random(seed);
    long acknowledged = -1;
    for (int round = 0; round < 5; round++) {
      acknowledged = runAndKill(acknowledged + 1, 50 + random.nextInt(300));
      List<StorageEvent> events = new ArrayList<>();
      try (BlockStorage storage = Child.open(directory, events::add)) {
        long present = check(storage, acknowledged, "seed " + seed + " round " + round);
        assertThat(events).allMatch(KillTest::harmless);
        acknowledged = present;
      }
    }
    assertThat(acknowledged).isGreaterThan(100);
  }

  /** The last batch may be cut, for it was not acknowledged. */
  private static boolean harmless(StorageEvent event) {
    return event instanceof StorageEvent.LogRegionSkipped skipped && skipped.tail();
  }

  /** Starts a child that goes on at a number; returns the last number it acknowledged. */
  private long runAndKill(long from, int afterBatches) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString(),
                Long.toString(from))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = from - 1;
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      String line = lines.readLine();
      while (line != null) {
        last = Long.parseLong(line);
        if (last - from == afterBatches) {
          // Through the handle, because Process would close the pipe with lines still in it.
          child.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as("killed, not failed").isEqualTo(128 + 9);
    return last;
  }

  /** Returns the last batch that is there, which may be one more than was acknowledged. */
  private static long check(BlockStorage storage, long acknowledged, String as) {
    List<Series> all =
        storage.select(List.of(Matcher.equal("__name__", "m")), Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(all).as(as).hasSize(SERIES);
    long most = 0;
    for (Series series : all) {
      int i = Integer.parseInt(series.labels().getOrEmpty("i"));
      SampleIterator samples = series.iterator();
      long batch = 0;
      for (; samples.next(); batch++) {
        assertThat(samples.timestampMs()).as(as).isEqualTo(T + batch * 1000);
        assertThat(samples.value()).as(as).isEqualTo(Child.value(i, batch));
      }
      assertThat(batch - 1).as(as).isGreaterThanOrEqualTo(acknowledged);
      most = Math.max(most, batch - 1);
    }
    return most;
  }

  /** Appends batch after batch and says so after each commit. */
  static final class Child {
    private Child() {}

    static BlockStorage open(Path directory, StorageListener listener) throws IOException {
      StorageOptions options =
          StorageOptions.small()
              .withFiles(Duration.ofHours(2), 20_000, Duration.ofMillis(50))
              .withMemory(20_000, 1 << 20);
      return BlockStorage.open(directory, options, InstantSource.system(), listener);
    }

    static double value(int series, long batch) {
      return series % 2 == 0 ? batch * series : Math.sin(batch + series);
    }

    /** Arguments: directory, first batch. */
    public static void main(String[] args) throws IOException {
      try (BlockStorage storage = open(Path.of(args[0]), event -> {})) {
        for (long batch = Long.parseLong(args[1]); batch < 1_000_000; batch++) {
          Appender appender = storage.appender();
          for (int i = 0; i < SERIES; i++) {
            appender.append(
                Labels.of("__name__", "m", "i", "" + i), T + batch * 1000, value(i, batch));
          }
          appender.commit();
          System.out.println(batch);
        }
      }
    }
  }
}
