package jigi.operate.backup.source.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jigi.base.exec.Captured;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Feed;
import jigi.operate.backup.source.SourceTools;
import jigi.operate.backup.source.SqlText;

/** {@code pg_restore}, reading or restoring, and what it says. */
final class PostgresRestore {
  private static final int MAGIC = 5;
  private static final Pattern BEGINS = Pattern.compile("^--\n-- PostgreSQL database dump\n");

  /** Newer servers' own words are followed by one of their programs. */
  private static final Pattern ENDS =
      Pattern.compile(
          "\n-- PostgreSQL database dump complete\n--\n\\s*(\\\\unrestrict \\w+\\s*)?$");

  /**
   * Several connections restore at once only from something that each can read for itself: what
   * comes is put into a file that has lost its name before the first byte of it is written.
   */
  private static final String FROM_NAMELESS =
      "set -e; umask 077; f=$(mktemp \"$1/jigi-restore.XXXXXX\"); shift; exec 3<>\"$f\";"
          + " rm -f \"$f\"; cat >&3; exec \"$@\" /dev/fd/3 </dev/null";

  private PostgresRestore() {}

  /** Reads a whole dump as a restore would. */
  static void read(InputStream bytes, SourceTools tools)
      throws BackupException, InterruptedException {
    PushbackInputStream all = new PushbackInputStream(bytes, MAGIC);
    if (isArchive(all)) {
      List<String> command = List.of(PostgresPrograms.find("pg_restore", 0), "--file=/dev/null");
      feed("pg_restore", command, Map.of(), all, tools);
    } else {
      SqlText.check(all, BEGINS, ENDS);
    }
  }

  /**
   * How it is restored.
   *
   * @param major of the server
   * @param jobs so many connections at once; of an archive only
   */
  record How(int major, int jobs) {}

  /** Restores into an empty database, and stops at the first error. */
  static void into(PostgresServer server, String database, How how, InputStream bytes)
      throws BackupException, InterruptedException {
    PushbackInputStream all = new PushbackInputStream(bytes, MAGIC);
    boolean archive = isArchive(all);
    boolean parallel = archive && how.jobs() > 1;
    List<String> options = new ArrayList<>(List.of("--no-password", "--dbname=" + database));
    options.addAll(
        archive
            ? List.of("--exit-on-error")
            : List.of("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"));
    if (parallel) {
      options.add("--jobs=" + how.jobs());
    }
    try (PostgresServer.Way way = server.way(database)) {
      String program = archive ? "pg_restore" : "psql";
      List<String> command = new ArrayList<>();
      if (parallel) {
        command.addAll(
            List.of("/bin/sh", "-c", FROM_NAMELESS, "jigi", folder(server.tools()).toString()));
      }
      command.add(PostgresPrograms.find(program, how.major()));
      command.addAll(options);
      feed(program, command, way.environment(), all, server.tools());
    }
  }

  private static Path folder(SourceTools tools) throws BackupException {
    try {
      return Files.createDirectories(tools.scratch());
    } catch (IOException e) {
      throw new BackupException("scratch-failed", "no scratch folder: " + e.getMessage(), e);
    }
  }

  /** Tells an archive from statements by how it begins; gives back what it has read. */
  private static boolean isArchive(PushbackInputStream bytes) throws BackupException {
    try {
      byte[] first = bytes.readNBytes(MAGIC);
      bytes.unread(first);
      String begin = new String(first, StandardCharsets.US_ASCII);
      return !begin.startsWith("--") && !begin.startsWith("\\");
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  private static void feed(
      String program,
      List<String> command,
      Map<String, String> environment,
      InputStream bytes,
      SourceTools tools)
      throws BackupException, InterruptedException {
    Feed.Fed fed = Feed.into(command, environment, bytes, tools);
    if (fed.end().code() != 0) {
      throw failure(program, fed.end());
    }
    if (fed.broken() != null) {
      throw new BackupException(
          "restore-failed", program + " did not read to the end", fed.broken());
    }
  }

  private static BackupException failure(String program, Captured end) {
    String said = said(program, end);
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
