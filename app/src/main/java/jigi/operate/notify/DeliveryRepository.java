package jigi.operate.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** Ids of the alerts that a delivery tells of. */
  static List<String> alertsOf(Handle handle, String delivery) {
    return handle
        .createQuery("SELECT alert_id FROM delivery_alert WHERE delivery_id = :delivery")
        .bind("delivery", delivery)
        .mapTo(String.class)
        .list();
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
      String alert, String system, String severity, Map<String, String> context, Stand stand) {
    /** The same before its next step, of which there is one. */
    Escalation next(List<Route.Step> steps) {
      int step = stand.step() + 1;
      return new Escalation(
          alert,
          system,
          severity,
          context,
          new Stand(stand.begun(), step, stand.begun().plus(steps.get(step).after())));
    }
  }

  /**
   * How far an escalation is.
   *
   * @param begun when the first message was sent
   * @param step the next one, from 0
   */
  record Stand(Instant begun, int step, Instant due) {}

  /** False when it is awaited already. */
  static boolean await(Handle handle, Escalation escalation) {
    return handle
            .createUpdate(
                "INSERT INTO escalation (alert_id, system, severity, context, due_at, step,"
                    + " begun_at) VALUES (:alert, :system, :severity, :context, :due, :step,"
                    + " :begun) ON CONFLICT (alert_id) DO UPDATE SET due_at = :due, context ="
                    + " :context, step = :step, begun_at = :begun, ended_at = NULL, ended_by = NULL"
                    + " WHERE escalation.ended_at IS NOT NULL")
            .bind("alert", escalation.alert())
            .bind("system", escalation.system())
            .bind("severity", escalation.severity())
            .bind("context", Json.write(escalation.context()))
            .bind("due", Ids.micros(escalation.stand().due()))
            .bind("step", escalation.stand().step())
            .bind("begun", Ids.micros(escalation.stand().begun()))
            .execute()
        > 0;
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

  /**
   * True when its step is due and was not taken yet.
   *
   * @param next null when it was the last
   */
  static boolean escalate(Handle handle, Escalation escalation, @Nullable Stand next, Instant now) {
    Stand stand = escalation.stand();
    return handle
            .createUpdate(
                "UPDATE escalation SET step = step + 1, due_at = :next, ended_at = :ended, ended_by"
                    + " = :by WHERE alert_id = :alert AND ended_at IS NULL AND step = :step AND"
                    + " due_at = :due AND due_at <= :now")
            .bind("next", Ids.micros(next == null ? stand.due() : next.due()))
            .bind("ended", next == null ? Ids.micros(now) : null)
            .bind("by", next == null ? "jigi" : null)
            .bind("alert", escalation.alert())
            .bind("step", stand.step())
            .bind("due", Ids.micros(stand.due()))
            .bind("now", Ids.micros(now))
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
                    Json.texts(row.getString("context")),
                    stand(row)))
        .list();
  }

  /** One of a time when there was a single step does not know when it began. */
  private static Stand stand(ResultSet row) throws SQLException {
    Instant due = Ids.instant(row.getLong("due_at"));
    long begun = row.getLong("begun_at");
    return new Stand(row.wasNull() ? due : Ids.instant(begun), (int) row.getLong("step"), due);
  }

  static Delivery read(ResultSet row) throws SQLException {
    long ended = row.getLong("ended_at");
    Instant endedAt = row.wasNull() ? null : Ids.instant(ended);
    return new Delivery(
        row.getString("id"),
        row.getString("system"),
        Delivery.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("subject"),
        row.getString("person"),
        row.getString("channel"),
        Json.texts(row.getString("context")),
        new Delivery.Progress(
            Delivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
            row.getLong("attempts"),
            row.getString("proof"),
            row.getString("last_error"),
            endedAt),
        Ids.instant(row.getLong("created_at")),
        row.getString("fallback_of"));
  }
}
