package jigi.operate.backup.source.mysql;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jigi.base.connect.Site;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.base.exec.Streamed;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Feed;
import org.jspecify.annotations.Nullable;

/**
 * {@code mariadb-dump --single-transaction}, and a transaction of Jigi's own that sees the same
 * instant: both begin while a global read lock lets nothing be committed. It is held until the dump
 * writes what it writes only within its transaction, which takes milliseconds.
 */
final class MysqlDump implements Dump {
  /** For the program to end after its last byte. */
  private static final Duration END = Duration.ofMinutes(5);

  /** Others wait for whoever waits for the lock: rather no backup than that. */
  private static final long LOCK_SECONDS = 30;

  private static final int HEAD = 64 * 1024;

  /** Tables of these engines are read as they are when the dump comes to them. */
  private static final String UNSTEADY =
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?"
          + " AND engine NOT IN ('InnoDB', 'ROCKSDB', 'TokuDB')"
          + " AND table_type NOT IN ('VIEW', 'SYSTEM VIEW', 'SEQUENCE')";

  private final Held held;
  private final InputStream bytes;
  private final Instant taken;
  private final Subject subject;
  private boolean closed;

  /** What one dump holds. */
  interface Subject {
    List<String> databases();

    /** What the program is told of it. */
    List<String> arguments();

    /**
     * Asked while nothing can be committed.
     *
     * @return statements that stand before those of the program
     */
    byte[] atInstant(SqlSession locked)
        throws BackupException, QueryException, InterruptedException;

    /** Measures it in a transaction of that instant. */
    Contents measure(SqlSession session) throws QueryException;
  }

  /** A database by itself. */
  record OneDatabase(String name, long sampleAbove) implements Subject {
    @Override
    public List<String> databases() {
      return List.of(name);
    }

    @Override
    public List<String> arguments() {
      return List.of("--", name);
    }

    @Override
    public byte[] atInstant(SqlSession locked) {
      return new byte[0];
    }

    @Override
    public Contents measure(SqlSession session) throws QueryException {
      return MysqlContents.measure(session, name, new MysqlContents.LargerThan(sampleAbove));
    }
  }

  /**
   * What is let go of at the end.
   *
   * @param locked keeps tables without transactions as they are; null when there are none
   */
  private record Held(
      SqlSession session, @Nullable SqlSession locked, MysqlReach.Way way, Streamed program) {}

  private MysqlDump(Held held, InputStream bytes, Instant taken, Subject subject) {
    this.held = held;
    this.bytes = bytes;
    this.taken = taken;
    this.subject = subject;
  }

