package jigi.metrics.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Everything that the storage does to files apart from reading; tests put failures here. */
interface StorageFiles {
  AppendFile create(Path path) throws IOException;

  void move(Path from, Path to) throws IOException;

  void delete(Path path) throws IOException;

  /** Makes created, renamed and deleted names survive a loss of power. */
  void syncDirectory(Path directory) throws IOException;

  StorageFiles REAL =
      new StorageFiles() {
        @Override
        public AppendFile create(Path path) throws IOException {
          return new RealFile(path);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path path) throws IOException {
          Files.deleteIfExists(path);
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
          boolean interrupted = Thread.interrupted();
          while (!forced(directory)) {
            interrupted |= Thread.interrupted();
          }
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
        }
      };

  /** False when an interrupt came in between. */
  private static boolean forced(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  /** A RandomAccessFile, because a FileChannel would be closed by an interrupt. */
  final class RealFile implements AppendFile {
    private final RandomAccessFile file;

    RealFile(Path path) throws IOException {
      this.file = new RandomAccessFile(path.toFile(), "rw");
      file.setLength(0);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      file.write(bytes, from, count);
    }

    @Override
    public void sync() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void truncate(long length) throws IOException {
      file.setLength(length);
      file.seek(length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
