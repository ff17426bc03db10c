package jigi.operate.backup.source.postgres;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.operate.backup.source.Contents;

/**
 * What {@code ALTER DATABASE … SET} and {@code ALTER ROLE … IN DATABASE … SET} have left: it
 * belongs to a database and is in no dump of one.
 */
final class DatabaseSettings {
  /** Of {@link Contents#facts}. */
  private static final String PREFIX = "setting/";

  private static final String FOR = " for ";
  private static final int MANY = 10_000;
  private static final String READ =
      "SELECT split_part(s.setting, '=', 1) AS name,"
          + " substr(s.setting, strpos(s.setting, '=') + 1) AS value,"
          + " coalesce(r.rolname, '') AS role FROM pg_db_role_setting d"
          + " CROSS JOIN unnest(d.setconfig) AS s (setting)"
          + " LEFT JOIN pg_roles r ON r.oid = d.setrole"
          + " JOIN pg_database b ON b.oid = d.setdatabase"
          + " WHERE b.datname = current_database()";

  /** Their values are lists whose parts are quoted already. */
  private static final Set<String> LISTS =
      Set.of(
          "search_path",
          "temp_tablespaces",
          "local_preload_libraries",
          "session_preload_libraries");

  private DatabaseSettings() {}

  static Map<String, String> facts(SqlSession session) throws QueryException {
    Map<String, String> facts = new TreeMap<>();
    for (Row row : session.query(READ, MANY)) {
      String role = row.text("role").isEmpty() ? "" : FOR + row.text("role");
      facts.put(PREFIX + row.text("name") + role, row.text("value"));
    }
    return facts;
  }

  /** Last of all: some of them would keep a restore from writing. */
  static void restore(SqlSession session, String database, Contents wanted) throws QueryException {
    for (Map.Entry<String, String> fact : wanted.facts().entrySet()) {
      if (fact.getKey().startsWith(PREFIX)) {
        session.update(statement(database, fact.getKey(), fact.getValue()));
      }
    }
  }

  private static String statement(String database, String key, String value) {
    String what = key.substring(PREFIX.length());
    int of = what.indexOf(FOR);
    String name = of < 0 ? what : what.substring(0, of);
    String quoted = "\"" + name.replace("\"", "\"\"").replace(".", "\".\"") + "\"";
    String whose =
        of < 0
            ? "ALTER DATABASE " + PostgresServer.quoted(database)
            : "ALTER ROLE "
                + PostgresServer.quoted(what.substring(of + FOR.length()))
                + " IN DATABASE "
                + PostgresServer.quoted(database);
    String text = LISTS.contains(name) ? value : "'" + value.replace("'", "''") + "'";
    return whose + " SET " + quoted + " TO " + text;
  }
}
