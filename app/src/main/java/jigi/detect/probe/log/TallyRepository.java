package jigi.detect.probe.log;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Ids;
import jigi.base.store.Tx;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.log.Tally.What;
import org.jdbi.v3.core.Handle;

/** What access logs hold, by the hour. Owns {@code probe_log_tally}. */
final class TallyRepository {
  private static final Duration KEPT = Duration.ofDays(15);

  /** How many names of a sort an hour keeps; those that occur seldom then share one. */
  private static final int MOST_NAMES = 500;

  private TallyRepository() {}

  static void add(Tx tx, ProbeKey key, List<Tally> tallies, Instant at) {
    long hour = Ids.micros(at.truncatedTo(ChronoUnit.HOURS));
    count(tx, key, tallies, hour);
    tallies.stream().map(Tally::what).distinct().forEach(what -> fold(tx, key, what, hour));
    tx.handle()
        .createUpdate("DELETE FROM probe_log_tally WHERE hour < ?")
        .bind(0, Ids.micros(at.minus(KEPT)))
        .execute();
  }

  /** Clients choose names, so that an hour would hold as many as they like. */
  private static void fold(Tx tx, ProbeKey key, What what, long hour) {
    List<Tally> beyond =
        tx.handle()
            .createQuery(
                """
                SELECT what, name, lines, micros FROM probe_log_tally
                WHERE system = :system AND component = :component AND probe = :probe
                  AND hour = :hour AND what = :what AND name <> :others
                ORDER BY lines DESC, name
                LIMIT 10000 OFFSET :most
                """)
            .bindMap(place(key, what, hour))
            .bind("others", Tally.OTHERS)
            .bind("most", MOST_NAMES)
            .map(
                (row, context) ->
                    new Tally(
                        what, row.getString("name"), row.getLong("lines"), row.getLong("micros")))
            .list();
    if (beyond.isEmpty()) {
      return;
    }
    var batch =
        tx.handle()
            .prepareBatch(
                """
                DELETE FROM probe_log_tally
                WHERE system = :system AND component = :component AND probe = :probe
                  AND hour = :hour AND what = :what AND name = :name
                """);
    Tally others = new Tally(what, Tally.OTHERS, 0, 0);
    for (Tally each : beyond) {
      others = others.plus(each);
      batch.bindMap(place(key, what, hour)).bind("name", each.name()).add();
    }
    batch.execute();
    count(tx, key, List.of(others), hour);
  }

  private static void count(Tx tx, ProbeKey key, List<Tally> tallies, long hour) {
    var batch =
        tx.handle()
            .prepareBatch(
                """
                INSERT INTO probe_log_tally
                  (system, component, probe, hour, what, name, lines, micros)
                VALUES (:system, :component, :probe, :hour, :what, :name, :lines, :micros)
                ON CONFLICT (system, component, probe, hour, what, name) DO UPDATE
                SET lines = probe_log_tally.lines + excluded.lines,
                    micros = probe_log_tally.micros + excluded.micros
                """);
    for (Tally tally : tallies) {
      batch
          .bindMap(place(key, tally.what(), hour))
          .bind("name", tally.name())
          .bind("lines", tally.lines())
          .bind("micros", tally.micros())
          .add();
    }
    batch.execute();
  }

  private static Map<String, Object> place(ProbeKey key, What what, long hour) {
    return Map.of(
        "system", key.system(),
        "component", key.component(),
        "probe", key.probe(),
        "hour", hour,
        "what", what.key());
  }

  /** The most frequent first; those that share a name for lack of room come last. */
  static List<AccessReport.Row> top(
      Handle handle, LogScope scope, What what, String order, int atMost) {
    return handle
        .createQuery(
            """
            SELECT name, SUM(lines) AS requests, SUM(micros) AS took
            FROM probe_log_tally
            WHERE system = :system AND hour >= :since AND what = :what
              AND (CAST(:component AS TEXT) IS NULL OR component = :component)
            GROUP BY name
            ORDER BY CASE WHEN name = :others THEN 1 ELSE 0 END, %s, name
            LIMIT :most
            """
                .formatted(order))
        .bind("system", scope.system())
        .bind("component", scope.component())
        .bind("since", Ids.micros(scope.since().truncatedTo(ChronoUnit.HOURS)))
        .bind("what", what.key())
        .bind("others", Tally.OTHERS)
        .bind("most", atMost)
        .map(
            (row, context) ->
                AccessReport.Row.of(
                    row.getString("name"), row.getLong("requests"), row.getLong("took")))
        .list();
  }
}
