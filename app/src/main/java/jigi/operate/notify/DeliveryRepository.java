package jigi.operate.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code delivery}, {@code delivery_alert} and {@code escalation}. */
final class DeliveryRepository {
  private DeliveryRepository() {}

  static void insert(Handle handle, Delivery delivery) {
    handle
        .createUpdate(
            "INSERT INTO delivery (id, system, kind, subject, person, channel, context, state,"
                + " attempts, created_at, fallback_of) VALUES (:id, :system, :kind, :subject,"
                + " :person, :channel, :context, :state, 0, :created, :fallback)")
        .bind("id", delivery.id())
        .bind("system", delivery.system())
        .bind("kind", delivery.kind().key())
        .bind("subject", delivery.subject())
        .bind("person", delivery.person())
        .bind("channel", delivery.channel())
        .bind("context", Json.write(delivery.context()))
        .bind("state", delivery.progress().state().key())
        .bind("created", Ids.micros(delivery.created()))
        .bind("fallback", delivery.fallbackOf())
        .execute();
  }

  static void update(Handle handle, String id, Delivery.Progress progress) {
    handle
        .createUpdate(
            "UPDATE delivery SET state = :state, attempts = :attempts, proof = :proof,"
                + " last_error = :error, ended_at = :ended WHERE id = :id")
        .bind("id", id)
        .bind("state", progress.state().key())
        .bind("attempts", progress.attempts())
        .bind("proof", progress.proof())
        .bind("error", progress.lastError())
        .bind("ended", progress.ended() == null ? null : Ids.micros(progress.ended()))
        .execute();
  }

  static @Nullable Delivery find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM delivery WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findFirst()
        .orElse(null);
  }

  /** A delivery tells of these alerts. */
  static void link(Handle handle, String delivery, List<String> alerts) {
    var batch =
        handle.prepareBatch(
            "INSERT INTO delivery_alert (delivery_id, alert_id) VALUES (:delivery, :alert)");
    alerts.forEach(alert -> batch.bind("delivery", delivery).bind("alert", alert).add());
    batch.execute();
  }

  /** The delivery that takes over tells of the same alerts. */
  static void linkLike(Handle handle, String delivery, String other) {
    handle
        .createUpdate(
            "INSERT INTO delivery_alert (delivery_id, alert_id) SELECT :delivery, alert_id FROM"
                + " delivery_alert WHERE delivery_id = :other")
        .bind("delivery", delivery)
        .bind("other", other)
        .execute();
  }

  /** All about one subject, which may be an alert that others were told with; oldest first. */
  static List<Delivery> about(Handle handle, String subject) {
    return handle
        .createQuery(
            "SELECT * FROM delivery WHERE subject = :subject OR id IN (SELECT delivery_id FROM"
                + " delivery_alert WHERE alert_id = :subject) ORDER BY created_at, id")
        .bind("subject", subject)
        .map((row, context) -> read(row))
        .list();
  }

  static List<Delivery> newest(Handle handle, @Nullable String system, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM delivery"
                + (system == null ? "" : " WHERE system = :system")
                + " ORDER BY created_at DESC, id DESC LIMIT :limit")
        .bindMap(system == null ? Map.of() : Map.of("system", system))
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  /**
   * When a channel was used last.
   *
   * @param outcome of {@code accepted}, {@code failed}, {@code dead}
   */
  record Used(String system, String channel, String outcome, Instant at) {}

  /** By channel and outcome, the newest of each. */
  static List<Used> lastUsed(Handle handle) {
    return handle
        .createQuery(
            "SELECT system, channel, state, MAX(ended_at) AS at FROM delivery"
                + " WHERE ended_at IS NOT NULL GROUP BY system, channel, state")
        .map(
            (row, context) ->
                new Used(
                    row.getString("system"),
                    row.getString("channel"),
                    row.getString("state"),
                    Ids.instant(row.getLong("at"))))
        .list();
  }

  /** What nobody has acknowledged yet. */
  record Escalation(
      String alert, String system, String severity, Map<String, String> context, Instant due) {}

  static void await(Handle handle, Escalation escalation) {
    handle
        .createUpdate(
            "INSERT INTO escalation (alert_id, system, severity, context, due_at) VALUES (:alert,"
                + " :system, :severity, :context, :due) ON CONFLICT (alert_id) DO UPDATE SET due_at ="
                + " :due, context = :context, ended_at = NULL, ended_by = NULL WHERE"
                + " escalation.ended_at IS NOT NULL")
        .bind("alert", escalation.alert())
        .bind("system", escalation.system())
        .bind("severity", escalation.severity())
        .bind("context", Json.write(escalation.context()))
        .bind("due", Ids.micros(escalation.due()))
        .execute();
  }

  /** True when it was still awaited. */
  static boolean endEscalation(Handle handle, String alert, Instant at, String by) {
    return handle
            .createUpdate(
                "UPDATE escalation SET ended_at = :at, ended_by = :by WHERE alert_id = :alert AND"
                    + " ended_at IS NULL")
            .bind("alert", alert)
            .bind("at", Ids.micros(at))
            .bind("by", by)
            .execute()
        > 0;
  }

  /** True when it is awaited no longer than until now; it is over then. */
  static boolean escalate(Handle handle, String alert, Instant now) {
    return handle
            .createUpdate(
                "UPDATE escalation SET ended_at = :at, ended_by = 'jigi' WHERE alert_id = :alert AND"
                    + " ended_at IS NULL AND due_at <= :at")
            .bind("alert", alert)
            .bind("at", Ids.micros(now))
            .execute()
        > 0;
  }

  static List<Escalation> awaited(Handle handle) {
    return handle
        .createQuery("SELECT * FROM escalation WHERE ended_at IS NULL ORDER BY due_at")
        .map(
            (row, context) ->
                new Escalation(
                    row.getString("alert_id"),
                    row.getString("system"),
                    row.getString("severity"),
                    map(row.getString("context")),
                    Ids.instant(row.getLong("due_at"))))
        .list();
  }

  private static Delivery read(ResultSet row) throws SQLException {
    long ended = row.getLong("ended_at");
    Instant endedAt = row.wasNull() ? null : Ids.instant(ended);
    return new Delivery(
        row.getString("id"),
        row.getString("system"),
        Delivery.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("subject"),
        row.getString("person"),
        row.getString("channel"),
        map(row.getString("context")),
        new Delivery.Progress(
            Delivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
            row.getLong("attempts"),
            row.getString("proof"),
            row.getString("last_error"),
            endedAt),
        Ids.instant(row.getLong("created_at")),
        row.getString("fallback_of"));
  }

  private static Map<String, String> map(String json) {
    Map<String, String> map = new TreeMap<>();
    Json.tree(json).properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
    return map;
  }
}
