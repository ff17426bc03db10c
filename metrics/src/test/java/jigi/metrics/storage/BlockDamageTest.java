package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every byte of one block is damaged once; the other block and all undamaged pages stay readable.
 */
class BlockDamageTest {
  private static final long T = SampleStorageContract.T;

  @TempDir Path temporary;

  private final List<StorageEvent> events = new ArrayList<>();
  private Map<String, Long> all = Map.of();
  private Map<String, Long> inFirst = Map.of();
  private byte[] first = new byte[0];
  private byte[] second = new byte[0];

  @BeforeEach
  void writeBlocks() throws IOException {
    Path directory = temporary.resolve("written");
    try (BlockStorage storage = open(directory)) {
      fill(storage, T);
      inFirst = Samples.all(storage);
      storage.flush();
      fill(storage, T + 600_000);
      all = Samples.all(storage);
      storage.flush();
      assertThat(Samples.all(storage)).isEqualTo(all).hasSize(18 * 4 * 2);
      assertThat(storage.stats().blocks()).isEqualTo(2);
      assertThat(storage.stats().logBytes()).isZero();
    }
    first = Files.readAllBytes(directory.resolve("block-00000001.blk"));
    second = Files.readAllBytes(directory.resolve("block-00000002.blk"));
  }

  private static void fill(BlockStorage storage, long from) {
    Appender appender = storage.appender();
    for (int i = 0; i < 18; i++) {
      for (int k = 0; k < 4; k++) {
        appender.append(
            Labels.of("__name__", "m" + i % 3, "i", "" + i), from + k * 1000L, i * k / 7.0);
      }
    }
    appender.commit();
  }

  @Test
  void aFlippedByteNeverYieldsAWrongSampleNorHidesWhatLiesElsewhere() throws IOException {
    int pageLosses = 0;
    int blockLosses = 0;
    for (int at = 0; at < first.length; at += 3) {
      byte[] damaged = first.clone();
      damaged[at] ^= 0x55;
      Path directory = put("flip-" + at, damaged);
      events.clear();
      try (BlockStorage storage = open(directory)) {
        Map<String, Long> found = Samples.all(storage);
        assertThat(all).as("byte %d", at).containsAllEntriesOf(found);
        Map<String, Long> missing = new TreeMap<>(all);
        missing.keySet().removeAll(found.keySet());
        if (missing.isEmpty()) {
          assertThat(at).as("only the file's first magic may go unnoticed").isLessThan(8);
          continue;
        }
        assertThat(events).as("byte %d", at).hasSize(1);
        assertThat(inFirst).as("byte %d", at).containsAllEntriesOf(missing);
        switch (events.getFirst()) {
          case StorageEvent.PageUnreadable page -> {
            assertThat(missing).as("byte %d", at).hasSize(4);
            pageLosses++;
          }
          case StorageEvent.BlockQuarantined block -> {
            assertThat(missing).as("byte %d", at).hasSize(18 * 4);
            assertThat(block.aside()).exists().hasBinaryContent(damaged);
            blockLosses++;
          }
          case StorageEvent.BackgroundFailed e -> throw new AssertionError(e.reason());
          case StorageEvent.LogRegionSkipped e -> throw new AssertionError(e);
          case StorageEvent.LogSamplesLost e -> throw new AssertionError(e);
        }
      }
    }
    assertThat(pageLosses).isPositive();
    assertThat(blockLosses).isPositive();
  }

  @Test
  void aCutBlockIsPutAsideAndTheRestIsRead() throws IOException {
    Map<String, Long> rest = new TreeMap<>(all);
    rest.keySet().removeAll(inFirst.keySet());
    for (int cut = 0; cut < first.length; cut += 37) {
      Path directory = put("cut-" + cut, Arrays.copyOf(first, cut));
      events.clear();
      try (BlockStorage storage = open(directory)) {
        assertThat(Samples.all(storage)).as("cut at %d", cut).isEqualTo(rest);
        assertThat(events).hasSize(1).first().isInstanceOf(StorageEvent.BlockQuarantined.class);
      }
    }
  }

  @Test
  void mergingLeavesOutADamagedPageAndKeepsTheOriginal() throws IOException {
    byte[] damaged = first.clone();
    damaged[20] ^= 0x55;
    Path directory = put("merge", damaged);
    TestClock clock = new TestClock();
    try (BlockStorage storage =
        BlockStorage.open(directory, StorageOptions.small(), clock, events::add)) {
      for (int i = 2; i < 4; i++) {
        fill(storage, T + i * 600_000);
        storage.flush();
      }
      Map<String, Long> before = Samples.all(storage);
      storage.maintain();
      assertThat(storage.stats().blocks()).isEqualTo(1);
      assertThat(Samples.all(storage)).isEqualTo(before).hasSize(18 * 4 * 4 - 4);
    }
    assertThat(directory.resolve("quarantine/block-00000001.blk")).hasBinaryContent(damaged);
    assertThat(directory.resolve("block-00000002.blk")).doesNotExist();
  }

  private Path put(String name, byte[] damaged) throws IOException {
    Path directory = Files.createDirectory(temporary.resolve(name));
    Files.write(directory.resolve("block-00000001.blk"), damaged);
    Files.write(directory.resolve("block-00000002.blk"), second);
    return directory;
  }

  private BlockStorage open(Path directory) throws IOException {
    return BlockStorage.open(directory, StorageOptions.small(), new TestClock(), events::add);
  }
}
