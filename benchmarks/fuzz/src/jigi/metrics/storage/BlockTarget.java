package jigi.metrics.storage;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.CRC32C;
import jigi.metrics.model.Labels;

/**
 * Any page of samples is decoded or called corrupt, and any index of a block, whose checksums are
 * right, is read or called corrupt.
 */
public final class BlockTarget {
  private static final int NAME = 8;
  private static final Path DIRECTORY;
  private static final byte[] BLOCK;
  private static final int INDEX;
  private static final int INDEX_END;
  private static final int META;

  static {
    try {
      DIRECTORY = Files.createTempDirectory("jigi-fuzz-block");
      BLOCK = block(DIRECTORY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int trailer = BLOCK.length - BlockMeta.TRAILER;
    META = (int) Little.INT.get(BLOCK, trailer + 12);
    INDEX =
        (int) BlockMeta.read(new ByteSource(BLOCK, trailer - META, trailer)).sections().series();
    INDEX_END = (int) (long) Little.LONG.get(BLOCK, trailer);
  }

  private BlockTarget() {}

  private static byte[] block(Path directory) throws IOException {
    try (BlockStorage storage =
        BlockStorage.open(directory, StorageOptions.small(), InstantSource.system(), event -> {})) {
      long now = System.currentTimeMillis();
      for (int k = 0; k < 6; k++) {
        Appender appender = storage.appender();
        for (int i = 0; i < 20; i++) {
          Labels labels = Labels.of("__name__", "m", "i", "" + i, "job", "j" + i % 3);
          appender.append(labels, now + k * 1000, i * k);
        }
        appender.commit();
      }
      storage.flush();
    }
    return Files.readAllBytes(directory.resolve("block-00000001.blk"));
  }

  public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
    try {
      if (data.consumeBoolean()) {
        page(data.consumeRemainingAsBytes());
      } else {
        index(data);
      }
    } catch (CorruptDataException e) {
      // what it is called
    }
  }

  private static void page(byte[] bytes) {
    ChunkDecoder decoder = new ChunkDecoder();
    decoder.reset(bytes, 0, bytes.length);
    while (decoder.nextHeader()) {
      decoder.readBody(new long[decoder.count()], new double[decoder.count()]);
    }
  }

  private static void index(FuzzedDataProvider data) throws IOException {
    byte[] bytes = BLOCK.clone();
    while (data.remainingBytes() > 0) {
      int at = data.consumeInt(INDEX, BLOCK.length - BlockMeta.TRAILER - 1);
      bytes[at] = data.consumeByte();
    }
    repair(bytes);
    Path file = DIRECTORY.resolve("fuzzed.blk");
    Files.write(file, bytes);
    try (Block block = Block.open(file, 1, new PageCache(1 << 20), event -> {})) {
      block.index().names(name -> {});
      block.index().values("i", value -> {});
      for (StoredSeries series :
          block.select(new Selector(List.of()), Long.MIN_VALUE, Long.MAX_VALUE)) {
        var samples = series.iterator();
        while (samples.next()) {
          // reading them is what is tried
        }
      }
    }
  }

  private static void repair(byte[] bytes) {
    int trailer = bytes.length - BlockMeta.TRAILER;
    CRC32C index = new CRC32C();
    index.update(bytes, INDEX, INDEX_END - INDEX);
    Little.INT.set(bytes, trailer + NAME, (int) index.getValue());
    CRC32C meta = new CRC32C();
    meta.update(bytes, trailer - META, META + 16);
    Little.INT.set(bytes, trailer + 16, (int) meta.getValue());
  }
}
