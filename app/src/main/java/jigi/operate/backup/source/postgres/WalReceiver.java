package jigi.operate.backup.source.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.AttemptSpec;
import jigi.base.exec.AttemptState;
import jigi.base.exec.Exit;
import jigi.base.exec.LogLine;
import jigi.base.kernel.Hash;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.LogReceiver;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg_receivewal} with a replication slot, as an attempt under the shim: it goes on while
 * Jigi is dead, and one that is running is found by its folder. What it could not receive the
 * server keeps in the slot.
 */
final class WalReceiver implements LogReceiver {
  /** Started anew once a year; it ends by itself whenever the server does. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int LAST_LINES = 3;

  /** Says which connection it receives from; pg_receivewal passes over it. */
  private static final String FROM = "from";

  /** Paths and names come by the environment: nothing of them is read as shell. */
  private static final String SCRIPT =
      """
      exec "$RECEIVER" --directory="$SPOOL" --slot="$SLOT" --no-loop --no-password
      """;

  private static final String RESERVE =
      "SELECT pg_create_physical_replication_slot(?, true)::text AS made WHERE NOT EXISTS"
          + " (SELECT 1 FROM pg_replication_slots WHERE slot_name = ?)";

  private static final String TAIL =
      "SELECT pg_current_wal_insert_lsn()::text AS at, txid_current_snapshot()::text AS snapshot,"
          + " s.slot_name AS slot, pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)::bigint"
          + " AS lag, to_jsonb(s) ->> 'wal_status' AS status FROM (SELECT 1) one"
          + " LEFT JOIN pg_replication_slots s ON s.slot_name = ?";

  private final PostgresServer server;
  private final String slot;
  private final Path spool;
  private final String id;

  WalReceiver(PostgresServer server, String slot, Path spool) {
    this.server = server;
    this.slot = slot;
    this.spool = spool.toAbsolutePath();
    this.id = "wal-" + Hash.of(this.spool.toString()).substring(0, 16);
  }

  @Override
  public void ensure(@Nullable String stored) throws BackupException, InterruptedException {
    var attempts = server.tools().exec().local();
    AttemptState state = attempts.inspect(id);
    switch (state) {
      case AttemptState.Running _ -> {
        if (!isFromHere()) {
          stop();
          start();
        }
      }
      case AttemptState.NeverStarted _ -> start();
      case AttemptState.Finished _ -> {
        String said = said();
        attempts.forget(id);
        start();
        if (!said.isEmpty()) {
          throw new BackupException("log-interrupted", "pg_receivewal ended: " + said);
        }
      }
      case AttemptState.Vanished _ -> {
        stop();
        start();
      }
      case AttemptState.Unreachable gone ->
          throw new BackupException("log-interrupted", gone.why());
    }
  }

  /** It may have been started by an earlier Jigi, whose manual named another server or login. */
  private boolean isFromHere() throws BackupException {
    try {
      Path file = spool.resolve(FROM);
      return Files.exists(file) && Files.readString(file).equals(from());
    } catch (IOException e) {
      throw new BackupException("spool-not-writable", "cannot read " + spool + ": " + e, e);
    }
  }

  private void remember() throws BackupException {
    try {
      Files.writeString(spool.resolve(FROM), from());
    } catch (IOException e) {
      throw new BackupException("spool-not-writable", "cannot write to " + spool + ": " + e, e);
    }
  }

  private String from() {
    return Hash.of(server.connection().toString());
  }

  private String said() {
    List<LogLine> last = server.tools().exec().local().log(id).tail(LAST_LINES);
    return String.join("; ", last.stream().map(LogLine::text).toList()).strip();
  }

