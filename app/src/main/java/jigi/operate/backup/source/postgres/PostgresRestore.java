package jigi.operate.backup.source.postgres;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Feed;
import jigi.operate.backup.source.SourceTools;

/** {@code pg_restore}, reading or restoring, and what it says. */
final class PostgresRestore {
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
    Feed.Fed fed = Feed.into(command, environment, bytes, tools);
    if (fed.end().code() != 0) {
      throw failure(fed.end());
    }
    if (fed.broken() != null) {
      throw new BackupException(
          "restore-failed", "pg_restore did not read to the end", fed.broken());
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
    return Feed.said(program, end);
  }

  /** How long a server of Jigi's own may take to start or stop. */
  static final Duration SHORT = Duration.ofMinutes(1);
}
