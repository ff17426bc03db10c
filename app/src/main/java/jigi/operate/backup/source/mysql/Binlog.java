package jigi.operate.backup.source.mysql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Feed;

/** The binary log as its server tells of it. */
record Binlog(MysqlReach reach) {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MANY = 1_000_000;
  private static final int FIRST = 20;

  /** Types of events that stand in a file before anything is committed. */
  private static final List<String> HEADS =
      List.of("Format_desc", "Gtid_list", "Binlog_checkpoint", "Start_encryption");

  /** The first bytes of a file's first event: when it was written. */
  private static final Pattern FORMAT = Pattern.compile("BINLOG '\\s*([A-Za-z0-9+/]{8})");

  /** A file that the server has: {@code mariadb-bin.000008}. */
  record Listed(String name, long size) {
    long number() {
      return BinlogName.number(name);
    }
  }

  /**
   * Where the log ends.
   *
   * @param written whether something was committed into the newest file
   * @param committed the last transactions
   */
  record End(List<Listed> files, boolean written, String committed) {
    Listed active() {
      return files.getLast();
    }
  }

  /** An offset in one of its files. */
  record At(String file, long offset) {}

  /**
   * @throws BackupException {@code log-refused} when the server keeps none, or not of everything
   */
  End end() throws BackupException, InterruptedException {
    try (SqlSession session = reach.open("")) {
      requireWhole(session);
      List<Listed> files = new ArrayList<>();
      for (Row row : session.query("SHOW BINARY LOGS", MANY)) {
        files.add(new Listed(row.text("Log_name"), (long) row.number("File_size")));
      }
      String active = MysqlReach.literal(files.getLast().name());
      boolean written =
          session.query("SHOW BINLOG EVENTS IN " + active + " LIMIT " + FIRST, FIRST).stream()
              .anyMatch(event -> !HEADS.contains(event.text("Event_type")));
      Row committed = session.query("SELECT @@gtid_binlog_pos AS at", 1).getFirst();
      return new End(List.copyOf(files), written, "committed " + committed.text("at"));
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  private static void requireWhole(SqlSession session) throws QueryException, BackupException {
    Row on = session.query("SELECT @@log_bin AS kept", 1).getFirst();
    if (!List.of("1", "ON").contains(on.text("kept"))) {
      throw new BackupException("log-refused", "the server keeps no binary log (log_bin is off)");
    }
    Row status = session.query("SHOW MASTER STATUS", 1).getFirst();
    String only = status.text("Binlog_Do_DB") + status.text("Binlog_Ignore_DB");
    if (!only.isEmpty()) {
      throw new BackupException(
          "log-refused",
          "the server's log leaves databases out (binlog-do-db or binlog-ignore-db: "
              + only
              + "); nothing can be restored from it");
    }
  }

  /** The position now; the session lets nobody commit. */
  static At position(SqlSession locked) throws QueryException, BackupException {
    requireWhole(locked);
    Row status = locked.query("SHOW MASTER STATUS", 1).getFirst();
    return new At(status.text("File"), (long) status.number("Position"));
  }

  /**
   * When the server began one of its files, seconds since 1970.
   *
   * @throws BackupException {@code log-lost} when there is no such file any more
   */
  long created(String file) throws BackupException, InterruptedException {
    Captured end = program("--stop-position=5", "--", file);
    Matcher first = FORMAT.matcher(end.stdout());
    if (!first.find()) {
      throw new BackupException(
          "log-interrupted", "mariadb-binlog did not tell how " + file + " begins");
    }
    byte[] time = Base64.getDecoder().decode(first.group(1));
    return (time[0] & 0xffL)
        | (time[1] & 0xffL) << 8
        | (time[2] & 0xffL) << 16
        | (time[3] & 0xffL) << 24;
  }

  /**
   * Brings a file byte for byte into a folder.
   *
   * @throws BackupException {@code log-lost} when there is no such file any more
   */
  void fetch(String file, String folder) throws BackupException, InterruptedException {
    program("--raw", "--result-file=" + folder, "--", file);
  }

  /** Reads from the server. */
  private Captured program(String... arguments) throws BackupException, InterruptedException {
    try (MysqlReach.Way way = reach.way()) {
      List<String> all = new ArrayList<>(way.bare(reach.programs().binlog().toString()));
      all.add("--read-from-remote-server");
      all.addAll(Arrays.asList(arguments));
      Captured end = reach.tools().exec().capture(all, LONGEST, way.environment());
      if (end.code() != 0) {
        String said = Feed.said("mariadb-binlog", end);
        boolean gone = said.contains("Could not find") || said.contains("could not find");
        throw new BackupException(gone ? "log-lost" : "log-interrupted", said);
      }
      return end;
    }
  }

  /** Ends the file that the server writes. */
  void cut() throws BackupException, InterruptedException {
    try (SqlSession session = reach.acting("")) {
      session.update("FLUSH BINARY LOGS");
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }
}