  static MysqlDump begin(MysqlReach reach, Subject subject, Site site)
      throws BackupException, InterruptedException {
    Opened opened = new Opened();
    try {
      SqlSession session = opened.session(reach.open(""));
      SqlSession locked = opened.locked(lock(reach, subject.databases()));
      MysqlReach.Way way = opened.way(reach.way(site));
      List<String> command = command(program(reach, site, session), way, subject.arguments());
      try (SqlSession lock = reach.acting("")) {
        lock.update("SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
        lock.update("FLUSH TABLES WITH READ LOCK");
        Instant taken = reach.tools().timeline().instant();
        byte[] first = subject.atInstant(lock);
        Streamed program = opened.program(reach.tools().stream(site, command, way.environment()));
        InputStream bytes = begun(program, first);
        MysqlContents.steady(session);
        lock.update("UNLOCK TABLES");
        opened.kept = true;
        return new MysqlDump(new Held(session, locked, way, program), bytes, taken, subject);
      }
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    } finally {
      opened.abandon();
    }
  }

  /** What is open while the beginning may still fail. */
  private static final class Opened {
    private @Nullable SqlSession session;
    private @Nullable SqlSession locked;
    private MysqlReach.@Nullable Way way;
    private @Nullable Streamed program;
    private boolean kept;

    SqlSession session(SqlSession open) {
      session = open;
      return open;
    }

    @Nullable SqlSession locked(@Nullable SqlSession open) {
      locked = open;
      return open;
    }

    MysqlReach.Way way(MysqlReach.Way open) {
      way = open;
      return open;
    }

    Streamed program(Streamed open) {
      program = open;
      return open;
    }

    void abandon() {
      if (!kept) {
        close(program, session, locked, way);
      }
    }
  }

  private static void close(
      @Nullable Streamed program,
      @Nullable SqlSession session,
      @Nullable SqlSession locked,
      MysqlReach.@Nullable Way way) {
    if (program != null) {
      program.close();
    }
    if (session != null) {
      session.close();
    }
    if (locked != null) {
      locked.close();
    }
    if (way != null) {
      way.close();
    }
  }

  /** Null when every table knows transactions. */
  private static @Nullable SqlSession lock(MysqlReach reach, List<String> databases)
      throws BackupException, InterruptedException, QueryException {
    SqlSession session = reach.acting("");
    List<String> tables = new ArrayList<>();
    for (String database : databases) {
      String within = MysqlReach.quoted(database) + ".";
      session
          .query(UNSTEADY, Integer.MAX_VALUE, database)
          .forEach(row -> tables.add(within + MysqlReach.quoted(row.text("name")) + " READ"));
    }
    if (tables.isEmpty()) {
      session.close();
      return null;
    }
    session.update("SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
    session.update("LOCK TABLES " + String.join(", ", tables));
    return session;
  }

  /** Elsewhere it is called as those call it who made the server. */
  private static String program(MysqlReach reach, Site site, SqlSession session)
      throws BackupException, QueryException {
    if (site.equals(Site.HERE)) {
      return reach.programs().dump().toString();
    }
    String version = session.query("SELECT version() AS version", 1).getFirst().text("version");
    return version.contains("MariaDB") ? "mariadb-dump" : "mysqldump";
  }

  private static List<String> command(String program, MysqlReach.Way way, List<String> arguments) {
    List<String> all =
        way.command(
            program,
            "--single-transaction",
            "--quick",
            "--hex-blob",
            "--routines",
            "--triggers",
            "--events",
            "--no-tablespaces",
            "--tz-utc",
            "--dump-date",
            "--max-allowed-packet=1G");
    all.addAll(arguments);
    return all;
  }

  /** Waits until the dump tells of the first object, which it reads within its transaction. */
  private static InputStream begun(Streamed program, byte[] before)
      throws BackupException, InterruptedException {
    FutureTask<byte[]> head = new FutureTask<>(() -> head(program.out()));
    Thread.ofPlatform().name("dump begins").start(head);
    try {
      byte[] first = head.get(LOCK_SECONDS, TimeUnit.SECONDS);
      return new SequenceInputStream(
          new SequenceInputStream(
              new ByteArrayInputStream(before), new ByteArrayInputStream(first)),
          program.out());
    } catch (TimeoutException e) {
      throw new BackupException(
          "dump-failed", "the dump did not begin within " + LOCK_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new BackupException("dump-failed", "the dump cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] head(InputStream out) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    while (head.size() < HEAD) {
      int n = out.read(buffer);
      if (n < 0) {
        break;
      }
      head.write(buffer, 0, n);
      if (MysqlText.tellsOfObjects(head.toString(StandardCharsets.ISO_8859_1))) {
        break;
      }
    }
    return head.toByteArray();
  }

  @Override
  public InputStream bytes() {
    return bytes;
  }

  @Override
  public Instant taken() {
    return taken;
  }

  @Override
  public Contents contents() throws BackupException, InterruptedException {
    try {
      return subject.measure(held.session());
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  @Override
  public void finish() throws BackupException, InterruptedException {
    Captured end = held.program().await(END);
    if (end.code() != 0) {
      throw new BackupException("dump-failed", Feed.said("mariadb-dump", end));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      close(held.program(), held.session(), held.locked(), held.way());
    }
  }
}
