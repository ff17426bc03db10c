package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TombstoneTest {
  private static final long T = SampleStorageContract.T;

  @TempDir Path directory;

  private final List<StorageEvent> events = new ArrayList<>();

  private BlockStorage open() throws IOException {
    return BlockStorage.open(directory, StorageOptions.small(), new TestClock(), events::add);
  }

  private static Labels series(int i) {
    return Labels.of("__name__", "m", "i", "" + i);
  }

  private static void fill(BlockStorage storage) {
    for (int k = 0; k < 50; k++) {
      Appender appender = storage.appender();
      for (int i = 0; i < 40; i++) {
        appender.append(series(i), T + k * 1000L, Math.sin(i * 50 + k));
      }
      appender.commit();
    }
  }

  private static void delete(BlockStorage storage, String i) {
    storage.delete(List.of(new Matcher("i", Matcher.Op.REGEX, i)), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Test
  void deletionsSurviveRestartsAndNewBlocksAreNotTheirs() throws IOException {
    try (BlockStorage storage = open()) {
      fill(storage);
      delete(storage, "[0-9]|1.");
    }
    try (BlockStorage storage = open()) {
      assertThat(Samples.all(storage)).hasSize(20 * 50);
      Samples.append(storage, series(3), T + 60_000, 7);
      delete(storage, "[23].");
    }
    Map<String, Long> left = Map.of(series(3) + " " + (T + 60_000), Double.doubleToRawLongBits(7));
    try (BlockStorage storage = open()) {
      assertThat(Samples.all(storage)).isEqualTo(left);
      storage.maintain();
      assertThat(Samples.all(storage)).isEqualTo(left);
      long before = storage.stats().blockBytes();
      storage.cleanTombstones();
      assertThat(storage.stats().blockBytes()).isLessThan(before / 5);
      assertThat(directory.resolve("tombstones")).doesNotExist();
    }
    try (BlockStorage storage = open()) {
      assertThat(Samples.all(storage)).isEqualTo(left);
      Samples.append(storage, series(5), T + 90_000, 1);
      storage.flush();
      assertThat(Samples.all(storage)).hasSize(2);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void whenAllIsDeletedAndCleanedWhatFollowsIsKept() throws IOException {
    try (BlockStorage storage = open()) {
      fill(storage);
      delete(storage, ".*");
      storage.cleanTombstones();
      assertThat(storage.stats().blocks()).isZero();
    }
    try (BlockStorage storage = open()) {
      fill(storage);
      storage.flush();
      assertThat(Samples.all(storage)).hasSize(40 * 50);
    }
  }

  @Test
  void aDamagedFileIsPutAsideAloud() throws IOException {
    try (BlockStorage storage = open()) {
      fill(storage);
      delete(storage, "1");
    }
    Path file = directory.resolve("tombstones");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    try (BlockStorage storage = open()) {
      assertThat(events)
          .singleElement()
          .isInstanceOfSatisfying(
              StorageEvent.BlockQuarantined.class,
              event -> assertThat(event.aside()).hasBinaryContent(bytes));
    }
  }

  @Test
  void bytesOfNonsenseAreTombstonesOrRefused() throws IOException {
    try (BlockStorage storage = open()) {
      fill(storage);
      delete(storage, "1|2.*");
    }
    byte[] good = Files.readAllBytes(directory.resolve("tombstones"));
    long seed = System.nanoTime();
    System.out.println("TombstoneTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = good.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
      }
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, bytes.length - 4);
      Little.INT.set(bytes, bytes.length - 4, (int) crc.getValue());
      try {
        assertThat(TombstoneFile.parse(bytes)).isNotNull();
      } catch (CorruptDataException e) {
        assertThat(e).as("seed %d round %d", seed, round).hasMessageMatching(".+");
      }
    }
  }

  @Test
  void noAcknowledgedDeletionComesBackAfterAKill() throws Exception {
    long seed = System.nanoTime();
    System.out.println("TombstoneTest seed " + seed);
    Random random = new Random(seed);
    long last = -1;
    for (int round = 0; round < 4; round++) {
      last = runAndKill(last + 1, 3 + random.nextInt(40));
      try (BlockStorage storage = Child.open(directory)) {
        Map<String, Long> left = Samples.all(storage);
        for (long batch = 0; batch <= last; batch++) {
          assertThat(left)
              .as("seed %d round %d batch %d of %d", seed, round, batch, last)
              .doesNotContainKey(Child.deleted(batch) + " " + Child.time(batch))
              .containsKey(Child.kept() + " " + Child.time(batch));
        }
      }
    }
  }

  private long runAndKill(long from, int after) throws IOException, InterruptedException {
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
        if (last - from == after) {
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

  /** Appends, deletes a part of it, cleans now and then, and says so each time. */
  static final class Child {
    private Child() {}

    static BlockStorage open(Path directory) throws IOException {
      StorageOptions options =
          StorageOptions.small()
              .withFiles(Duration.ofHours(2), 20_000, Duration.ofMillis(50))
              .withMemory(20_000, 1 << 20);
      return BlockStorage.open(directory, options, InstantSource.system(), event -> {});
    }

    static Labels kept() {
      return Labels.of("__name__", "m", "i", "kept");
    }

    static Labels deleted(long batch) {
      return Labels.of("__name__", "m", "i", "deleted" + batch % 3);
    }

    static long time(long batch) {
      return T + batch * 1000;
    }

    /** Arguments: directory, first batch. */
    public static void main(String[] args) throws IOException {
      try (BlockStorage storage = open(Path.of(args[0]))) {
        for (long batch = Long.parseLong(args[1]); batch < 1_000_000; batch++) {
          Appender appender = storage.appender();
          appender.append(kept(), time(batch), batch);
          appender.append(deleted(batch), time(batch), batch);
          appender.commit();
          storage.delete(
              List.of(Matcher.equal("i", deleted(batch).getOrEmpty("i"))),
              time(batch),
              time(batch));
          if (batch % 7 == 6) {
            storage.cleanTombstones();
          }
          if (batch % 5 == 4) {
            storage.maintain();
          }
          System.out.println(batch);
        }
      }
    }
  }
}
