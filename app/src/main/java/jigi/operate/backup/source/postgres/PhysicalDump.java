package jigi.operate.backup.source.postgres;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.base.exec.Piped;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg_basebackup} as one tar, with the log that it needs to be consistent; measured after its
 * end, at a position of the log that the received log reaches.
 */
final class PhysicalDump implements Dump {
  static final String START = "wal-start";
  static final String END = "wal-end";
  static final String TIMELINE = "timeline";
  static final String PROOF = "wal-proof";
  static final String SEGMENT = "segment";

  /** What {@code --verbose} says: start point with its timeline, then end point. */
  private static final Pattern START_POINT =
      Pattern.compile("start point: ([0-9A-F]+/[0-9A-F]+) on timeline ([0-9]+)");

  private static final Pattern END_POINT = Pattern.compile("end point: ([0-9A-F]+/[0-9A-F]+)");

  private final PostgresServer server;
  private final PostgresServer.Way way;
  private final Piped program;
  private final long sampleAbove;
  private Instant taken;
  private @Nullable Captured end;
  private boolean closed;

  private PhysicalDump(
      PostgresServer server, PostgresServer.Way way, Piped program, long sampleAbove) {
    this.server = server;
    this.way = way;
    this.program = program;
    this.sampleAbove = sampleAbove;
    this.taken = server.tools().timeline().instant();
  }

  static PhysicalDump begin(PostgresServer server, String label, long sampleAbove)
      throws BackupException, InterruptedException {
    int major;
    try (SqlSession session = server.open(server.home())) {
      major = PostgresSource.major(PostgresSource.version(session));
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
    List<String> command =
        List.of(
            PostgresPrograms.find("pg_basebackup", major),
            "--pgdata=-",
            "--format=tar",
            "--wal-method=fetch",
            "--checkpoint=fast",
            "--manifest-checksums=SHA256",
            "--label=" + label,
            "--no-password",
            "--verbose");
    PostgresServer.Way way = server.way(server.home());
    try {
      Piped program = server.tools().exec().pipe(command, way.environment(), false);
      return new PhysicalDump(server, way, program, sampleAbove);
    } catch (RuntimeException e) {
      way.close();
      throw e;
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

  private synchronized Captured end() throws BackupException, InterruptedException {
    Captured ended = end;
    if (ended == null) {
      ended = program.await(server.tools().timeout());
      end = ended;
    }
    if (ended.code() != 0) {
      throw new BackupException("dump-failed", PostgresRestore.said("pg_basebackup", ended));
    }
    return ended;
  }

  /** Waits for the last byte: a position before the end of a base backup cannot be recovered to. */
  @Override
  public Contents contents() throws BackupException, InterruptedException {
    String said = end().stderr();
    Matcher start = START_POINT.matcher(said);
    Matcher stop = END_POINT.matcher(said);
    if (!start.find() || !stop.find()) {
      throw new BackupException(
          "dump-failed", "pg_basebackup did not say where the log begins and ends");
    }
    try (PhysicalMeasure measure = PhysicalMeasure.open(server)) {
      PhysicalMeasure.Measured measured = measure.exact(sampleAbove);
      taken = measured.at();
      Map<String, String> about = new TreeMap<>(measured.contents().about());
      about.put(START, start.group(1));
      about.put(TIMELINE, start.group(2));
      about.put(END, stop.group(1));
      String position = measured.position();
      if (position != null) {
        about.put(PROOF, position);
      }
      return new Contents(about, measured.contents().facts());
    }
  }

  /** For the program to end after its last byte. */
  @Override
  public void finish() throws BackupException, InterruptedException {
    end();
  }

  @Override
  public void abort() {
    program.kill();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      program.close();
      way.close();
    }
  }
}
