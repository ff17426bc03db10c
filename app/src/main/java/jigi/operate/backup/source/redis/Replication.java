package jigi.operate.backup.source.redis;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import jigi.base.connect.redis.RedisSession;
import jigi.base.connect.redis.Reply;
import jigi.base.connect.wire.WireException;
import jigi.operate.backup.source.BackupException;
import org.jspecify.annotations.Nullable;

/**
 * What a server sends to a replica ({@code PSYNC}): a snapshot and all changes after it, or the
 * changes after a position alone. Its account needs {@code +psync +replconf}.
 */
final class Replication implements AutoCloseable {
  /** Of a snapshot, nothing but what stands around its keys; servers before 7.0 send all. */
  static final List<String> WITHOUT_KEYS = List.of("REPLCONF", "rdb-filter-only", "functions");

  /** No changes after the snapshot; servers before 6.2 send them, and nobody reads them. */
  static final List<String> SNAPSHOT_ONLY = List.of("REPLCONF", "rdb-only", "1");

  /** A server sends something every ten seconds, whatever happens. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private static final int LONGEST_LINE = 1024;
  private static final int MARK = 40;

  private final RedisSession session;
  private final InputStream in;
  private final ReentrantLock telling = new ReentrantLock();
  private final boolean continues;
  private final StreamPosition at;
  private @Nullable String mark;

  private Replication(RedisSession session, InputStream in, boolean continues, StreamPosition at) {
    this.session = session;
    this.in = in;
    this.continues = continues;
    this.at = at;
  }

  /**
   * A snapshot, which {@link #bytes} begins with.
   *
   * @param wish said before; a server that does not know it sends more
   */
  static Replication snapshot(RedisReach reach, List<String> wish)
      throws BackupException, InterruptedException {
    Replication opened = open(reach, wish, "?", -1, new StreamPosition("", 0));
    try {
      String head = line(opened.in);
      opened.mark = head.startsWith("$EOF:") ? head.substring("$EOF:".length()) : null;
      if (!head.startsWith("$")) {
        throw new BackupException("dump-failed", "the server sends no snapshot, but " + head);
      }
      return opened;
    } catch (IOException e) {
      opened.close();
      throw broken(e);
    } catch (BackupException e) {
      opened.close();
      throw e;
    }
  }

  /** What followed a position, unless the server has forgotten it: see {@link #continues}. */
  static Replication after(RedisReach reach, StreamPosition position)
      throws BackupException, InterruptedException {
    return open(reach, WITHOUT_KEYS, position.server(), position.offset() + 1, position);
  }

  private static Replication open(
      RedisReach reach, List<String> wish, String server, long from, StreamPosition known)
      throws BackupException, InterruptedException {
    RedisSession session = reach.open();
    try {
      session.command("REPLCONF", "capa", "eof", "capa", "psync2");
      session.command(wish);
      session.tell("PSYNC", server, String.valueOf(from));
      InputStream in = session.stream(SILENCE);
      String[] answer = line(in).split(" ");
      return switch (answer[0]) {
        case "+FULLRESYNC" ->
            new Replication(
                session, in, false, new StreamPosition(answer[1], Long.parseLong(answer[2])));
        case "+CONTINUE" -> {
          String id = answer.length > 1 ? answer[1] : known.server();
          yield new Replication(session, in, true, new StreamPosition(id, known.offset()));
        }
        default -> throw refused(String.join(" ", answer));
      };
    } catch (WireException e) {
      session.close();
      throw new BackupException("server-unreachable", e.evidence(), e);
    } catch (IOException e) {
      session.close();
      throw broken(e);
    } catch (BackupException e) {
      session.close();
      throw e;
    }
  }

  private static BackupException refused(String answer) {
    boolean denied = answer.startsWith("-NOPERM") || answer.startsWith("-NOAUTH");
    return new BackupException(
        denied ? "not-allowed" : "server-refused",
        "the server takes no replica: " + answer.substring(answer.startsWith("-") ? 1 : 0));
  }

  static BackupException broken(IOException e) {
    return new BackupException("server-unreachable", "the server sends no more: " + e, e);
  }

  /** Empty lines come before it as long as the server prepares. */
  private static String line(InputStream in) throws IOException {
    StringBuilder out = new StringBuilder();
    for (int c = in.read(); ; c = in.read()) {
      if (c < 0 || out.length() == LONGEST_LINE) {
        throw new EOFException("the server closed the connection");
      }
      if (c == '\n' && !out.isEmpty()) {
        return out.toString();
      }
      if (c != '\r' && c != '\n') {
        out.append((char) c);
      }
    }
  }

  /** Whether changes after the position that was asked for follow, and no snapshot. */
  boolean continues() {
    return continues;
  }

  /** Where the snapshot was taken, or after which the changes follow. */
  StreamPosition at() {
    return at;
  }

  InputStream bytes() {
    return in;
  }

  /**
   * After the snapshot was read to its own end: what a server that sends while it makes it puts
   * behind it.
   */
  void endSnapshot(InputStream from) throws IOException {
    String wanted = mark;
    if (wanted != null) {
      String found = new String(from.readNBytes(MARK), StandardCharsets.US_ASCII);
      if (!found.equals(wanted)) {
        throw new Rdb.Damaged("something follows its end");
      }
    }
  }

  /** A replica that never says how far it is loses its connection. */
  void acknowledge(long offset) throws WireException {
    telling.lock();
    try {
      session.tell("REPLCONF", "ACK", String.valueOf(offset));
    } finally {
      telling.unlock();
    }
  }

  @Override
  public void close() {
    session.close();
  }

  /** Reads what {@code INFO} says of a section, by name. */
  static String info(RedisReach reach, String section, String name)
      throws BackupException, InterruptedException {
    try (RedisSession session = reach.open()) {
      Reply reply = session.command("INFO", section);
      return RedisContents.text(reply)
          .lines()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    } catch (WireException e) {
      throw new BackupException("server-unreachable", e.evidence(), e);
    }
  }
}
