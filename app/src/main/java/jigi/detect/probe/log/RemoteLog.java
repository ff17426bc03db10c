package jigi.detect.probe.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

  private static final String SCRIPT = script("tail.pl");
  private static final String OLDER = script("older.pl");
  private static final String UNPACK = script("unpack.pl");

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
    byte[] answer = run(words);
    List<Piece> found = parse(answer);
    if (found.isEmpty()) {
      String why = new String(answer, StandardCharsets.UTF_8).strip();
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

  @Override
  public List<Older> older(long now) throws IOException, InterruptedException {
    int slash = path.lastIndexOf('/');
    Rotated rotated = new Rotated(path.substring(slash + 1));
    List<Older> found = new ArrayList<>();
    byte[] answer = run(List.of("perl", "-e", OLDER, path.substring(0, slash + 1)));
    for (String line : new String(answer, StandardCharsets.UTF_8).split("\n")) {
      String[] words = line.split(" ", 4);
      if (words.length == 4 && rotated.holds(words[3]) && Long.parseLong(words[0]) != now) {
        Instant changed = Instant.ofEpochSecond(Long.parseLong(words[2]));
        found.add(new Older(words[3], changed, Long.parseLong(words[1])));
      }
    }
    found.sort(Comparator.comparing(Older::changed).reversed());
    return found;
  }

  private String beside(Older older) {
    return path.substring(0, path.lastIndexOf('/') + 1) + older.name();
  }

  @Override
  public LogFile open(Older older) throws IOException, InterruptedException {
    return new RemoteLog(context, beside(older), null).current();
  }

  @Override
  public InputStream unpacked(Older older) {
    return new Unpacked(older);
  }

  private byte[] run(List<String> words) throws IOException, InterruptedException {
    Exchange answer = context.exchange("root", words, Map.of());
    if (answer.timedOut() || answer.truncated()) {
      throw new IOException(answer.timedOut() ? "no answer in time" : "the answer is too long");
    }
    if (answer.code() != 0) {
      throw new IOException(answer.stderr().strip().lines().findFirst().orElse("no answer"));
    }
    return answer.stdout();
  }

  private static String script(String name) {
    try (InputStream in = RemoteLog.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " of the jar", e);
    }
  }

  /** What the host's own program unpacks, brought a chunk at a time. */
  private final class Unpacked extends InputStream {
    private final Older older;
    private byte[] chunk = new byte[0];
    private int at;
    private long brought;
    private boolean ended;

    Unpacked(Older older) {
      this.older = older;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (at == chunk.length && !ended) {
        bring();
      }
      if (at == chunk.length) {
        return -1;
      }
      int n = Math.min(length, chunk.length - at);
      System.arraycopy(chunk, at, buffer, offset, n);
      at += n;
      return n;
    }

    private void bring() throws IOException {
      String packing = String.valueOf(Rotated.packing(older.name()));
      try {
        chunk =
            run(List.of("perl", "-e", UNPACK, beside(older), packing, "" + brought, "" + CHUNK));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while " + older.name() + " was unpacked");
      }
      at = 0;
      brought += chunk.length;
      ended = chunk.length < CHUNK;
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
