package jigi.operate.backup.source.mysql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.base.exec.Piped;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Feed;

/** What a database holds besides tables, taken out of one and put into another. */
final class MysqlObjects {
  private static final int MANY = 1_000_000;
  private static final Duration SHORT = Duration.ofMinutes(5);

  private final MysqlReach reach;

  /**
   * As statements.
   *
   * @param views by name
   * @param code triggers and routines, as the client reads them
   */
  record Objects(Map<String, String> views, String code) {}

  MysqlObjects(MysqlReach reach) {
    this.reach = reach;
  }

  List<String> tables(SqlSession session, String database) throws QueryException {
    return names(
        session,
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?"
            + " AND table_type NOT IN ('VIEW', 'SYSTEM VIEW') ORDER BY table_name",
        database);
  }

  private static List<String> names(SqlSession session, String sql, String database)
      throws QueryException {
    return session.query(sql, MANY, database).stream().map(row -> row.text("name")).toList();
  }

  Objects take(SqlSession session, String database)
      throws BackupException, QueryException, InterruptedException {
    Map<String, String> views = new LinkedHashMap<>();
    session.update("USE " + MysqlReach.quoted(database));
    for (String view :
        names(
            session,
            "SELECT table_name AS name FROM information_schema.views WHERE table_schema = ?",
            database)) {
      Row row = session.query("SHOW CREATE VIEW " + MysqlReach.quoted(view), 1).getFirst();
      views.put(view, row.text("Create View"));
    }
    return new Objects(views, code(database, views));
  }

  private String code(String database, Map<String, String> views)
      throws BackupException, InterruptedException {
    List<String> options = new ArrayList<>();
    options.addAll(
        List.of(
            "--no-data",
            "--no-create-info",
            "--routines",
            "--triggers",
            "--skip-events",
            "--no-tablespaces",
            "--skip-lock-tables"));
    views.keySet().forEach(view -> options.add("--ignore-table=" + database + "." + view));
    options.addAll(List.of("--", database));
    try (MysqlReach.Way way = reach.way();
        Piped program =
            reach
                .tools()
                .exec()
                .pipe(
                    way.command(reach.programs().dump().toString(), options.toArray(String[]::new)),
                    way.environment(),
                    false)) {
      String text = new String(program.out().readAllBytes(), StandardCharsets.UTF_8);
      Captured end = program.await(SHORT);
      if (end.code() != 0) {
        throw new BackupException("restore-failed", Feed.said("mariadb-dump", end));
      }
      return text;
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  void drop(SqlSession session, String database, boolean all) throws QueryException {
    session.update("USE " + MysqlReach.quoted(database));
    dropEach(
        session,
        "TRIGGER",
        "SELECT trigger_name AS name FROM information_schema.triggers"
            + " WHERE trigger_schema = ?",
        database);
    if (all) {
      dropEach(
          session,
          "VIEW",
          "SELECT table_name AS name FROM information_schema.views" + " WHERE table_schema = ?",
          database);
      for (String kind : List.of("FUNCTION", "PROCEDURE")) {
        dropEach(
            session,
            kind,
            "SELECT routine_name AS name FROM information_schema.routines"
                + " WHERE routine_schema = ? AND routine_type = '"
                + kind
                + "'",
            database);
      }
    }
  }

  private static void dropEach(SqlSession session, String kind, String sql, String database)
      throws QueryException {
    for (String name : names(session, sql, database)) {
      session.update("DROP " + kind + " " + MysqlReach.quoted(name));
    }
  }

  /** A view may need another one: they are made in rounds until none is left. */
  void put(SqlSession session, Objects objects, String database)
      throws BackupException, QueryException, InterruptedException {
    session.update("USE " + MysqlReach.quoted(database));
    feed(database, new ByteArrayInputStream(objects.code().getBytes(StandardCharsets.UTF_8)));
    Map<String, String> left = new LinkedHashMap<>(objects.views());
    while (!left.isEmpty()) {
      QueryException last = null;
      int before = left.size();
      for (Map.Entry<String, String> view : List.copyOf(left.entrySet())) {
        try {
          session.update(view.getValue());
          left.remove(view.getKey());
        } catch (QueryException e) {
          last = e;
        }
      }
      if (last != null && left.size() == before) {
        throw last;
      }
    }
  }

  /**
   * Gives statements to the client, which stops at the first error.
   *
   * @param database empty for none
   */
  void feed(String database, InputStream bytes) throws BackupException, InterruptedException {
    feed(database.isEmpty() ? List.of() : List.of("--database=" + database), bytes);
  }

  /** The same for statements of a log, which hold bytes of any kind. */
  void replay(InputStream bytes) throws BackupException, InterruptedException {
    feed(List.of("--binary-mode"), bytes);
  }

  private void feed(List<String> options, InputStream bytes)
      throws BackupException, InterruptedException {
    try (MysqlReach.Way way = reach.way()) {
      List<String> command =
          way.command(reach.programs().client().toString(), "--batch", "--max-allowed-packet=1G");
      command.addAll(options);
      Feed.Fed fed = Feed.into(command, way.environment(), bytes, reach.tools());
      if (fed.end().code() != 0) {
        throw failure(fed.end());
      }
      if (fed.broken() != null) {
        throw new BackupException(
            "restore-failed", "the client did not read to the end", fed.broken());
      }
    }
  }

  private static BackupException failure(Captured end) {
    String said = Feed.said("mariadb", end);
    boolean full = said.contains("No space left") || said.contains("is full");
    return new BackupException(full ? "disk-full" : "restore-failed", said);
  }
}
