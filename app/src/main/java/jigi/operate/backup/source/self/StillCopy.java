package jigi.operate.backup.source.self;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * A folder that is written to as one that is not: what was written long ago is linked, since nobody
 * writes into it again, and the rest is copied as far as it was written.
 */
final class StillCopy {
  private static final Duration LONG_AGO = Duration.ofMinutes(30);
  private static final int CHUNK = 64 * 1024;

  private StillCopy() {}

  /**
   * @param from may be missing: then there is nothing to copy
   * @param now by the clock that stamps files
   */
  static void of(Path from, Path to, Instant now) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectory(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              Path copy = to.resolve(from.relativize(file).toString());
              Instant written = attributes.lastModifiedTime().toInstant();
              copy(file, copy, attributes.size(), written.isBefore(now.minus(LONG_AGO)));
            }
            return FileVisitResult.CONTINUE;
          }

          /** What is gone was not wanted any more. */
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw why;
          }
        });
  }

  private static void copy(Path file, Path copy, long size, boolean settled) throws IOException {
    try {
      if (settled) {
        Files.createLink(copy, file);
        return;
      }
      try (InputStream in = Files.newInputStream(file);
          OutputStream out = Files.newOutputStream(copy)) {
        byte[] buffer = new byte[CHUNK];
        long left = size;
        int n = in.read(buffer, 0, (int) Math.min(CHUNK, left));
        while (left > 0 && n > 0) {
          out.write(buffer, 0, n);
          left -= n;
          n = in.read(buffer, 0, (int) Math.min(CHUNK, left));
        }
      }
    } catch (NoSuchFileException e) {
      Files.deleteIfExists(copy);
    }
  }
}
