package jigi.detect.probe.postgres;

import java.util.List;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.detect.probe.Measured;

/** Sizes, dead rows, and the age that leads to wraparound. */
final class Sizes {
  /** Ids of transactions and multixacts wrap around after 2^31. */
  private static final double WRAPAROUND = 1L << 31;

  private static final String AGES =
      """
      SELECT datname, age(datfrozenxid) AS xid, mxid_age(datminmxid) AS mxid FROM pg_database
      """;

  private static final String DATABASES =
      """
      SELECT datname, pg_database_size(oid) AS bytes, datname = current_database() AS own
      FROM pg_database
      WHERE datallowconn AND NOT datistemplate AND has_database_privilege(oid, 'CONNECT')
      """;

  /** Tables are named by their oid, so that no name needs quotes. */
  private static final String TABLES =
      """
      SELECT current_database() AS datname, schemaname, relname,
             pg_total_relation_size(relid) AS bytes, n_live_tup, n_dead_tup, seq_scan,
             coalesce(idx_scan, 0) AS idx_scan
      FROM pg_stat_user_tables
      ORDER BY pg_total_relation_size(relid) DESC NULLS LAST, schemaname, relname
      """;

  private static final String DEAD =
      """
      SELECT schemaname, relname, n_dead_tup::float8 / (n_live_tup + n_dead_tup) AS ratio
      FROM pg_stat_user_tables
      WHERE n_live_tup + n_dead_tup >= 1000
      ORDER BY ratio DESC
      """;

  private Sizes() {}

  static void wraparound(SqlSession session, int top, Measured into) throws QueryException {
    double worst = 0;
    for (Row row : session.query(AGES, 10_000)) {
      into.sample(
          "pg_database_datfrozenxid_age", row.number("xid"), "datname", row.text("datname"));
      worst = Math.max(worst, Math.max(row.number("xid"), row.number("mxid")) / WRAPAROUND);
    }
    into.number("wraparound", worst);
    into.sample("pg_wraparound_used_ratio", worst);
  }

  static void databases(SqlSession session, int top, Measured into) throws QueryException {
    for (Row row : session.query(DATABASES, 10_000)) {
      into.sample("pg_database_size_bytes", row.number("bytes"), "datname", row.text("datname"));
      if (row.bool("own")) {
        into.number("size", row.number("bytes"));
        into.remark(row.text("datname") + " has " + bytes(row.number("bytes")));
      }
    }
  }

  static void tables(SqlSession session, int top, Measured into) throws QueryException {
    List<Row> rows = session.query(TABLES, top);
    for (Row row : rows) {
      String[] table = {
        "datname", row.text("datname"),
        "schemaname", row.text("schemaname"),
        "relname", row.text("relname")
      };
      into.sample("pg_stat_user_tables_size_bytes", row.number("bytes"), table);
      for (String column : List.of("n_live_tup", "n_dead_tup", "seq_scan", "idx_scan")) {
        into.sample("pg_stat_user_tables_" + column, row.number(column), table);
      }
    }
    if (!rows.isEmpty()) {
      Row biggest = rows.getFirst();
      into.remark("biggest " + name(biggest) + " " + bytes(biggest.number("bytes")));
    }
    List<Row> dead = session.query(DEAD, 1);
    into.number("dead-ratio", dead.isEmpty() ? 0 : dead.getFirst().number("ratio"));
    if (!dead.isEmpty()) {
      Row worst = dead.getFirst();
      into.remark(name(worst) + " is " + Math.round(worst.number("ratio") * 100) + "% dead rows");
    }
  }

  private static String name(Row row) {
    return row.text("schemaname") + "." + row.text("relname");
  }

  /** {@code 12.3 MiB}. */
  static String bytes(double bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double rest = bytes;
    while (rest >= 1024 && unit < units.length - 1) {
      rest /= 1024;
      unit++;
    }
    return unit == 0
        ? Math.round(rest) + " B"
        : String.format(java.util.Locale.ROOT, "%.1f %s", rest, units[unit]);
  }
}
