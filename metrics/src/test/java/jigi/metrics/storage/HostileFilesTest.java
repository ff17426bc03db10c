package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import jigi.metrics.model.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose checksums are right and whose contents are not: opening and reading never fail. */
class HostileFilesTest {
  private static final long T = SampleStorageContract.T;

  @TempDir Path temporary;

  private final List<StorageEvent> events = new ArrayList<>();

  @Test
  void logRecordsOfNonsense() throws IOException {
    Path written = temporary.resolve("written");
    fill(written, false);
    byte[] log = Files.readAllBytes(LogFormat.segment(written, 1));
    long seed = System.nanoTime();
    System.out.println("HostileFilesTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      byte[] bytes = log.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      repairFrames(bytes);
      Path directory = Files.createDirectory(temporary.resolve("log-" + round));
      Files.write(LogFormat.segment(directory, 1), bytes);
      readEverything(directory, "seed " + seed + " round " + round);
    }
  }

  @Test
  void blockIndexesOfNonsense() throws IOException {
    Path written = temporary.resolve("written");
    fill(written, true);
    byte[] block = Files.readAllBytes(written.resolve("block-00000001.blk"));
    long seed = System.nanoTime();
    System.out.println("HostileFilesTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = block.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[8 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt();
      }
      repairBlock(bytes, block);
      Path directory = Files.createDirectory(temporary.resolve("block-" + round));
      Files.write(directory.resolve("block-00000001.blk"), bytes);
      readEverything(directory, "seed " + seed + " round " + round);
    }
  }

  private void readEverything(Path directory, String as) throws IOException {
    events.clear();
    try (BlockStorage storage = open(directory)) {
      Samples.all(storage);
      storage.labelNames(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
      storage.labelValues("i", List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
      Samples.append(storage, Labels.of("__name__", "fresh"), T, 1);
      assertThat(Samples.all(storage)).as(as).containsKey("fresh " + T);
    }
    assertThat(events).as(as).noneMatch(event -> event instanceof StorageEvent.BackgroundFailed);
  }

  private void fill(Path directory, boolean flush) throws IOException {
    try (BlockStorage storage = open(directory)) {
      for (int k = 0; k < 6; k++) {
        Appender appender = storage.appender();
        for (int i = 0; i < 20; i++) {
          appender.append(
              Labels.of("__name__", "m", "i", "" + i, "job", "j" + i % 3), T + k * 1000, i * k);
        }
        appender.commit();
      }
      if (flush) {
        storage.flush();
      }
    }
  }

  private static void repairFrames(byte[] bytes) {
    int at = 0;
    while (at + LogFormat.FRAME <= bytes.length) {
      int length = (int) Little.INT.get(bytes, at + 4);
      int payload = at + LogFormat.FRAME;
      if (length < 1 || length > bytes.length - payload) {
        return;
      }
      Little.INT.set(bytes, at + 8, LogFormat.checksum(bytes, payload, length));
      at = payload + length;
    }
  }

  /** Makes both checksums right, reading where the index lies from the undamaged original. */
  private static void repairBlock(byte[] bytes, byte[] original) {
    int trailer = bytes.length - BlockMeta.TRAILER;
    int metaLength = (int) Little.INT.get(original, trailer + 12);
    ByteSource in = new ByteSource(original, trailer - metaLength, trailer);
    int indexStart = (int) BlockMeta.read(in).sections().series();
    int indexEnd = (int) (long) Little.LONG.get(original, trailer);
    CRC32C index = new CRC32C();
    index.update(bytes, indexStart, indexEnd - indexStart);
    Little.INT.set(bytes, trailer + 8, (int) index.getValue());
    Little.INT.set(bytes, trailer + 12, metaLength);
    CRC32C meta = new CRC32C();
    meta.update(bytes, trailer - metaLength, metaLength + 16);
    Little.INT.set(bytes, trailer + 16, (int) meta.getValue());
  }

  private BlockStorage open(Path directory) throws IOException {
    return BlockStorage.open(directory, StorageOptions.small(), new TestClock(), events::add);
  }
}
