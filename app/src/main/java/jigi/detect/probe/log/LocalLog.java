package jigi.detect.probe.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A log on the machine that Jigi runs on. */
record LocalLog(Path path) implements LogSource {
  @Override
  public LogFile current() throws IOException {
    return open(path);
  }

  @Override
  public @Nullable LogFile renamed(Position position) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      return null;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> !file.equals(path)).filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      if (inode(file) == position.inode()) {
        LogFile found = open(file);
        if (found.continues(position)) {
          return found;
        }
        found.close();
      }
    }
    return null;
  }

  private static LogFile open(Path file) throws IOException {
    return new Opened(file, inode(file), FileChannel.open(file, StandardOpenOption.READ));
  }

  private static long inode(Path file) throws IOException {
    return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
  }

  /** An open file: it stays the same one when it is renamed meanwhile. */
  private record Opened(Path file, long inode, FileChannel channel) implements LogFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public Instant changed() throws IOException {
      return Files.getLastModifiedTime(file).toInstant();
    }

    @Override
    public byte[] head(int length) throws IOException {
      byte[] head = new byte[length];
      return java.util.Arrays.copyOf(head, read(head, 0));
    }

    @Override
    public int read(byte[] buffer, long offset) throws IOException {
      ByteBuffer target = ByteBuffer.wrap(buffer);
      while (target.hasRemaining()) {
        if (channel.read(target, offset + target.position()) < 0) {
          break;
        }
      }
      return target.position();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
