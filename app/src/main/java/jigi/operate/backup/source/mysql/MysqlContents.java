package jigi.operate.backup.source.mysql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.operate.backup.source.Contents;

/**
 * Measures a database within one consistent snapshot: the rows of each table and a checksum over
 * them that knows no order, which objects there are and who defined them.
 */
final class MysqlContents {
  private static final int MANY = 1_000_000;
  private static final int SAMPLE_OF = 100;

  /** Values as text must not depend on the settings of an account or a server. */
  private static final List<String> STEADY =
      List.of(
          "SET SESSION time_zone = '+00:00'",
          "SET SESSION sql_mode = ''",
          "SET NAMES utf8mb4",
          "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
          "START TRANSACTION WITH CONSISTENT SNAPSHOT");

  private static final String DATABASE =
      "SELECT version() AS server, default_character_set_name AS encoding, default_collation_name"
          + " AS collation, (SELECT coalesce(sum(data_length + index_length), 0) FROM"
          + " information_schema.tables WHERE table_schema = ?) AS bytes FROM"
          + " information_schema.schemata WHERE schema_name = ?";

  private static final String TABLES =
      "SELECT table_name AS name, table_type AS type, engine AS engine, table_collation AS"
          + " collation, coalesce(data_length, 0) AS bytes FROM information_schema.tables"
          + " WHERE table_schema = ? ORDER BY table_name";

  private static final String COLUMNS =
      "SELECT c.table_name AS tab, c.column_name AS col, c.data_type AS type,"
          + " coalesce(c.generation_expression, '') AS generated, c.column_key AS part"
          + " FROM information_schema.columns c WHERE c.table_schema = ?"
          + " ORDER BY c.table_name, c.ordinal_position";

  /** Kinds, names and definers of what is no table. */
  private static final String OBJECTS =
      "SELECT 'view' AS kind, table_name AS name, definer AS definer"
          + " FROM information_schema.views WHERE table_schema = ?"
          + " UNION ALL SELECT 'trigger', concat(event_object_table, '.', trigger_name), definer"
          + " FROM information_schema.triggers WHERE trigger_schema = ?"
          + " UNION ALL SELECT lower(routine_type), routine_name, definer"
          + " FROM information_schema.routines WHERE routine_schema = ?"
          + " UNION ALL SELECT 'event', event_name, definer"
          + " FROM information_schema.events WHERE event_schema = ?"
          + " UNION ALL SELECT 'index', concat(table_name, '.', index_name), ''"
          + " FROM information_schema.statistics WHERE table_schema = ? AND seq_in_index = 1"
          + " UNION ALL SELECT 'constraint', concat(table_name, '.', constraint_name), ''"
          + " FROM information_schema.table_constraints WHERE table_schema = ?"
          + " AND constraint_type <> 'UNIQUE' AND constraint_type <> 'PRIMARY KEY'";

  private static final String KNOWN =
      "SELECT count(*) AS n FROM mysql.user WHERE User = ? AND Host = ?";

  /** What may be longer than a packet is hashed by itself. */
  private static final Set<String> LONG =
      Set.of(
          "tinytext",
          "text",
          "mediumtext",
          "longtext",
          "tinyblob",
          "blob",
          "mediumblob",
          "longblob",
          "json");

  private static final Set<String> BITS =
      Set.of(
          "bit",
          "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection");

  /** Of which tables the checksum is of a sample. */
  sealed interface Sampling {
    boolean samples(String table, long bytes);
  }

  record LargerThan(long limit) implements Sampling {
    @Override
    public boolean samples(String table, long bytes) {
      return bytes > limit;
    }
  }

  /** The same tables as a manifest did. */
  record As(Contents manifest) implements Sampling {
    @Override
    public boolean samples(String table, long bytes) {
      return manifest.facts().containsKey(Contents.SAMPLE + table);
    }
  }

  /** Of one database among several of a manifest. */
  record Within(String database, Sampling all) implements Sampling {
    @Override
    public boolean samples(String table, long bytes) {
      return all.samples(database + "/" + table, bytes);
    }
  }

  /** The columns of a table, as they go into its checksum. */
  private record Columns(List<String> values, List<String> nulls, List<String> key) {
    Columns() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  private MysqlContents() {}

  /** Begins a transaction in which nothing changes any more. */
  static void steady(SqlSession session) throws QueryException {
    session.rollback();
    for (String setting : STEADY) {
      session.update(setting);
    }
  }

