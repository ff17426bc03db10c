package jigi.detect.probe.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.probe.ProbeKey;
import org.jspecify.annotations.Nullable;

/** How far logs were read, and the groups of errors by the hour. Owns {@code probe_log*}. */
public final class LogRepository implements LogMemory {
  private static final long KEPT_DAYS = 35;

  private final Store store;

  public LogRepository(Store store) {
    this.store = store;
  }

  @Override
  public @Nullable Progress recall(ProbeKey key) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT progress FROM probe_log
                    WHERE system = ? AND component = ? AND probe = ?
                    """)
                .bind(0, key.system())
                .bind(1, key.component())
                .bind(2, key.probe())
                .mapTo(String.class)
                .findOne()
                .map(json -> Json.read(json, Progress.class))
                .orElse(null));
  }

  @Override
  public void keep(ProbeKey key, Progress progress, Findings findings, Instant at) {
    store.change(
        tx -> {
          save(tx, key, progress);
          findings.groups().forEach(group -> add(tx, key, group, at));
          if (!findings.groups().isEmpty()) {
            forgetOld(tx, at);
          }
          if (!findings.lines().isEmpty()) {
            KeptLineRepository.add(tx, key, findings.lines(), at);
          }
          if (!findings.tallies().isEmpty()) {
            TallyRepository.add(tx, key, findings.tallies(), at);
          }
        });
  }

  @Override
  public long repeated(ProbeKey key, Instant since) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT SUM(lines) AS lines FROM probe_log_group
                    WHERE system = ? AND component = ? AND probe = ? AND hour >= ?
                      AND level IN ('error', 'fatal')
                    GROUP BY pattern ORDER BY lines DESC LIMIT 1
                    """)
                .bind(0, key.system())
                .bind(1, key.component())
                .bind(2, key.probe())
                .bind(3, Ids.micros(since.truncatedTo(ChronoUnit.HOURS)))
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  /** How many error and fatal lines were read within the time, by whole hours. */
  public long errors(LogScope scope, Instant until) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT COALESCE(SUM(lines), 0) FROM probe_log_group
                    WHERE system = :system AND hour >= :since AND hour < :until
                      AND (CAST(:component AS TEXT) IS NULL OR component = :component)
                    """)
                .bind("system", scope.system())
                .bind("component", scope.component())
                .bind("since", Ids.micros(scope.since().truncatedTo(ChronoUnit.HOURS)))
                .bind("until", Ids.micros(until))
                .mapTo(Long.class)
                .one());
  }

  /**
   * The newest lines that matched a pattern, newest first, 20 at most.
   *
   * @param pattern null for all
   */
  public List<KeptLine> lines(LogScope scope, @Nullable String pattern) {
    return store.read(handle -> KeptLineRepository.newest(handle, scope, pattern));
  }

  /** Kept lines that fit, the newest first. */
  public List<FoundLine> find(LogQuery query, int atMost) {
    return store.read(handle -> FoundLineRepository.find(handle, query, atMost));
  }

  /**
   * What access logs hold.
   *
   * @param top how many rows each list has at most
   */
  public AccessReport access(LogScope scope, int top) {
    return store.read(
        handle -> {
          List<AccessReport.Row> statuses =
              TallyRepository.top(handle, scope, Tally.What.STATUS, "requests DESC", 500);
          return new AccessReport(
              statuses.stream().mapToLong(AccessReport.Row::requests).sum(),
              statuses,
              TallyRepository.top(handle, scope, Tally.What.CLIENT, "requests DESC", top),
              TallyRepository.top(handle, scope, Tally.What.PATH, "requests DESC", top),
              TallyRepository.top(
                      handle, scope, Tally.What.PATH, "SUM(micros) * 1.0 / SUM(lines) DESC", top)
                  .stream()
                  .filter(row -> row.mean() != null)
                  .toList(),
              TallyRepository.top(handle, scope, Tally.What.REFUSED, "requests DESC", top));
        });
  }

  /**
   * The groups of one system since an instant, the most frequent first.
   *
   * @param component null for all of them
   */
  public List<ErrorGroup> groups(
      String system, @Nullable String component, Instant since, int atMost) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT component, probe, level, pattern, SUM(lines) AS lines,
                           MIN(hour) AS first_hour, MAX(last_at) AS last_at, MAX(example) AS example
                    FROM probe_log_group
                    WHERE system = :system AND last_at >= :since
                      AND (CAST(:component AS TEXT) IS NULL OR component = :component)
                    GROUP BY component, probe, level, pattern
                    ORDER BY lines DESC, last_at DESC
                    LIMIT :most
                    """)
                .bind("system", system)
                .bind("component", component)
                .bind("since", Ids.micros(since))
                .bind("most", atMost)
                .map(
                    (row, context) ->
                        new ErrorGroup(
                            row.getString("component"),
                            row.getString("probe"),
                            row.getString("level"),
                            row.getString("pattern"),
                            row.getString("example"),
                            row.getLong("lines"),
                            Ids.instant(row.getLong("first_hour")),
                            Ids.instant(row.getLong("last_at"))))
                .list());
  }

  private static void save(Tx tx, ProbeKey key, Progress progress) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO probe_log (system, component, probe, progress)
            VALUES (:system, :component, :probe, :progress)
            ON CONFLICT (system, component, probe) DO UPDATE SET progress = excluded.progress
            """)
        .bind("system", key.system())
        .bind("component", key.component())
        .bind("probe", key.probe())
        .bind("progress", Json.write(progress))
        .execute();
  }

  private static void add(Tx tx, ProbeKey key, Group group, Instant at) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO probe_log_group
              (system, component, probe, hour, level, pattern, example, lines, last_at)
            VALUES (:system, :component, :probe, :hour, :level, :pattern, :example, :lines, :at)
            ON CONFLICT (system, component, probe, hour, level, pattern) DO UPDATE
            SET lines = probe_log_group.lines + excluded.lines,
                example = excluded.example, last_at = excluded.last_at
            """)
        .bind("system", key.system())
        .bind("component", key.component())
        .bind("probe", key.probe())
        .bind("hour", Ids.micros(at.truncatedTo(ChronoUnit.HOURS)))
        .bind("level", group.level().name().toLowerCase(Locale.ROOT))
        .bind("pattern", group.pattern())
        .bind("example", group.example())
        .bind("lines", group.count())
        .bind("at", Ids.micros(at))
        .execute();
  }

  private static void forgetOld(Tx tx, Instant at) {
    tx.handle()
        .createUpdate("DELETE FROM probe_log_group WHERE hour < ?")
        .bind(0, Ids.micros(at.minus(KEPT_DAYS, ChronoUnit.DAYS)))
        .execute();
  }
}
