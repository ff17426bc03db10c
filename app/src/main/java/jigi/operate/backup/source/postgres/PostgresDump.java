package jigi.operate.backup.source.postgres;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.base.connect.Site;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.base.exec.Streamed;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg_dump} in the snapshot of a transaction of Jigi's own, which measures the same instant.
 */
final class PostgresDump implements Dump {
  /** For the program to end after its last byte. */
  private static final Duration END = Duration.ofMinutes(5);

  private final SqlSession session;
  private final PostgresServer.Way way;
  private final Streamed program;
  private final Instant taken;
  private final long sampleAbove;
  private boolean closed;

  private PostgresDump(
      SqlSession session,
      PostgresServer.Way way,
      Streamed program,
      Instant taken,
      long sampleAbove) {
    this.session = session;
    this.way = way;
    this.program = program;
    this.taken = taken;
    this.sampleAbove = sampleAbove;
  }

  static PostgresDump begin(
      PostgresServer server, String database, long sampleAbove, PostgresSource.By by)
      throws BackupException, InterruptedException {
    SqlSession session = server.open(database);
    PostgresServer.Way way = null;
    try {
      PostgresContents.steady(session);
      Instant taken = server.tools().timeline().instant();
      String snapshot =
          session.query("SELECT pg_export_snapshot() AS snapshot", 1).getFirst().text("snapshot");
      int major = PostgresSource.major(PostgresSource.version(session));
      List<String> command = new ArrayList<>(by.format().options());
      boolean here = by.site().equals(Site.HERE);
      command.addFirst(here ? PostgresPrograms.find("pg_dump", major) : "pg_dump");
      command.addAll(
          List.of("--no-password", "--lock-wait-timeout=60000", "--snapshot=" + snapshot));
      way = server.way(database, by.site());
      Streamed program = server.tools().stream(by.site(), command, way.environment());
      return new PostgresDump(session, way, program, taken, sampleAbove);
    } catch (QueryException e) {
      abandon(session, way);
      throw PostgresServer.refused(e);
    } catch (BackupException | RuntimeException | InterruptedException e) {
      abandon(session, way);
      throw e;
    }
  }

  private static void abandon(SqlSession session, PostgresServer.@Nullable Way way) {
    session.close();
    if (way != null) {
      way.close();
    }
  }

  @Override
  public InputStream bytes() {
    return program.out();
  }

  @Override
  public Instant taken() {
    return taken;
  }

  @Override
  public Contents contents() throws BackupException, InterruptedException {
    try {
      return PostgresContents.measure(session, new PostgresContents.LargerThan(sampleAbove));
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  @Override
  public void finish() throws BackupException, InterruptedException {
    Captured end = program.await(END);
    if (end.code() != 0) {
      throw new BackupException("dump-failed", PostgresRestore.said("pg_dump", end));
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    program.close();
    session.close();
    way.close();
  }
}
