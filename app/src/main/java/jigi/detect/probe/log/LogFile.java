package jigi.detect.probe.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.kernel.Hash;
import org.jspecify.annotations.Nullable;

/** A file that is being written, and what becomes of it: renamed, cut to nothing, replaced. */
final class LogFile {
  private static final int HEAD = 256;

  private LogFile() {}

  /** Where the file begins, or ends. */
  static Position position(Path path, boolean atEnd) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      byte[] head = head(channel, HEAD);
      return new Position(
          inode(path), atEnd ? channel.size() : 0, Hash.of(head), head.length, false);
    }
  }

  /** The position with a digest of as many first bytes as the file has by now. */
  static Position known(Path path, Position position) throws IOException {
    if (position.headLength() == HEAD) {
      return position;
    }
    Position now = position(path, false);
    return new Position(
        position.inode(), position.offset(), now.head(), now.headLength(), position.inLine());
  }

  /** Whether the file is the one of the position and has not been cut since. */
  static boolean continues(Path path, Position position) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return inode(path) == position.inode()
          && channel.size() >= position.offset()
          && Hash.of(head(channel, position.headLength())).equals(position.head());
    }
  }

  /** The file of the position under its new name, next to the old one; null when it is gone. */
  static @Nullable Path renamed(Path path, Position position) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      return null;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> !file.equals(path)).filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      if (inode(file) == position.inode() && continues(file, position)) {
        return file;
      }
    }
    return null;
  }

  private static long inode(Path path) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:ino")).longValue();
  }

  private static byte[] head(FileChannel channel, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
      continue;
    }
    byte[] head = new byte[buffer.position()];
    buffer.flip().get(head);
    return head;
  }
}
