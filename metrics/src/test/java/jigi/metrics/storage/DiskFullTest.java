package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jigi.metrics.model.Labels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DiskFullTest {
  private static final long T = SampleStorageContract.T;

  @TempDir Path directory;

  private final FailingFiles files = new FailingFiles();
  private final List<StorageEvent> events = new ArrayList<>();

  private BlockStorage open(StorageOptions options) throws IOException {
    return BlockStorage.open(directory, options, new TestClock(), events::add, files);
  }

  private static Labels series(int i) {
    return Labels.of("__name__", "m", "i", "" + i);
  }

  @Test
  void aBatchIsRefusedWholeAndTheNextOneWorksWhenThereIsRoom() throws IOException {
    for (int room = 0; room < 200; room += 5) {
      Files.createDirectories(directory);
      boolean broken = room % 2 == 1;
      int base = room * 10;
      try (BlockStorage storage = open(StorageOptions.small())) {
        Samples.append(storage, series(base), T, 1);
        Map<String, Long> before = Samples.all(storage);
        Appender appender = storage.appender();
        for (int i = 0; i < 8; i++) {
          appender.append(series(base + i), T + 1, 0.1 * i);
        }
        files.room(room);
        files.failTruncate(broken);
        long failed = storage.stats().commitsFailed();
        try {
          appender.commit();
          assertThat(room).as("the batch fits").isGreaterThan(100);
          files.failTruncate(false);
          files.room(Long.MAX_VALUE);
          continue;
        } catch (UncheckedIOException e) {
          assertThat(e.getCause())
              .isInstanceOf(StorageException.class)
              .hasMessageContaining("STORAGE_LOG_WRITE a batch of 8 samples was refused")
              .hasMessageContaining("No space left on device")
              .hasMessageContaining("HINT");
        }
        assertThat(storage.stats().commitsFailed()).isEqualTo(failed + 1);
        assertThat(Samples.all(storage)).as("room for %d bytes", room).isEqualTo(before);
        files.room(Long.MAX_VALUE);
        files.failTruncate(false);
        Samples.append(storage, series(base + 1), T + 2, 2);
        before.put(series(base + 1) + " " + (T + 2), Double.doubleToRawLongBits(2));
        assertThat(Samples.all(storage)).isEqualTo(before);
        storage.close();
        try (BlockStorage again = open(StorageOptions.small())) {
          assertThat(Samples.all(again)).as("room for %d bytes", room).containsAllEntriesOf(before);
          if (!broken) {
            assertThat(Samples.all(again)).isEqualTo(before);
          }
        }
      }
    }
  }

  @Test
  void aBlockThatDoesNotFitIsTriedAgainAndNothingIsLost() throws IOException {
    try (BlockStorage storage = open(StorageOptions.small())) {
      for (int k = 0; k < 50; k++) {
        Samples.append(storage, series(k % 5), T + k, k / 3.0);
      }
      Map<String, Long> before = Samples.all(storage);
      for (int room = 0; room < 600; room += 50) {
        files.room(room);
        assertThatThrownBy(storage::flush).hasMessageContaining("No space left");
        assertThat(Samples.all(storage)).isEqualTo(before);
        assertThat(storage.stats().blocks()).isZero();
        files.room(Long.MAX_VALUE);
        Samples.append(storage, series(0), T + 1000 + room, 1);
        before = Samples.all(storage);
      }
      storage.maintain();
      assertThat(storage.stats().blocks()).isEqualTo(1);
      assertThat(Samples.all(storage)).isEqualTo(before);
      storage.flush();
      assertThat(storage.stats().blocks()).isEqualTo(2);
      assertThat(storage.stats().logBytes()).isZero();
    }
    try (var list = Files.list(directory)) {
      assertThat(list.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "block-00000013.blk", "block-00000014.blk");
    }
  }

  @Test
  void afterAFailedSyncTheSamplesAreWrittenAnew() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    StorageOptions options =
        StorageOptions.small().withFiles(Duration.ofHours(2), 1 << 20, Duration.ofMillis(1));
    files.failSync(true);
    try (BlockStorage storage =
        BlockStorage.open(
            directory, options, new TestClock(), event -> failed.countDown(), files)) {
      Samples.append(storage, series(0), T, 1);
      assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(storage.stats().backgroundFailures()).isPositive();
      files.failSync(false);
      storage.maintain();
      assertThat(storage.stats().blocks()).isEqualTo(1);
      assertThat(Samples.all(storage)).hasSize(1);
    }
  }

  @Test
  void whenBlocksCannotBeWrittenMemoryStaysBounded() throws IOException {
    StorageOptions tiny = StorageOptions.small().withMemory(1 << 20, 1 << 20);
    files.failSync(true);
    try (BlockStorage storage = open(tiny)) {
      assertThatThrownBy(() -> appendRows(storage, 100_000))
          .rootCause()
          .hasMessageContaining("STORAGE_HEAD_FULL")
          .hasMessageContaining("HINT");
      files.failSync(false);
      storage.maintain();
      Samples.append(storage, series(0), T + Duration.ofMinutes(5).toMillis(), 1);
    }
  }

  @Test
  void appendsThatAreFasterThanBlocksAreWrittenWait() throws Exception {
    StorageOptions tiny = StorageOptions.small().withMemory(1 << 20, 1 << 20);
    CountDownLatch written = new CountDownLatch(1);
    files.holdMoves(written);
    try (BlockStorage storage = open(tiny)) {
      Thread appending = Thread.ofPlatform().start(() -> appendRows(storage, 2_000));
      while (!waitsForFlush(appending)) {
        assertThat(appending.isAlive()).as("appends wait").isTrue();
        Thread.onSpinWait();
      }
      assertThat(storage.stats().blocks()).isZero();
      assertThat(storage.stats().headBytes())
          .as("1,000 series of 900 bytes, a block's samples and half as much again")
          .isLessThan(1000 * 900 + 2 * (1 << 20));
      written.countDown();
      appending.join();
      assertThat(storage.stats().samplesAppended()).isEqualTo(2_000_000);
      assertThat(storage.stats().commitsFailed()).isZero();
    }
  }

  private static void appendRows(BlockStorage storage, int rows) {
    for (int k = 0; k < rows; k++) {
      Appender appender = storage.appender();
      for (int i = 0; i < 1000; i++) {
        appender.append(series(i), T + k, Math.sin(k * i));
      }
      appender.commit();
    }
  }

  private static boolean waitsForFlush(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("awaitFlush"));
  }
}