  private void start() throws BackupException, InterruptedException {
    try {
      Files.createDirectories(
          spool,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new BackupException("spool-not-writable", "cannot make " + spool + ": " + e, e);
    }
    String program = PostgresPrograms.find("pg_receivewal", major());
    reserve();
    remember();
    PostgresServer.Way way = server.way(server.home());
    Map<String, String> environment = new HashMap<>(way.environment());
    environment.put("RECEIVER", program);
    environment.put("SPOOL", spool.toString());
    environment.put("SLOT", slot);
    String password = environment.get("PGPASSWORD");
    String account = server.tools().exec().isRoot() ? "root" : null;
    server
        .tools()
        .exec()
        .local()
        .start(
            new AttemptSpec(
                id,
                SCRIPT,
                "/bin/sh",
                account,
                null,
                LONGEST,
                environment,
                password == null ? List.of() : List.of(password)),
            0);
  }

  /**
   * The server keeps its log from now on: a slot that reserves nothing would let go of what is
   * written before the program has connected.
   */
  private void reserve() throws BackupException, InterruptedException {
    try (SqlSession session = server.open(server.home())) {
      session.withoutTransaction(false);
      session.query(RESERVE, 1, slot, slot);
    } catch (QueryException e) {
      throw new BackupException("log-refused", PostgresServer.refused(e).fact(), e);
    }
  }

  /** Begins anew where the server is now: what was lost is not to be had any more. */
  @Override
  public void reset() throws BackupException, InterruptedException {
    stop();
    try {
      for (String name : whole()) {
        Files.deleteIfExists(spool.resolve(name));
      }
      try (Stream<Path> rest = Files.list(spool)) {
        for (Path partial : rest.filter(file -> file.toString().endsWith(".partial")).toList()) {
          Files.deleteIfExists(partial);
        }
      }
    } catch (IOException e) {
      throw new BackupException("spool-not-writable", "cannot empty " + spool + ": " + e, e);
    }
    try (PostgresServer.Way way = server.way(server.home())) {
      String program = PostgresPrograms.find("pg_receivewal", major());
      // That there is none to drop is no failure: start says what is wrong.
      server
          .tools()
          .exec()
          .capture(
              List.of(program, "--drop-slot", "--slot=" + slot, "--no-password"),
              PostgresRestore.SHORT,
              way.environment());
    }
    start();
  }

  private int major() throws BackupException, InterruptedException {
    try (SqlSession session = server.open(server.home())) {
      return PostgresSource.major(PostgresSource.version(session));
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  @Override
  public Tail tail() throws BackupException, InterruptedException {
    try (SqlSession session = server.open(server.home())) {
      Row row = session.query(TAIL, 1, slot).getFirst();
      String[] snapshot = row.text("snapshot").split(":", -1);
      boolean quiet = snapshot[0].equals(snapshot[1]);
      return new Tail(
          WalSegment.position(row.text("at")),
          quiet ? row.text("snapshot") : "",
          row.isNull("lag") ? 0 : (long) row.number("lag"),
          lost(row));
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  private @Nullable String lost(Row row) {
    if (row.isNull("slot")) {
      return "the server has no replication slot " + slot;
    }
    boolean gone = !row.isNull("status") && row.text("status").equals("lost");
    return gone ? "the server has removed log that the slot " + slot + " needs" : null;
  }

  @Override
  public void cut() throws BackupException, InterruptedException {
    try (SqlSession session = server.open(server.home())) {
      session.withoutTransaction(false);
      // A restore to an instant ends at the first commit after it: there must be one.
      session.query("SELECT txid_current()", 1);
      session.query("SELECT pg_switch_wal()", 1);
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  @Override
  public List<String> whole() {
    return LogReceiver.names(spool, WalSegment::isLog);
  }

  @Override
  public Path file(String name) {
    return spool.resolve(name);
  }

  /** One that cannot be ended keeps its folder, by which it is found again. */
  @Override
  public void stop() throws InterruptedException {
    var attempts = server.tools().exec().local();
    AttemptState left = attempts.kill(id, GRACE, Exit.Why.CANCEL);
    if (left.isOver()) {
      attempts.forget(id);
    }
  }
}
