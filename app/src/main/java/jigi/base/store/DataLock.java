package jigi.base.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import jigi.base.kernel.UserError;

/** Keeps a second Jigi off the data directory; the system frees it however this one ends. */
final class DataLock implements AutoCloseable {
  private static final String FILE = "jigi.lock";

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the directory (mode 0700) if there is none, and locks it.
   *
   * @throws UserError {@code data-not-writable}, {@code data-in-use}
   */
  static DataLock take(Path data) {
    try {
      if (!Files.isDirectory(data)) {
        Files.createDirectories(
            data,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FileChannel channel =
          FileChannel.open(
              data.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        return locked(data, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw notWritable(data, e);
    }
  }

  private static DataLock locked(Path data, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null; // held by this very process
    }
    if (lock == null) {
      ByteBuffer holder = ByteBuffer.allocate(20);
      channel.read(holder, 0);
      String pid = new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII);
      throw new UserError(
          "data-in-use",
          "another Jigi (process " + pid.strip() + ") uses the data directory " + data,
          "stop that one, or name another directory with --data");
    }
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid), 0);
    return new DataLock(channel);
  }

  static UserError notWritable(Path data, IOException e) {
    String reason =
        switch (e) {
          case AccessDeniedException denied -> "permission denied";
          case FileSystemException failed -> failed.getReason();
          case IOException failed -> failed.getMessage();
        };
    return new UserError(
        "data-not-writable",
        "the data directory "
            + data
            + " cannot be written ("
            + (reason == null ? e.getClass().getSimpleName() : reason)
            + ")",
        "make it writable for this user, or name another directory with --data",
        e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreUnavailableException("the lock of the data directory cannot be freed", e);
    }
  }
}
