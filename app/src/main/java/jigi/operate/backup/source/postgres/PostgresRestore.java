package jigi.operate.backup.source.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.exec.Piped;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/** {@code pg_restore}, reading or restoring, and what it says. */
final class PostgresRestore {
  private static final int CHUNK = 64 * 1024;
  private static final int SAID_LINES = 3;

  private PostgresRestore() {}

  /** Reads a whole archive as a restore would. */
  static void read(InputStream bytes, SourceTools tools)
      throws BackupException, InterruptedException {
    feed(List.of("--file=/dev/null"), Map.of(), 0, bytes, tools);
  }

  /** Restores into an empty database, and stops at the first error. */
  static void into(PostgresServer server, String database, int major, InputStream bytes)
      throws BackupException, InterruptedException {
    try (PostgresServer.Way way = server.way(database)) {
      List<String> options = List.of("--exit-on-error", "--no-password", "--dbname=" + database);
      feed(options, way.environment(), major, bytes, server.tools());
    }
  }

  private static void feed(
      List<String> options,
      Map<String, String> environment,
      int major,
      InputStream bytes,
      SourceTools tools)
      throws BackupException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(PostgresPrograms.find("pg_restore", major));
    command.addAll(options);
    try (Piped program = tools.exec().pipe(command, environment, true)) {
      Thread.ofVirtual().start(() -> drain(program));
      IOException broken = copy(bytes, program);
      Captured end = program.await(tools.timeout());
      if (end.code() != 0) {
        throw failure(end);
      }
      if (broken != null) {
        throw new BackupException("restore-failed", "pg_restore did not read to the end", broken);
      }
    }
  }

  /** What it writes is not wanted, but must not stop it. */
  private static void drain(Piped program) {
    byte[] buffer = new byte[CHUNK];
    try (InputStream out = program.out()) {
      while (out.read(buffer) >= 0) {
        continue;
      }
    } catch (IOException e) {
      return; // it was killed
    }
  }

  /**
   * @return why the program takes no more; null when it took all
   */
  private static @Nullable IOException copy(InputStream bytes, Piped program)
      throws BackupException, InterruptedException {
    byte[] buffer = new byte[CHUNK];
    OutputStream in = program.in();
    IOException broken = null;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int n = next(bytes, buffer);
      if (n < 0) {
        break;
      }
      if (broken == null) {
        try {
          in.write(buffer, 0, n);
        } catch (IOException e) {
          broken = e; // the rest is still read: its own checks tell whether it is whole
        }
      }
    }
    try {
      in.close();
    } catch (IOException e) {
      broken = broken == null ? e : broken;
    }
    return broken;
  }

  private static int next(InputStream bytes, byte[] buffer)
      throws BackupException, InterruptedException {
    try {
      return bytes.read(buffer);
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      throw new InterruptedException();
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  private static BackupException failure(Captured end) {
    String said = said("pg_restore", end);
    return new BackupException(code(said), said);
  }

  /** What the program's words mean. */
  private static String code(String said) {
    if (said.contains("No space left")) {
      return "disk-full";
    }
    if (said.matches("(?s).*role \".*\" does not exist.*")) {
      return "role-missing";
    }
    if (said.contains("is not available") && said.contains("extension")) {
      return "extension-missing";
    }
    if (said.contains("could not execute query")) {
      return "restore-failed";
    }
    boolean damaged =
        said.contains("end of file")
            || said.contains("archive")
            || said.contains("block ID")
            || said.contains("magic string");
    return damaged ? "dump-damaged" : "restore-failed";
  }

  /** The end of a program in a sentence, with the last lines of what it said. */
  static String said(String program, Captured end) {
    List<String> lines = end.stderr().strip().lines().toList();
    String last =
        String.join("; ", lines.subList(Math.max(0, lines.size() - SAID_LINES), lines.size()));
    String how = end.timedOut() ? "did not end in time" : "ended with " + end.code();
    return last.isEmpty() ? program + " " + how : program + " " + how + ": " + last;
  }

  /** How long a server of Jigi's own may take to start or stop. */
  static final Duration SHORT = Duration.ofMinutes(1);
}
