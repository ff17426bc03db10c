package jigi.detect.probe.postgres;

import java.util.List;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.detect.probe.Measured;

/** Indexes that do not work, do not help, or are there twice. */
final class Indexes {
  private static final String INVALID =
      """
      SELECT n.nspname AS schemaname, c.relname
      FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid
      ORDER BY 1, 2
      """;

  /** What enforces a constraint is of use without ever being scanned. */
  private static final String UNUSED =
      """
      SELECT s.schemaname, s.indexrelname AS relname, pg_relation_size(s.indexrelid) AS bytes
      FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
      WHERE s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisexclusion AND i.indisvalid
      ORDER BY bytes DESC NULLS LAST, 1, 2
      """;

  private static final String DUPLICATE =
      """
      SELECT min(n.nspname) AS schemaname, min(c.relname) AS relname, count(*) - 1 AS more
      FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')
      GROUP BY i.indrelid, c.relam, i.indkey::text, i.indclass::text, i.indcollation::text,
               i.indoption::text, coalesce(pg_get_expr(i.indexprs, i.indrelid), ''),
               coalesce(pg_get_expr(i.indpred, i.indrelid), '')
      HAVING count(*) > 1
      ORDER BY 1, 2
      """;

  private static final String SCANS =
      """
      SELECT current_database() AS datname, schemaname, relname, indexrelname, idx_scan,
             pg_relation_size(indexrelid) AS bytes
      FROM pg_stat_user_indexes
      ORDER BY pg_relation_size(indexrelid) DESC NULLS LAST, 2, 4
      """;

  private static final int ALL = 10_000;

  private Indexes() {}

  static void measure(SqlSession session, int top, Measured into) throws QueryException {
    String datname =
        session.query("SELECT current_database() AS datname", 1).getFirst().text("datname");
    List<Row> invalid = session.query(INVALID, ALL);
    List<Row> unused = session.query(UNUSED, ALL);
    List<Row> duplicate = session.query(DUPLICATE, ALL);
    double unusedBytes =
        unused.stream()
            .filter(row -> !row.isNull("bytes"))
            .mapToDouble(r -> r.number("bytes"))
            .sum();
    double more = duplicate.stream().mapToDouble(row -> row.number("more")).sum();
    note("invalid", invalid, invalid.size(), datname, into);
    note("unused", unused, unused.size(), datname, into);
    note("duplicate", duplicate, more, datname, into);
    into.sample("pg_indexes_unused_bytes", unusedBytes, "datname", datname);
    for (Row row : session.query(SCANS, top)) {
      String[] index = {
        "datname", datname,
        "schemaname", row.text("schemaname"),
        "relname", row.text("relname"),
        "indexrelname", row.text("indexrelname")
      };
      into.sample("pg_stat_user_indexes_idx_scan", row.number("idx_scan"), index);
      into.sample("pg_index_size_bytes", row.number("bytes"), index);
    }
  }

  private static void note(
      String what, List<Row> rows, double count, String datname, Measured into) {
    into.number(what + "-indexes", count);
    into.sample("pg_indexes_" + what, count, "datname", datname);
    if (!rows.isEmpty()) {
      Row first = rows.getFirst();
      into.remark(
          Math.round(count)
              + " "
              + what
              + " indexes, first "
              + first.text("schemaname")
              + "."
              + first.text("relname"));
    }
  }
}
