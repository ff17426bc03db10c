package jigi.detect.probe.log;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Ids;
import jigi.base.store.Tx;
import jigi.detect.probe.ProbeKey;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The newest lines of each pattern. Owns {@code probe_log_line}. */
final class KeptLineRepository {
  private KeptLineRepository() {}

  static void add(Tx tx, ProbeKey key, List<Findings.Kept> lines, Instant at) {
    var batch =
        tx.handle()
            .prepareBatch(
                """
                INSERT INTO probe_log_line
                  (system, component, probe, pattern, number, line, read_at)
                VALUES (:system, :component, :probe, :pattern, :number, :line, :at)
                ON CONFLICT (system, component, probe, pattern, number) DO UPDATE
                SET line = excluded.line, read_at = excluded.read_at
                """);
    for (Findings.Kept kept : lines) {
      batch
          .bind("system", key.system())
          .bind("component", key.component())
          .bind("probe", key.probe())
          .bind("pattern", kept.pattern())
          .bind("number", kept.number())
          .bind("line", kept.line())
          .bind("at", Ids.micros(at))
          .add();
    }
    batch.execute();
    for (Findings.Kept kept : lines) {
      tx.handle()
          .createUpdate(
              """
              DELETE FROM probe_log_line
              WHERE system = ? AND component = ? AND probe = ? AND pattern = ? AND number <= ?
              """)
          .bind(0, key.system())
          .bind(1, key.component())
          .bind(2, key.probe())
          .bind(3, kept.pattern())
          .bind(4, kept.number() - LineCounter.LINES_KEPT)
          .execute();
    }
  }

  /**
   * Newest first.
   *
   * @param pattern null for all
   */
  static List<KeptLine> newest(Handle handle, LogScope scope, @Nullable String pattern) {
    return handle
        .createQuery(
            """
            SELECT component, probe, pattern, line, read_at FROM probe_log_line
            WHERE system = :system AND read_at >= :since
              AND (CAST(:pattern AS TEXT) IS NULL OR pattern = :pattern)
              AND (CAST(:component AS TEXT) IS NULL OR component = :component)
            ORDER BY read_at DESC, number DESC
            LIMIT :most
            """)
        .bind("system", scope.system())
        .bind("component", scope.component())
        .bind("pattern", pattern)
        .bind("since", Ids.micros(scope.since()))
        .bind("most", LineCounter.LINES_KEPT)
        .map(
            (row, context) ->
                new KeptLine(
                    row.getString("component"),
                    row.getString("probe"),
                    row.getString("pattern"),
                    row.getString("line"),
                    Ids.instant(row.getLong("read_at"))))
        .list();
  }
}
