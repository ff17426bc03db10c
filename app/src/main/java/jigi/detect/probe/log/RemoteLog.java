package jigi.detect.probe.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Exchange;
import jigi.base.kernel.UserError;
import jigi.detect.probe.CheckContext;
import org.jspecify.annotations.Nullable;

/**
 * A log on a host behind SSH. One exchange tells of the file and brings what follows the position
 * that is known, so that a look at a quiet log costs a single one.
 */
final class RemoteLog implements LogSource {
  /** The answer's whole must fit into what is kept of a command's output. */
  private static final int CHUNK = 768 * 1024;

  private static final String SCRIPT = script();

  private final CheckContext context;
  private final String path;
  private final Position expected;
  private List<Piece> pieces = List.of();

  /**
   * @param known how far the log has been read; null at the first look
   */
  RemoteLog(CheckContext context, String path, @Nullable Position known) {
    this.context = context;
    this.path = path;
    this.expected = known == null ? new Position(0, 0, "", 0, false) : known;
  }

  /** A file as one exchange showed it, and some of its bytes. */
  private record Piece(
      long inode, long size, Instant changed, byte[] first, long from, byte[] bytes) {}

  @Override
  public LogFile current() throws IOException, InterruptedException {
    if (pieces.isEmpty()) {
      pieces = ask(expected.inode(), expected.offset());
    }
    return new Shown(pieces.getFirst());
  }

  @Override
  public @Nullable LogFile renamed(Position position) throws IOException, InterruptedException {
    current();
    for (Piece piece : pieces.subList(1, pieces.size())) {
      LogFile found = new Shown(piece);
      if (found.continues(position)) {
        return found;
      }
    }
    return null;
  }

  /**
   * @throws UserError when the host cannot be asked
   */
  private List<Piece> ask(long inode, long offset) throws IOException, InterruptedException {
    List<String> words =
        List.of("perl", "-e", SCRIPT, path, "" + inode, "" + offset, "" + HEAD, "" + CHUNK);
    Exchange answer = context.exchange("root", words, Map.of());
    if (answer.timedOut() || answer.truncated()) {
      throw new IOException(answer.timedOut() ? "no answer in time" : "the answer is too long");
    }
    if (answer.code() != 0) {
      throw new IOException(answer.stderr().strip().lines().findFirst().orElse("no answer"));
    }
    List<Piece> found = parse(answer.stdout());
    if (found.isEmpty()) {
      String why = new String(answer.stdout(), StandardCharsets.UTF_8).strip();
      switch (why) {
        case "none No such file or directory" -> throw new NoSuchFileException(path);
        case "none Permission denied" -> throw new AccessDeniedException(path);
        default -> throw new IOException(why.isEmpty() ? "no answer" : why.substring(5));
      }
    }
    return found;
  }

  private static List<Piece> parse(byte[] answer) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < answer.length) {
      int end = at;
      while (end < answer.length && answer[end] != '\n') {
        end++;
      }
      String[] words = new String(answer, at, end - at, StandardCharsets.UTF_8).split(" ");
      if (!words[0].equals("file") || words.length != 7) {
        break;
      }
      int head = end + 1;
      int bytes = head + Integer.parseInt(words[5]);
      at = bytes + Integer.parseInt(words[6]);
      if (at > answer.length) {
        throw new IOException("the answer broke off");
      }
      pieces.add(
          new Piece(
              Long.parseLong(words[1]),
              Long.parseLong(words[2]),
              Instant.ofEpochSecond(Long.parseLong(words[3])),
              Arrays.copyOfRange(answer, head, bytes),
              Long.parseLong(words[4]),
              Arrays.copyOfRange(answer, bytes, at)));
    }
    return pieces;
  }

  private static String script() {
    try (InputStream in = RemoteLog.class.getResourceAsStream("tail.pl")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks tail.pl");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read tail.pl of the jar", e);
    }
  }

  /** One of the files, with as many bytes at hand as the last exchange brought. */
  private final class Shown implements LogFile {
    private Piece piece;

    Shown(Piece piece) {
      this.piece = piece;
    }

    @Override
    public long inode() {
      return piece.inode();
    }

    @Override
    public long size() {
      return piece.size();
    }

    @Override
    public Instant changed() {
      return piece.changed();
    }

    @Override
    public byte[] head(int length) {
      return Arrays.copyOf(piece.first(), Math.min(length, piece.first().length));
    }

    @Override
    public int read(byte[] buffer, long offset) throws IOException, InterruptedException {
      int filled = 0;
      while (filled < buffer.length) {
        long at = offset + filled;
        if (at >= piece.size()) {
          break;
        }
        if (at < piece.from() || at >= piece.from() + piece.bytes().length) {
          more(at);
        }
        int skip = (int) (at - piece.from());
        int count = Math.min(piece.bytes().length - skip, buffer.length - filled);
        if (count <= 0) {
          break;
        }
        System.arraycopy(piece.bytes(), skip, buffer, filled, count);
        filled += count;
      }
      return filled;
    }

    private void more(long offset) throws IOException, InterruptedException {
      for (Piece each : ask(piece.inode(), offset)) {
        if (each.inode() == piece.inode() && each.from() == offset) {
          piece = each;
          return;
        }
      }
      throw new IOException("it was replaced while it was read");
    }

    @Override
    public void close() {
      // Every exchange opens and closes the file by itself.
    }
  }
}
