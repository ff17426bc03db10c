package jigi.metrics.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Real files on a disk that has a limited number of bytes left, of which some can be given back.
 */
final class FailingFiles implements StorageFiles {
  private long room = Long.MAX_VALUE;
  private boolean failSync;
  private boolean failTruncate;
  private CountDownLatch moving = new CountDownLatch(0);

  synchronized void room(long bytes) {
    room = bytes;
  }

  synchronized void failSync(boolean fail) {
    failSync = fail;
  }

  synchronized void failTruncate(boolean fail) {
    failTruncate = fail;
  }

  /** Lets no file have its name before it may. */
  synchronized void holdMoves(CountDownLatch until) {
    moving = until;
  }

  private synchronized CountDownLatch moving() {
    return moving;
  }

  private synchronized int take(int count) {
    int taken = (int) Math.min(room, count);
    if (room != Long.MAX_VALUE) {
      room -= taken;
    }
    return taken;
  }

  @Override
  public AppendFile create(Path path) throws IOException {
    AppendFile file = REAL.create(path);
    return new AppendFile() {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        int possible = take(count);
        file.write(bytes, from, possible);
        if (possible < count) {
          throw new IOException("No space left on device");
        }
      }

      @Override
      public void sync() throws IOException {
        synchronized (FailingFiles.this) {
          if (failSync) {
            throw new IOException("Input/output error");
          }
        }
        file.sync();
      }

      @Override
      public void truncate(long length) throws IOException {
        synchronized (FailingFiles.this) {
          if (failTruncate) {
            throw new IOException("Read-only file system");
          }
        }
        file.truncate(length);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    try {
      moving().await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException(String.valueOf(e.getMessage()));
    }
    REAL.move(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    REAL.delete(path);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    REAL.syncDirectory(directory);
  }
}
