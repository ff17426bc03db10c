package jigi.metrics.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the blocks of a directory are made of.
 *
 * @param chunks bytes of samples
 * @param all bytes of the files, index included
 */
public record BlockSizes(long samples, long chunks, long all) {
  /** Measures the blocks of a storage. */
  public static BlockSizes of(Path directory) throws IOException {
    BlockSizes sum = new BlockSizes(0, 0, 0);
    PageCache cache = new PageCache(1 << 20);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.blk")) {
      for (Path file : files) {
        // Closed at once: the cache knows the pages of a file by a number, which is the same for all.
        try (Block block = Block.open(file, 0, cache, event -> {})) {
          BlockMeta meta = block.meta();
          sum =
              new BlockSizes(
                  sum.samples + meta.samples(),
                  sum.chunks + meta.sections().series(),
                  sum.all + block.size());
        }
      }
    }
    return sum;
  }

  /** Bytes per sample. */
  @Override
  public String toString() {
    return "%d samples in blocks, bytes per sample: %.2f without, %.2f with the index"
        .formatted(samples, chunks / (double) samples, all / (double) samples);
  }
}
