package jigi.operate.backup.source.redis;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import jigi.base.kernel.CrashPoint;
import org.jspecify.annotations.Nullable;

/**
 * The file into which changes are received, in Redis's own format of append-only files: commands,
 * and before the first of each second a line {@code #TS:} with its number. Its first line says
 * where in the stream it begins. It ends between two commands and never within a transaction.
 *
 * <p>Used by one thread at a time.
 */
final class StreamFile implements Commands.Sink, AutoCloseable {
  private static final CrashPoint ENDED = CrashPoint.named("backup.changes-ended");

  /** The file that is being written. */
  private static final String PART = "part";

  private static final String HEAD = "#JIGI:";
  static final String TIME = "#TS:";
  private static final int BUFFER = 64 * 1024;

  private final Path spool;
  private final InstantSource clock;
  private final Head head;
  private final FileChannel channel;
  private final OutputStream out;
  private Progress progress;
  private long second;

  /**
   * Where a file begins.
   *
   * @param life see {@link StreamName}
   */
  record Head(long life, long number, StreamPosition start) {
    String line() {
      return HEAD + life + ":" + number + ":" + start.server() + ":" + start.offset() + "\r\n";
    }

    /** The first line of a file. */
    static Head of(Commands commands) throws IOException {
      Commands.Piece first = commands.next(Commands.none());
      return of(first == null ? "" : first.text());
    }

    private static Head of(String line) throws IOException {
      String[] words = line.split(":");
      if (words.length != 5 || !line.startsWith(HEAD)) {
        throw new IOException("a file of changes does not say where it begins");
      }
      return new Head(
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          new StreamPosition(words[3], Long.parseLong(words[4])));
    }
  }

  private StreamFile(
      Path spool, InstantSource clock, Head head, Progress progress, FileChannel channel) {
    this.spool = spool;
    this.clock = clock;
    this.head = head;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    this.progress = progress;
  }

  /**
   * How far the commands go, bytes of the stream.
   *
   * @param changed the end of the last change
   * @param within a transaction
   */
  private record Progress(long offset, long changed, boolean within) {
    static Progress from(Head head) {
      return new Progress(head.start().offset(), head.start().offset(), false);
    }

    Progress after(Commands.Piece piece) {
      long end = offset + piece.bytes();
      return new Progress(
          end, piece.changes() ? end : changed, piece.begins() || (within && !piece.ends()));
    }
  }

  /** An empty one. */
  static StreamFile begin(Path spool, InstantSource clock, Head head) throws IOException {
    FileChannel channel =
        FileChannel.open(
            spool.resolve(PART),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    StreamFile file = new StreamFile(spool, clock, head, Progress.from(head), channel);
    file.out.write(head.line().getBytes(StandardCharsets.US_ASCII));
    file.out.flush();
    return file;
  }

  /** The one that was written last; null for none. What was cut off at its end is removed. */
  static @Nullable StreamFile again(Path spool, InstantSource clock) throws IOException {
    Path part = spool.resolve(PART);
    if (!Files.exists(part) || Files.size(part) == 0) {
      return null;
    }
    Whole whole = Whole.of(part);
    FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
    channel.truncate(whole.bytes);
    channel.position(whole.bytes);
    StreamFile file = new StreamFile(spool, clock, whole.head, whole.progress, channel);
    file.second = whole.second;
    return file;
  }

  /** How far a file goes without anything cut off. */
  private static final class Whole {
    private final Head head;
    private long bytes;
    private Progress progress;
    private long second;

    private Whole(Head head, long bytes) {
      this.head = head;
      this.bytes = bytes;
      this.progress = Progress.from(head);
    }

    static Whole of(Path file) throws IOException {
      try (InputStream in = open(file)) {
        Commands commands = new Commands(in);
        Head head = Head.of(commands);
        Whole whole = new Whole(head, head.line().length());
        try {
          whole.read(commands);
        } catch (EOFException e) {
          return whole; // what comes last is not whole
        }
        return whole;
      }
    }

    private void read(Commands commands) throws IOException {
      long at = bytes;
      Progress reached = progress;
      for (Commands.Piece piece = commands.next(Commands.none());
          piece != null;
          piece = commands.next(Commands.none())) {
        at += piece.isNote() ? piece.text().length() + 2 : piece.bytes();
        reached = reached.after(piece);
        second = piece.text().startsWith(TIME) ? second(piece.text()) : second;
        if (!reached.within) {
          bytes = at;
          progress = reached;
        }
      }
    }
  }

  /** The number in a line {@code #TS:}. */
  static long second(String note) throws IOException {
    try {
      return Long.parseLong(note.substring(TIME.length()));
    } catch (NumberFormatException e) {
      throw new IOException("a time that is none: " + note, e);
    }
  }

  @Override
  public void begin() throws IOException {
    long now = clock.instant().getEpochSecond();
    if (!isWithin() && now > second) {
      second = now;
      out.write((TIME + now + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
  }

  /** After the last byte of a command. */
  void ended(Commands.Piece piece) {
    progress = progress.after(piece);
  }

  Head head() {
    return head;
  }

  /** Where the stream goes on. */
  StreamPosition at() {
    return new StreamPosition(head.start().server(), progress.offset);
  }

  /** The end of the last change, bytes of the stream. */
  long changed() {
    return progress.changed;
  }

  boolean isWithin() {
    return progress.within;
  }

  boolean isWritten() {
    return progress.changed > head.start().offset();
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Gives it its name, once it is on the disk. */
  StreamName end() throws IOException {
    out.flush();
    channel.force(true);
    close();
    StreamName name =
        new StreamName(
            head.life(), head.number(), head.start().offset(), progress.offset, at().shortServer());
    Files.move(spool.resolve(PART), spool.resolve(name.text()), StandardCopyOption.ATOMIC_MOVE);
    ENDED.pass();
    return name;
  }

  /** Where a file begins. */
  static Head head(Path file) throws IOException {
    try (InputStream in = open(file)) {
      return Head.of(new Commands(in));
    }
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), BUFFER);
  }

  /** What an interrupted writer could not write is received again. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      out.flush();
    }
    channel.close();
  }
}
