package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import jigi.metrics.model.Labels;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs and blocks whose checksums are right and whose contents are not, as a bug of ours or
 * somebody else would write them: they are read or put aside, and cost no more memory than a good
 * file.
 */
class ReaderFuzzTest {
  private static final long T = SampleStorageContract.T;
  private static final long MOST_BYTES = 64L << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path temporary;

  private byte[] log = {};
  private byte[] block = {};

  @BeforeEach
  void write() throws IOException {
    Path directory = temporary.resolve("written");
    try (BlockStorage storage = open(directory)) {
      for (int commit = 0; commit < 40; commit++) {
        Appender appender = storage.appender();
        for (int i = 0; i < 20; i++) {
          Labels labels = Labels.of("__name__", "m" + i % 4, "i", "" + i, "path", "/v" + i);
          appender.append(labels, T + commit * 1000L + i % 3, value(i, commit));
        }
        appender.commit();
      }
      log = Files.readAllBytes(LogFormat.segment(directory, 1));
      storage.flush();
    }
    block = Files.readAllBytes(directory.resolve("block-00000001.blk"));
  }

  /** Each way that values are stored: constant, decimal, with exceptions, XOR. */
  private static double value(int series, int commit) {
    return switch (series % 4) {
      case 0 -> 5;
      case 1 -> commit * 0.25;
      case 2 -> commit % 9 == 0 ? Double.NaN : commit * 10;
      default -> Math.sqrt(series + commit);
    };
  }

  @Test
  void logsAreReadOrPutAside() throws IOException {
    logs(150);
  }

  @Test
  @Tag("exhaustive")
  void logsAreReadOrPutAsideForLong() throws IOException {
    logs(40_000);
  }

  @Test
  void blocksAreReadOrPutAside() throws IOException {
    blocks(400);
  }

  @Test
  @Tag("exhaustive")
  void blocksAreReadOrPutAsideForLong() throws IOException {
    blocks(40_000);
  }

  private void logs(int rounds) throws IOException {
    List<Integer> frames = new ArrayList<>();
    for (int at = 0; at < log.length; at += LogFormat.FRAME + (int) Little.INT.get(log, at + 4)) {
      frames.add(at);
    }
    assertThat(frames).hasSizeGreaterThan(40);
    long seed = System.nanoTime();
    System.out.println("ReaderFuzzTest logs, seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = log.clone();
      // Definitions come first, and most goes wrong with them.
      int frame = frames.get(random.nextInt(random.nextBoolean() ? 3 : frames.size()));
      int length = (int) Little.INT.get(bytes, frame + 4);
      int payload = frame + LogFormat.FRAME;
      spoil(bytes, payload, payload + length, random);
      Little.INT.set(bytes, frame + 8, LogFormat.checksum(bytes, payload, length));
      read("log seed " + seed + " round " + round, "log-00000001.wal", bytes);
    }
  }

  private void blocks(int rounds) throws IOException {
    int trailer = block.length - BlockMeta.TRAILER;
    int meta = trailer - (int) Little.INT.get(block, trailer + 12);
    int indexEnd = (int) (long) Little.LONG.get(block, trailer);
    int pages = indexStart();
    long seed = System.nanoTime();
    System.out.println("ReaderFuzzTest blocks, seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = block.clone();
      if (random.nextInt(4) == 0) {
        spoil(bytes, meta, trailer + 8, random);
      } else {
        spoil(bytes, pages, indexEnd, random);
        Little.INT.set(bytes, trailer + 8, checksum(bytes, pages, indexEnd));
      }
      Little.INT.set(bytes, trailer + 16, checksum(bytes, meta, trailer + 16));
      read("block seed " + seed + " round " + round, "block-00000001.blk", bytes);
    }
  }

  private int indexStart() throws IOException {
    Path path = Files.write(temporary.resolve("sound.blk"), block);
    try (Block sound = Block.open(path, 1, new PageCache(1 << 20), event -> {})) {
      return (int) sound.meta().sections().series();
    }
  }

  private static int checksum(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  /** Pages of samples have a checksum each; below it whatever is there is decoded or refused. */
  @Test
  void chunksAreDecodedOrRefused() {
    long seed = System.nanoTime();
    System.out.println("ReaderFuzzTest chunks, seed " + seed);
    Random random = new Random(seed);
    int end = Math.min(block.length, 2_000);
    int refused = 0;
    for (int round = 0; round < 50_000; round++) {
      // The file's magic, and the checksum of the first page, come before the first chunk.
      byte[] page = java.util.Arrays.copyOfRange(block, 12, 12 + random.nextInt(end - 12));
      spoil(page, 0, page.length, random);
      ChunkDecoder decoder = new ChunkDecoder();
      decoder.reset(page, 0, page.length);
      try {
        while (decoder.nextHeader()) {
          decoder.readBody(new long[decoder.count()], new double[decoder.count()]);
        }
      } catch (CorruptDataException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
    assertThat(refused).isPositive();
  }

  private static void spoil(byte[] bytes, int from, int to, Random random) {
    for (int i = random.nextInt(4); i >= 0 && from < to; i--) {
      int at = from + random.nextInt(to - from);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        case 3 -> {
          // A number of many bytes, where a small one stood.
          int many = Math.min(to - at, 1 + random.nextInt(9));
          java.util.Arrays.fill(bytes, at, at + many, (byte) 0xff);
          bytes[at + many - 1] = (byte) random.nextInt(128);
        }
        default -> {
          int other = from + random.nextInt(to - from);
          int length = Math.min(random.nextInt(24), to - Math.max(at, other));
          System.arraycopy(bytes, other, bytes, at, length);
        }
      }
    }
  }

  private void read(String as, String name, byte[] bytes) throws IOException {
    Path directory = Files.createDirectory(temporary.resolve(as.replace(' ', '-')));
    Files.write(directory.resolve(name), bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (BlockStorage storage = open(directory)) {
      count(storage);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(as, e);
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as(as).isLessThan(MOST_BYTES);
  }

  private static int count(BlockStorage storage) {
    int samples = 0;
    storage.labelNames(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
    for (Series series : storage.select(List.of(), Long.MIN_VALUE, Long.MAX_VALUE)) {
      SampleIterator iterator = series.iterator();
      while (iterator.next()) {
        samples++;
      }
    }
    return samples;
  }

  private static BlockStorage open(Path directory) throws IOException {
    return BlockStorage.open(directory, StorageOptions.small(), new TestClock(), event -> {});
  }
}