  /** Within a transaction made {@link #steady}. */
  static Contents measure(SqlSession session, String database, Sampling sampling)
      throws QueryException {
    Map<String, String> facts = new TreeMap<>();
    Map<String, Columns> columns = columns(session, database);
    for (Row table : session.query(TABLES, MANY, database)) {
      String name = table.text("name");
      switch (table.text("type")) {
        case "VIEW", "SYSTEM VIEW" -> {}
        case "SEQUENCE" -> facts.put("sequence/" + name, "there");
        default -> {
          facts.put("engine/" + name, table.text("engine"));
          facts.put("collation/" + name, table.text("collation"));
          Columns of = columns.getOrDefault(name, new Columns());
          boolean samples =
              sampling.samples(name, (long) table.number("bytes")) && !of.key().isEmpty();
          count(session, database, name, of, samples, facts);
        }
      }
    }
    Set<String> definers = new TreeSet<>();
    for (Row row : objects(session, database)) {
      String name = row.text("kind") + "/" + row.text("name");
      facts.put(name, row.text("definer").isEmpty() ? "there" : row.text("definer"));
      definers.add(row.text("definer"));
    }
    return new Contents(about(session, database, definers), facts);
  }

  private static List<Row> objects(SqlSession session, String in) throws QueryException {
    return session.query(OBJECTS, MANY, in, in, in, in, in, in);
  }

  private static Map<String, String> about(
      SqlSession session, String database, Set<String> definers) throws QueryException {
    Map<String, String> about = new TreeMap<>();
    for (Row row : session.query(DATABASE, 1, database, database)) {
      for (String key : List.of("server", "encoding", "collation", "bytes")) {
        about.put(key, row.text(key));
      }
    }
    for (String definer : definers) {
      int at = definer.lastIndexOf('@');
      if (at > 0) {
        about.put(
            "role/" + definer, known(session, definer.substring(0, at), definer.substring(at + 1)));
      }
    }
    return about;
  }

  /** A definer that is gone is common, and no fault of a backup. */
  private static String known(SqlSession session, String user, String host) {
    try {
      return session.query(KNOWN, 1, user, host).getFirst().number("n") > 0 ? "there" : "gone";
    } catch (QueryException e) {
      return "unknown"; // the account of backups need not be able to read the accounts
    }
  }

  private static Map<String, Columns> columns(SqlSession session, String database)
      throws QueryException {
    Map<String, Columns> all = new LinkedHashMap<>();
    for (Row row : session.query(COLUMNS, MANY, database)) {
      // The bounds of a row's own history are new in every restore.
      if (row.text("generated").matches("ROW (START|END)")) {
        continue;
      }
      Columns of = all.computeIfAbsent(row.text("tab"), _ -> new Columns());
      String name = MysqlReach.quoted(row.text("col"));
      String value = value(name, row.text("type"));
      of.values().add(value);
      of.nulls().add("ISNULL(" + name + ")");
      if (row.text("part").equals("PRI")) {
        of.key().add(value);
      }
    }
    return all;
  }

  private static String value(String column, String type) {
    if (LONG.contains(type)) {
      return "MD5(" + column + ")";
    }
    return BITS.contains(type) ? "HEX(" + column + ")" : "CAST(" + column + " AS BINARY)";
  }

  private static void count(
      SqlSession session,
      String database,
      String table,
      Columns columns,
      boolean samples,
      Map<String, String> facts)
      throws QueryException {
    String row =
        "CONCAT_WS('#', "
            + String.join(", ", columns.values())
            + ", CONCAT("
            + String.join(", ", columns.nulls())
            + "))";
    String hash = "CAST(CONV(LEFT(MD5(" + row + "), 15), 16, 10) AS UNSIGNED)";
    String chosen =
        samples
            ? "IF(CRC32(CONCAT_WS('#', "
                + String.join(", ", columns.key())
                + ")) % "
                + SAMPLE_OF
                + " = 0, "
                + hash
                + ", 0)"
            : hash;
    String sql =
        "SELECT CAST(count(*) AS CHAR) AS counted, CAST(coalesce(sum("
            + chosen
            + "), 0) AS CHAR) AS checksum FROM "
            + MysqlReach.quoted(database)
            + "."
            + MysqlReach.quoted(table);
    Row counted = session.query(sql, 1).getFirst();
    facts.put(Contents.ROWS + table, counted.text("counted"));
    facts.put((samples ? Contents.SAMPLE : Contents.CHECKSUM) + table, counted.text("checksum"));
  }
}
