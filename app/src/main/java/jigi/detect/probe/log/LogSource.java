package jigi.detect.probe.log;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Hash;
import org.jspecify.annotations.Nullable;

/** Where a log lies: a name, the file that has it now, and those that had it before. */
interface LogSource {
  /** How many first bytes tell a file from another one that was given the same inode number. */
  int HEAD = 256;

  /**
   * The file that has the name now.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  LogFile current() throws IOException, InterruptedException;

  /** The file of the position under its new name, next to the old one; null when it is gone. */
  @Nullable LogFile renamed(Position position) throws IOException, InterruptedException;

  /**
   * The rotated files beside it, the one that was written last first.
   *
   * @param now the inode number of the file that has the name now, which is none of them
   */
  List<Older> older(long now) throws IOException, InterruptedException;

  /**
   * A rotated file.
   *
   * @param name without its folder
   * @param changed by its own machine's clock
   * @param size in bytes, as it lies there
   */
  record Older(String name, Instant changed, long size) {}

  /** A plain one. */
  LogFile open(Older older) throws IOException, InterruptedException;

  /**
   * The contents of a packed one.
   *
   * @throws IOException also when nothing unpacks it
   */
  InputStream unpacked(Older older) throws IOException, InterruptedException;

  /** One file, whatever its name. */
  interface LogFile extends AutoCloseable {
    long inode();

    /** In bytes. */
    long size() throws IOException;

    Instant changed() throws IOException;

    /** The first bytes; fewer where the file is shorter. */
    byte[] head(int length) throws IOException;

    /** Fills the buffer from an offset; gives the number of bytes, less only at the file's end. */
    int read(byte[] buffer, long offset) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;

    /** Where the file begins, or ends. */
    default Position position(boolean atEnd) throws IOException {
      byte[] head = head(HEAD);
      return new Position(inode(), atEnd ? size() : 0, Hash.of(head), head.length, false);
    }

    /** The position with a digest of as many first bytes as the file has by now. */
    default Position known(Position position) throws IOException {
      if (position.headLength() == HEAD) {
        return position;
      }
      Position now = position(false);
      return new Position(
          position.inode(), position.offset(), now.head(), now.headLength(), position.inLine());
    }

    /** Whether the file is the one of the position and has not been cut since. */
    default boolean continues(Position position) throws IOException {
      return inode() == position.inode()
          && size() >= position.offset()
          && Hash.of(head(position.headLength())).equals(position.head());
    }
  }
}
