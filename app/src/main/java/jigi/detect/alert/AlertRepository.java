package jigi.detect.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import jigi.metrics.model.Labels;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table {@code alert}. */
final class AlertRepository {
  private static final String COLUMNS =
      "id, system, rule_key, rule, fingerprint, phase, severity, labels, series, annotations,"
          + " value, active_at, firing_at, keep_since, unknown_since, last_active, ended_at,"
          + " acknowledged_at, acknowledged_by";

  private final Store store;

  AlertRepository(Store store) {
    this.store = store;
  }

  /** Every alert that has not ended. */
  List<Alert> open() {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT " + COLUMNS + " FROM alert WHERE ended_at IS NULL")
                .map((row, context) -> read(row))
                .list());
  }

  /** Those that fired and ended, latest first. */
  List<Alert> resolved(@Nullable String system, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM alert WHERE phase = 'resolved'"
                        + (system == null ? "" : " AND system = :system")
                        + " ORDER BY ended_at DESC LIMIT :limit")
                .bindMap(system == null ? Map.of() : Map.of("system", system))
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
  }

  /** Those of one rule that fired, latest first. */
  List<Alert> ofRule(String ruleKey, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM alert WHERE rule_key = :rule AND firing_at IS NOT NULL"
                        + " ORDER BY firing_at DESC LIMIT :limit")
                .bind("rule", ruleKey)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
  }

  @Nullable Alert find(String id) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT " + COLUMNS + " FROM alert WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findFirst()
                .orElse(null));
  }

  /** One that is new, or was saved before. */
  void save(Tx tx, Alert alert, boolean fresh) {
    Handle handle = tx.handle();
    if (!fresh) {
      bound(
              handle.createUpdate(
                  "UPDATE alert SET phase = :phase, severity = :severity,"
                      + " annotations = :annotations, value = :value, firing_at = :firing_at,"
                      + " keep_since = :keep_since, unknown_since = :unknown_since,"
                      + " last_active = :last_active, ended_at = :ended_at WHERE id = :id"),
              alert)
          .execute();
    } else {
      bound(
              handle.createUpdate(
                  "INSERT INTO alert ("
                      + COLUMNS
                      + ") VALUES (:id, :system, :rule_key, :rule, :fingerprint, :phase, :severity,"
                      + " :labels, :series, :annotations, :value, :active_at, :firing_at,"
                      + " :keep_since, :unknown_since, :last_active, :ended_at, :acknowledged_at,"
                      + " :acknowledged_by)"),
              alert)
          .execute();
    }
  }

  /** Apart from {@link #save}, so that an evaluation under way cannot take it back. */
  void acknowledge(Tx tx, String id, Alert.Acknowledged by) {
    tx.handle()
        .createUpdate(
            "UPDATE alert SET acknowledged_at = :at, acknowledged_by = :by WHERE id = :id")
        .bind("at", Ids.micros(by.at()))
        .bind("by", by.by())
        .bind("id", id)
        .execute();
  }

  /** Until when those hold that have not ended and that another system told of, by their id. */
  Map<String, Instant> until() {
    Map<String, Instant> all = new TreeMap<>();
    store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT id, until_at FROM alert WHERE ended_at IS NULL AND until_at IS NOT"
                        + " NULL")
                .map(
                    (row, context) ->
                        all.put(row.getString("id"), Ids.instant(row.getLong("until_at"))))
                .list());
    return all;
  }

  void until(Tx tx, Map<String, Instant> ends) {
    PreparedBatch batch =
        tx.handle().prepareBatch("UPDATE alert SET until_at = :until WHERE id = :id");
    ends.forEach((id, until) -> batch.bind("until", Ids.micros(until)).bind("id", id).add());
    batch.execute();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, Alert alert) {
    Alert.Identity identity = alert.identity();
    Alert.Times times = alert.times();
    Alert.Acknowledged by = alert.acknowledged();
    return statement
        .bind("id", alert.id())
        .bind("system", identity.system())
        .bind("rule_key", identity.ruleKey())
        .bind("rule", identity.rule())
        .bind("fingerprint", identity.fingerprint())
        .bind("phase", alert.phase().key())
        .bind("severity", alert.said().severity().key())
        .bind("labels", Json.write(identity.labels().toMap()))
        .bind("series", Json.write(identity.series().toMap()))
        .bind("annotations", Json.write(alert.said().annotations()))
        .bind("value", finite(alert.said().value()))
        .bind("active_at", Ids.micros(times.activeAt()))
        .bind("firing_at", micros(times.firingAt()))
        .bind("keep_since", micros(times.keepSince()))
        .bind("unknown_since", micros(times.unknownSince()))
        .bind("last_active", Ids.micros(times.lastActive()))
        .bind("ended_at", micros(times.endedAt()))
        .bind("acknowledged_at", by == null ? null : micros(by.at()))
        .bind("acknowledged_by", by == null ? null : by.by());
  }

  private static Alert read(ResultSet row) throws SQLException {
    Instant acknowledgedAt = instant(row, "acknowledged_at");
    double value = row.getDouble("value");
    boolean noValue = row.wasNull();
    return new Alert(
        row.getString("id"),
        new Alert.Identity(
            row.getString("system"),
            row.getString("rule_key"),
            row.getString("rule"),
            row.getString("fingerprint"),
            Labels.of(map(row.getString("labels"))),
            Labels.of(map(row.getString("series")))),
        Alert.Phase.valueOf(row.getString("phase").toUpperCase(java.util.Locale.ROOT)),
        new Alert.Times(
            Ids.instant(row.getLong("active_at")),
            instant(row, "firing_at"),
            instant(row, "keep_since"),
            instant(row, "unknown_since"),
            Ids.instant(row.getLong("last_active")),
            instant(row, "ended_at")),
        new Alert.Said(
            noValue ? Double.NaN : value,
            Severity.ofLabel(row.getString("severity")),
            map(row.getString("annotations"))),
        acknowledgedAt == null
            ? null
            : new Alert.Acknowledged(acknowledgedAt, row.getString("acknowledged_by")));
  }

  private static Map<String, String> map(String json) {
    return new TreeMap<>(Json.texts(json));
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static @Nullable Long micros(@Nullable Instant instant) {
    return instant == null ? null : Ids.micros(instant);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? null : Ids.instant(micros);
  }
}
