package jigi.operate.backup.source.postgres;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.operate.backup.source.Contents;

/**
 * Measures a database within one transaction: the rows of each table and a checksum over them that
 * knows no order, which objects there are and whose they are. What belongs to an extension comes
 * with the extension and is not measured.
 */
final class PostgresContents {
  private static final int MANY = 1_000_000;
  private static final int SAMPLE_OF = 100;

  /** Values as text must not depend on the settings of an account or a server. */
  private static final List<String> STEADY =
      List.of(
          "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
          "SET LOCAL search_path = ''",
          "SET LOCAL row_security = off",
          "SET LOCAL datestyle = 'ISO, MDY'",
          "SET LOCAL intervalstyle = 'postgres'",
          "SET LOCAL timezone = 'UTC'",
          "SET LOCAL bytea_output = 'hex'",
          "SET LOCAL extra_float_digits = 1",
          "SET LOCAL lc_monetary = 'C'",
          "SET LOCAL statement_timeout = 0",
          "SET LOCAL idle_in_transaction_session_timeout = 0");

  private static final String OURS =
      "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'";

  private static final String RELATIONS =
      "SELECT n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,"
          + " pg_get_userbyid(c.relowner) AS owner, pg_relation_size(c.oid) AS bytes,"
          + " (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_index i"
          + "  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)"
          + "  WHERE i.indrelid = c.oid AND i.indisprimary) AS key"
          + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't' AND "
          + OURS
          + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass"
          + "  AND d.objid = c.oid AND d.deptype = 'e') ORDER BY 1, 2";

  private static final String NOT_OF_EXTENSION =
      " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass"
          + " AND d.objid = c.oid AND d.deptype = 'e')";

  /** Kinds and names of what is no relation. */
  private static final String OBJECTS =
      "SELECT 'index' AS kind, n.nspname || '.' || x.relname AS name FROM pg_index i"
          + " JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid"
          + " JOIN pg_namespace n ON n.oid = x.relnamespace WHERE c.relpersistence <> 't' AND "
          + OURS
          + NOT_OF_EXTENSION
          + " UNION ALL SELECT 'constraint', n.nspname || '.' || c.relname || '.' || k.conname"
          + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE k.conparentid = 0 AND k.contype IN ('c', 'f', 'p', 'u', 'x')"
          + " AND c.relpersistence <> 't' AND "
          + OURS
          + NOT_OF_EXTENSION
          + " UNION ALL SELECT 'trigger', n.nspname || '.' || c.relname || '.' || t.tgname"
          + " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND "
          + OURS
          + NOT_OF_EXTENSION
          + " UNION ALL SELECT 'function', n.nspname || '.' || p.proname || '('"
          + " || pg_get_function_identity_arguments(p.oid) || ')'"
          + " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE "
          + OURS
          + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass"
          + " AND d.objid = p.oid AND d.deptype IN ('e', 'i'))"
          + " UNION ALL SELECT 'type', n.nspname || '.' || t.typname"
          + " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace"
          + " WHERE t.typtype IN ('e', 'd') AND "
          + OURS
          + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_type'::regclass"
          + " AND d.objid = t.oid AND d.deptype = 'e')"
          + " UNION ALL SELECT 'schema', n.nspname FROM pg_namespace n WHERE "
          + OURS
          + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass"
          + " AND d.objid = n.oid AND d.deptype = 'e')"
          + " UNION ALL SELECT 'extension', extname FROM pg_extension";

  private static final String DATABASE =
      "SELECT current_setting('server_version') AS server,"
          + " pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate,"
          + " d.datctype AS ctype, pg_get_userbyid(d.datdba) AS owner, pg_database_size(d.oid)"
          + " AS bytes FROM pg_database d WHERE d.datname = current_database()";

  private static final String ROLES =
      "SELECT rolname AS name, concat_ws(' ', CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN'"
          + " END, CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END, CASE WHEN rolinherit"
          + " THEN 'INHERIT' ELSE 'NOINHERIT' END, CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE"
          + " 'NOCREATEDB' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,"
          + " CASE WHEN rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END, CASE WHEN"
          + " rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END, 'CONNECTION LIMIT ' ||"
          + " rolconnlimit) AS attributes FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname";

