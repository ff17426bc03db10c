package jigi.detect.probe.log;

import java.util.List;
import java.util.stream.Stream;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;

/** Looks through the lines that are kept. Reads {@code probe_log_group} and its like. */
final class FoundLineRepository {
  /** How many are looked through, the newest first. */
  private static final int READ = 5000;

  private static final String PLACE =
      """
      AND (CAST(:system AS TEXT) IS NULL OR system = :system)
      AND (CAST(:component AS TEXT) IS NULL OR component = :component)
      """;

  private static final String ALL =
      """
      SELECT system, component, probe, level AS what, MAX(example) AS line,
             SUM(lines) AS lines, MAX(last_at) AS at
      FROM probe_log_group
      WHERE last_at >= :since AND last_at < :until
        AND (CAST(:what AS TEXT) IS NULL OR level = :what) %1$s
      GROUP BY system, component, probe, level, pattern
      UNION ALL
      SELECT system, component, probe, pattern AS what, line, 1 AS lines, read_at AS at
      FROM probe_log_line
      WHERE read_at >= :since AND read_at < :until
        AND (CAST(:what AS TEXT) IS NULL OR pattern = :what) %1$s
      ORDER BY at DESC, system, component, line
      LIMIT :most
      """
          .formatted(PLACE);

  private FoundLineRepository() {}

  /** Newest first. */
  static List<FoundLine> find(Handle handle, LogQuery query, int atMost) {
    try (Stream<FoundLine> kept =
        handle
            .createQuery(ALL)
            .bind("since", Ids.micros(query.since()))
            .bind("until", Ids.micros(query.until()))
            .bind("system", query.system())
            .bind("component", query.component())
            .bind("what", query.what())
            .bind("most", READ)
            .map(
                (row, context) ->
                    new FoundLine(
                        row.getString("system"),
                        row.getString("component"),
                        row.getString("probe"),
                        row.getString("what"),
                        row.getString("line"),
                        row.getLong("lines"),
                        Ids.instant(row.getLong("at"))))
            .stream()) {
      return kept.filter(
              each -> query.systems().test(each.system()) && query.text().isIn(each.line()))
          .limit(atMost)
          .toList();
    }
  }
}
