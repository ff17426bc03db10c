package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockStorageTest {
  private static final long T = SampleStorageContract.T;

  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private final List<StorageEvent> events = new ArrayList<>();

  private BlockStorage open(StorageOptions options) throws IOException {
    return BlockStorage.open(directory, options, clock, events::add);
  }

  private static Labels series(int i) {
    return Labels.of("__name__", "m", "i", "" + i);
  }

  @Test
  void aDirectoryInUseIsRefused() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small())) {
      assertThatThrownBy(() -> open(StorageOptions.small()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("STORAGE_LOCKED")
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("HINT");
      Samples.append(storage, series(1), T, 1);
    }
    open(StorageOptions.small()).close();
  }

  @Test
  void aClosedStorageRefusesClearly() throws IOException {
    BlockStorage storage = open(StorageOptions.small());
    Appender appender = storage.appender();
    appender.append(series(1), T, 1);
    storage.close();
    storage.close();
    assertThatThrownBy(appender::commit).hasMessageContaining("STORAGE_CLOSED");
    assertThatThrownBy(() -> storage.select(List.of(Matcher.equal("i", "1")), T, T))
        .hasMessageContaining("STORAGE_CLOSED");
  }

  @Test
  void theSeriesLimitRefusesOnlyNewSeriesAndCounts() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small().withMaxSeries(3))) {
      for (int i = 0; i < 3; i++) {
        Samples.append(storage, series(i), T, 1);
      }
      Appender appender = storage.appender();
      assertThat(appender.append(series(3), T, 1)).isEqualTo(Appender.Outcome.SERIES_LIMIT);
      assertThat(appender.append(series(2), T + 1, 1)).isEqualTo(Appender.Outcome.ACCEPTED);
      appender.commit();
      assertThat(storage.stats().series()).isEqualTo(3);
      assertThat(storage.stats().refused()).containsEntry(Appender.Outcome.SERIES_LIMIT, 1L);
      assertThat(storage.stats().samplesAppended()).isEqualTo(4);
    }
  }

  @Test
  void atTheLimitSeriesThatEndedMakeRoom() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small().withMaxSeries(3))) {
      for (int i = 0; i < 3; i++) {
        Samples.append(storage, series(i), T, 1);
      }
      clock.advance(Duration.ofMinutes(15));
      storage.maintain();
      assertThat(storage.stats().series()).isZero();
      for (int i = 3; i < 6; i++) {
        Samples.append(storage, series(i), clock.millis(), 1);
      }
      assertThat(Samples.all(storage)).hasSize(6);
    }
  }

  @Test
  void churnReturnsItsMemory() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small())) {
      for (int minute = 0; minute < 60; minute++) {
        Appender appender = storage.appender();
        for (int i = 0; i < 1700; i++) {
          assertThat(appender.append(series(minute * 1700 + i), clock.millis(), i))
              .isEqualTo(Appender.Outcome.ACCEPTED);
        }
        appender.commit();
        clock.advance(Duration.ofMinutes(1));
        storage.maintain();
      }
      assertThat(storage.stats().series()).isLessThan(1700 * 15);
      assertThat(storage.stats().headBytes()).isLessThan(1700 * 15 * 1000);
      assertThat(storage.series(List.of(Matcher.equal("__name__", "m")), T, clock.millis()).size())
          .isEqualTo(60 * 1700);
    }
  }

  @Test
  void memoryBecomesABlockAfterTheBlocksDuration() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small())) {
      for (int i = 0; i < 8 * 60; i++) {
        Samples.append(storage, series(0), clock.millis(), i);
        clock.advance(Duration.ofSeconds(15));
        storage.maintain();
      }
      assertThat(storage.stats().blocks()).isEqualTo(1);
      assertThat(Samples.all(storage)).hasSize(8 * 60);
    }
  }

  @Test
  void retentionByAgeRemovesBlocksAndRefusesSamples() throws IOException {
    StorageOptions options =
        StorageOptions.small().withRetention(Duration.ofDays(1), Long.MAX_VALUE);
    try (BlockStorage storage = open(options)) {
      Samples.append(storage, series(0), T, 1);
      storage.flush();
      clock.advance(Duration.ofHours(25));
      Samples.append(storage, series(0), clock.millis(), 2);
      storage.maintain();
      assertThat(Samples.all(storage)).hasSize(1);
      assertThat(storage.stats().blocks()).isZero();
      Appender appender = storage.appender();
      assertThat(appender.append(series(1), T, 1)).isEqualTo(Appender.Outcome.TOO_OLD);
      assertThat(storage.stats().refused()).containsEntry(Appender.Outcome.TOO_OLD, 1L);
    }
  }

  @Test
  void retentionByBytesRemovesTheOldestBlocks() throws IOException {
    StorageOptions options = StorageOptions.small().withRetention(Duration.ofDays(30), 20_000);
    try (BlockStorage storage = open(options)) {
      for (int round = 0; round < 30; round++) {
        Appender appender = storage.appender();
        for (int i = 0; i < 100; i++) {
          appender.append(series(i), clock.millis(), Math.sin(round * i));
        }
        appender.commit();
        storage.flush();
        storage.maintain();
        clock.advance(Duration.ofHours(3));
      }
      StorageStats stats = storage.stats();
      assertThat(stats.blockBytes() + stats.logBytes()).isLessThanOrEqualTo(20_000);
      assertThat(stats.newestMs()).isEqualTo(clock.millis() - Duration.ofHours(3).toMillis());
      assertThat(stats.oldestMs()).isGreaterThan(T);
    }
  }

  @Test
  void aQueryOutlivesTheBlockThatItReads() throws IOException {
    StorageOptions options = StorageOptions.small().withRetention(Duration.ofDays(1), 1L << 40);
    try (BlockStorage storage = open(options)) {
      Samples.append(storage, series(0), T, 1);
      storage.flush();
      List<Series> selected = storage.select(List.of(Matcher.equal("i", "0")), T, T);
      clock.advance(Duration.ofHours(25));
      storage.maintain();
      assertThat(storage.stats().blocks()).isZero();
      assertThat(selected.getFirst().iterator().next()).isTrue();
    }
  }

  @Test
  void blocksOfMonthsAreFew() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small())) {
      for (int i = 0; i < 12 * 20; i++) {
        Samples.append(storage, series(0), clock.millis(), i);
        storage.flush();
        storage.maintain();
        clock.advance(Duration.ofHours(2));
      }
      assertThat(storage.stats().blocks()).isLessThan(40);
      assertThat(Samples.all(storage)).hasSize(12 * 20);
    }
  }

  @Test
  void aClockThatWasAheadDoesNotShutOutWhatFollows() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small())) {
      clock.advance(Duration.ofDays(2));
      for (int i = 0; i < 300; i++) {
        Samples.append(storage, series(0), clock.millis() + i * 1000L, i);
      }
      clock.set(T);
      for (int i = 0; i < 300; i++) {
        Samples.append(storage, series(0), T + i * 1000L, i);
        clock.advance(Duration.ofSeconds(1));
      }
      assertThat(Samples.all(storage)).hasSize(600);
      Map<String, Long> before = Samples.all(storage);
      storage.flush();
      storage.maintain();
      assertThat(Samples.all(storage)).isEqualTo(before);
    }
  }

  @Test
  void aSampleTooFarBehindItsSeriesIsRefused() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small())) {
      clock.advance(Duration.ofHours(1));
      Samples.append(storage, series(0), clock.millis(), 1);
      Appender appender = storage.appender();
      long edge = clock.millis() - Duration.ofMinutes(10).toMillis();
      assertThat(appender.append(series(0), edge - 1, 1)).isEqualTo(Appender.Outcome.TOO_OLD);
      assertThat(appender.append(series(0), edge, 1)).isEqualTo(Appender.Outcome.ACCEPTED);
      assertThat(appender.append(series(1), edge - 1, 1)).isEqualTo(Appender.Outcome.ACCEPTED);
    }
  }

  @Test
  void whatOnlyCommitFindsOutIsCounted() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small())) {
      Appender first = storage.appender();
      Appender second = storage.appender();
      first.append(series(0), T, 1);
      first.append(series(0), T, 1);
      second.append(series(0), T, 2);
      first.commit();
      second.commit();
      assertThat(storage.stats().refused())
          .containsEntry(Appender.Outcome.DUPLICATE, 1L)
          .containsEntry(Appender.Outcome.CONFLICT, 1L);
      assertThat(Samples.all(storage)).containsValue(Double.doubleToRawLongBits(1)).hasSize(1);
    }
  }

  @Test
  void anInterruptedThreadHurtsNobody() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small())) {
      Samples.append(storage, series(0), T, 1);
      storage.flush();
      try {
        Thread.currentThread().interrupt();
        Samples.append(storage, series(0), T + 1, 1);
        assertThat(Samples.all(storage)).hasSize(2);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
      } finally {
        Thread.interrupted();
      }
      Samples.append(storage, series(0), T + 2, 1);
      assertThat(Samples.all(storage)).hasSize(3);
      assertThat(events).isEmpty();
    }
  }

  @Test
  void readersSeeWholeBatchesWhileOthersAppendAndFlush() throws Exception {
    StorageOptions options = StorageOptions.small().withMemory(50_000, 1 << 20);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    try (BlockStorage storage = open(options)) {
      Thread writer =
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> failure.set(e))
              .start(
                  () -> {
                    for (int k = 0; k < 3000 && !stop.get(); k++) {
                      Appender appender = storage.appender();
                      for (int i = 0; i < 20; i++) {
                        appender.append(series(i), T + k, k);
                      }
                      appender.commit();
                      started.countDown();
                    }
                  });
      started.await();
      while (writer.isAlive()) {
        long sum = 0;
        int samples = 0;
        for (Series series :
            storage.select(List.of(Matcher.equal("__name__", "m")), T, T + 10_000)) {
          var iterator = series.iterator();
          for (int k = 0; iterator.next(); k++) {
            assertThat(iterator.value()).isEqualTo(k);
            sum++;
            samples++;
          }
        }
        assertThat(samples % 20).as("%d samples", sum).isZero();
      }
      writer.join();
      assertThat(failure.get()).isNull();
      assertThat(Samples.all(storage)).hasSize(20 * 3000);
    } finally {
      stop.set(true);
    }
  }

  @Test
  void aLogLargerThanMemoryMayHoldBecomesBlocksWhileItIsReplayed() throws IOException {
    StorageOptions options =
        StorageOptions.small().withFiles(Duration.ofHours(2), 50_000, Duration.ofHours(1));
    Map<String, Long> before;
    try (BlockStorage storage = open(options)) {
      for (int k = 0; k < 400; k++) {
        Appender appender = storage.appender();
        for (int i = 0; i < 50; i++) {
          appender.append(series(i), T + k * 1000L, Math.sin(k * i));
        }
        appender.commit();
      }
      before = Samples.all(storage);
      assertThat(storage.stats().blocks()).isZero();
    }
    try (BlockStorage storage = open(options.withMemory(10_000, 1 << 20))) {
      assertThat(storage.stats().blocks()).isPositive();
      assertThat(storage.stats().logBytes()).isLessThan(100_000);
      assertThat(Samples.all(storage)).isEqualTo(before).hasSize(400 * 50);
    }
    try (BlockStorage storage = open(options)) {
      assertThat(Samples.all(storage)).isEqualTo(before);
    }
  }

  @Test
  void aLeftOverTemporaryBlockIsRemoved() throws IOException {
    Path left = Files.writeString(directory.resolve("block-00000007.tmp"), "half");
    open(StorageOptions.small()).close();
    assertThat(left).doesNotExist();
  }
}