  private static final String EXTENSIONS =
      "SELECT extname AS name, extversion AS version FROM pg_extension";

  /** Read by their owner's rights, as the dump reads them. */
  private static final String LARGE_OBJECTS =
      "SELECT count(*) AS rows, coalesce(sum(hashtextextended(oid::text || ':'"
          + " || md5(lo_get(oid)), 0)::numeric), 0)::text AS checksum FROM pg_largeobject_metadata";

  /** Of which tables the checksum is of a sample. */
  interface Sampling {
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

  private PostgresContents() {}

  /** Begins a transaction in which nothing changes any more. */
  static void steady(SqlSession session) throws QueryException {
    session.rollback();
    for (String setting : STEADY) {
      session.update(setting);
    }
  }

  /** Within a transaction made {@link #steady}. */
  static Contents measure(SqlSession session, Sampling sampling) throws QueryException {
    Map<String, String> about = about(session);
    Map<String, String> facts = new TreeMap<>();
    for (Row row : session.query(RELATIONS, MANY)) {
      String name = row.text("schema") + "." + row.text("name");
      facts.put("owner/" + name, row.text("owner"));
      if (row.text("kind").equals("r")) {
        count(session, row, name, sampling, facts);
      } else {
        facts.put(kind(row.text("kind")) + "/" + name, "there");
      }
    }
    for (Row row : session.query(OBJECTS, MANY)) {
      facts.put(row.text("kind") + "/" + row.text("name"), "there");
    }
    facts.putAll(DatabaseSettings.facts(session));
    Row large = session.query(LARGE_OBJECTS, 1).getFirst();
    if (large.number("rows") > 0) {
      facts.put(Contents.ROWS + "large objects", large.text("rows"));
      facts.put(Contents.CHECKSUM + "large objects", large.text("checksum"));
    }
    return new Contents(about, facts);
  }

  private static Map<String, String> about(SqlSession session) throws QueryException {
    Map<String, String> about = new TreeMap<>();
    Row database = session.query(DATABASE, 1).getFirst();
    for (String key : List.of("server", "encoding", "collate", "ctype", "owner", "bytes")) {
      about.put(key, database.text(key));
    }
    for (Row role : session.query(ROLES, MANY)) {
      about.put("role/" + role.text("name"), role.text("attributes"));
    }
    for (Row extension : session.query(EXTENSIONS, MANY)) {
      about.put("extension/" + extension.text("name"), extension.text("version"));
    }
    return about;
  }

  private static String kind(String letter) {
    return switch (letter) {
      case "p" -> "partitioned";
      case "v" -> "view";
      case "m" -> "matview";
      case "S" -> "sequence";
      default -> "foreign-table";
    };
  }

  private static void count(
      SqlSession session, Row table, String name, Sampling sampling, Map<String, String> facts)
      throws QueryException {
    boolean samples = sampling.samples(name, (long) table.number("bytes")) && !table.isNull("key");
    String hash = "hashtextextended(\"jigi measures\"::text, 0)::numeric";
    String which =
        samples
            ? " FILTER (WHERE hashtextextended(ROW("
                + table.text("key")
                + ")::text, 1) % "
                + SAMPLE_OF
                + " = 0)"
            : "";
    String sql =
        "SELECT count(*)::text AS rows, coalesce(sum("
            + hash
            + ")"
            + which
            + ", 0)::text AS checksum FROM ONLY "
            + PostgresServer.quoted(table.text("schema"))
            + "."
            + PostgresServer.quoted(table.text("name"))
            + " AS \"jigi measures\"";
    Row counted = session.query(sql, 1).getFirst();
    facts.put(Contents.ROWS + name, counted.text("rows"));
    facts.put((samples ? Contents.SAMPLE : Contents.CHECKSUM) + name, counted.text("checksum"));
  }
}
