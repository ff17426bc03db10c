package jigi.operate.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.detect.rule.Severity;
import jigi.operate.incident.Incident.State;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The incident tables. */
final class IncidentRepository {
  private IncidentRepository() {}

  static long nextNumber(Handle handle, String system) {
    return handle
            .createQuery("SELECT COALESCE(MAX(number), 0) FROM incident WHERE system = :system")
            .bind("system", system)
            .mapTo(Long.class)
            .one()
        + 1;
  }

  static void insert(Handle handle, Incident incident) {
    bound(
            handle.createUpdate(
                "INSERT INTO incident (id, system, number, title, kind, level, severity, state,"
                    + " detected_by, opened_at, acknowledged_at, acknowledged_by, resolved_at,"
                    + " closed_at, closed_by, close_reason, breached_at, asked_at) VALUES (:id,"
                    + " :system, :number, :title, :kind, :level, :severity, :state, :detected_by,"
                    + " :opened_at, :acknowledged_at, :acknowledged_by, :resolved_at, :closed_at,"
                    + " :closed_by, :close_reason, :breached_at, :asked_at)"),
            incident)
        .bind("system", incident.system())
        .bind("number", incident.number())
        .bind("title", incident.title())
        .bind("detected_by", incident.detectedBy())
        .bind("opened_at", Ids.micros(incident.at().opened()))
        .execute();
  }

  static void update(Handle handle, Incident incident) {
    bound(
            handle.createUpdate(
                "UPDATE incident SET kind = :kind, level = :level, severity = :severity, state ="
                    + " :state, acknowledged_at = :acknowledged_at, acknowledged_by ="
                    + " :acknowledged_by, resolved_at = :resolved_at, closed_at = :closed_at,"
                    + " closed_by = :closed_by, close_reason = :close_reason, breached_at ="
                    + " :breached_at, asked_at = :asked_at WHERE id = :id"),
            incident)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, Incident incident) {
    return statement
        .bind("id", incident.id())
        .bind("kind", incident.kind())
        .bind("level", incident.grade().level().name())
        .bind("severity", incident.grade().severity().key())
        .bind("state", incident.state().key())
        .bind("acknowledged_at", micros(incident.at().acknowledged()))
        .bind("acknowledged_by", incident.by().acknowledgedBy())
        .bind("resolved_at", micros(incident.at().resolved()))
        .bind("closed_at", micros(incident.at().closed()))
        .bind("closed_by", incident.by().closedBy())
        .bind("close_reason", incident.by().closeReason())
        .bind("breached_at", micros(incident.at().breached()))
        .bind("asked_at", micros(incident.at().asked()));
  }

  static @Nullable Incident find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM incident WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findFirst()
        .orElse(null);
  }

  static @Nullable Incident byNumber(Handle handle, String system, long number) {
    return handle
        .createQuery("SELECT * FROM incident WHERE system = :system AND number = :number")
        .bind("system", system)
        .bind("number", number)
        .map((row, context) -> read(row))
        .findFirst()
        .orElse(null);
  }

  /** One of each system at most, latest first. */
  static List<Incident> numbered(Handle handle, long number) {
    return handle
        .createQuery("SELECT * FROM incident WHERE number = :number ORDER BY opened_at DESC")
        .bind("number", number)
        .map((row, context) -> read(row))
        .list();
  }

  /** Those not closed, or closed after the instant; latest first. */
  static List<Incident> openOrClosedAfter(Handle handle, String system, Instant after) {
    return handle
        .createQuery(
            "SELECT * FROM incident WHERE system = :system AND (state <> 'closed' OR closed_at >="
                + " :after) ORDER BY opened_at DESC")
        .bind("system", system)
        .bind("after", Ids.micros(after))
        .map((row, context) -> read(row))
        .list();
  }

  static List<Incident> open(Handle handle) {
    return handle
        .createQuery("SELECT * FROM incident WHERE state <> 'closed' ORDER BY level, opened_at")
        .map((row, context) -> read(row))
        .list();
  }

  static List<Incident> list(Handle handle, @Nullable String system, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM incident"
                + (system == null ? "" : " WHERE system = :system")
                + " ORDER BY opened_at DESC, number DESC LIMIT :limit")
        .bindMap(system == null ? Map.of() : Map.of("system", system))
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  /** Those that were opened since an instant. */
  static List<Incident> since(Handle handle, Instant since) {
    return handle
        .createQuery("SELECT * FROM incident WHERE opened_at >= :since ORDER BY opened_at, number")
        .bind("since", Ids.micros(since))
        .map((row, context) -> read(row))
        .list();
  }

  static void attach(Handle handle, String incident, LinkedAlert alert) {
    handle
        .createUpdate(
            "INSERT INTO incident_alert (incident_id, alert_id, rule, severity, component,"
                + " summary, value, since, firing_at, resolved_at) VALUES (:incident, :alert,"
                + " :rule, :severity, :component, :summary, :value, :since, :firing, NULL)"
                + " ON CONFLICT (incident_id, alert_id) DO NOTHING")
        .bind("incident", incident)
        .bind("alert", alert.alert())
        .bind("rule", alert.rule())
        .bind("severity", alert.severity().key())
        .bind("component", alert.component())
        .bind("summary", alert.summary())
        .bind("value", alert.value())
        .bind("since", Ids.micros(alert.since()))
        .bind("firing", Ids.micros(alert.firing()))
        .execute();
  }

  static void resolveAlert(Handle handle, String incident, String alert, Instant at) {
    handle
        .createUpdate(
            "UPDATE incident_alert SET resolved_at = :at WHERE incident_id = :incident AND"
                + " alert_id = :alert")
        .bind("incident", incident)
        .bind("alert", alert)
        .bind("at", Ids.micros(at))
        .execute();
  }

  static List<LinkedAlert> alerts(Handle handle, String incident) {
    return handle
        .createQuery(
            "SELECT * FROM incident_alert WHERE incident_id = :incident ORDER BY firing_at")
        .bind("incident", incident)
        .map((row, context) -> alert(row))
        .list();
  }

  /** Whether an alert of this rule is a part of it. */
  static boolean hasRule(Handle handle, String incident, String rule) {
    return handle
        .createQuery(
            "SELECT 1 FROM incident_alert WHERE incident_id = :incident AND rule = :rule LIMIT 1")
        .bind("incident", incident)
        .bind("rule", rule)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** The components of its alerts, each once. */
  static List<String> components(Handle handle, String incident) {
    return handle
        .createQuery(
            "SELECT DISTINCT component FROM incident_alert WHERE incident_id = :incident AND"
                + " component IS NOT NULL ORDER BY component")
        .bind("incident", incident)
        .mapTo(String.class)
        .list();
  }

  /** Whether one of its alerts has not ended. */
  static boolean isFiring(Handle handle, String incident) {
    return handle
        .createQuery(
            "SELECT 1 FROM incident_alert WHERE incident_id = :incident AND resolved_at IS NULL"
                + " LIMIT 1")
        .bind("incident", incident)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** The incident that the alert belongs to; the latest when it was in several. */
  static @Nullable Incident ofAlert(Handle handle, String alert) {
    return handle
        .createQuery(
            "SELECT i.* FROM incident i JOIN incident_alert a ON a.incident_id = i.id WHERE"
                + " a.alert_id = :alert ORDER BY i.opened_at DESC LIMIT 1")
        .bind("alert", alert)
        .map((row, context) -> read(row))
        .findFirst()
        .orElse(null);
  }

  static void link(Handle handle, String incident, String run) {
    handle
        .createUpdate(
            "INSERT INTO incident_run (incident_id, run_id) VALUES (:incident, :run)"
                + " ON CONFLICT (incident_id, run_id) DO NOTHING")
        .bind("incident", incident)
        .bind("run", run)
        .execute();
  }

  static List<String> runs(Handle handle, String incident) {
    return handle
        .createQuery(
            "SELECT run_id FROM incident_run WHERE incident_id = :incident ORDER BY run_id")
        .bind("incident", incident)
        .mapTo(String.class)
        .list();
  }

  static @Nullable Incident ofRun(Handle handle, String run) {
    return handle
        .createQuery(
            "SELECT i.* FROM incident i JOIN incident_run r ON r.incident_id = i.id WHERE"
                + " r.run_id = :run ORDER BY i.opened_at DESC LIMIT 1")
        .bind("run", run)
        .map((row, context) -> read(row))
        .findFirst()
        .orElse(null);
  }

  static void addResponder(Handle handle, String incident, String person, Instant since) {
    handle
        .createUpdate(
            "INSERT INTO incident_responder (incident_id, person, since) VALUES (:incident,"
                + " :person, :since) ON CONFLICT (incident_id, person) DO NOTHING")
        .bind("incident", incident)
        .bind("person", person)
        .bind("since", Ids.micros(since))
        .execute();
  }

  /** In the order of their coming. */
  static List<WarRoom.Participant> participants(Handle handle, String incident) {
    return handle
        .createQuery(
            "SELECT person, since FROM incident_responder WHERE incident_id = :incident ORDER BY"
                + " since, person")
        .bind("incident", incident)
        .map(
            (row, context) ->
                new WarRoom.Participant(row.getString("person"), Ids.instant(row.getLong("since"))))
        .list();
  }

  static void record(Handle handle, String incident, TimelineEntry entry) {
    handle
        .createUpdate(
            "INSERT INTO incident_entry (incident_id, event_id, at, seq, kind, component, actor,"
                + " run_id, args) VALUES (:incident, :event, :at, :seq, :kind, :component, :actor,"
                + " :run, :args) ON CONFLICT (incident_id, event_id) DO NOTHING")
        .bind("incident", incident)
        .bind("event", entry.event())
        .bind("at", Ids.micros(entry.at()))
        .bind("seq", entry.seq())
        .bind("kind", entry.kind())
        .bind("component", entry.component())
        .bind("actor", entry.actor())
        .bind("run", entry.run())
        .bind("args", Json.write(entry.args()))
        .execute();
  }

  static List<TimelineEntry> entries(Handle handle, String incident) {
    return handle
        .createQuery("SELECT * FROM incident_entry WHERE incident_id = :incident ORDER BY at, seq")
        .bind("incident", incident)
        .map((row, context) -> entry(row))
        .list();
  }

  /** Those of one kind only. */
  static List<TimelineEntry> entries(Handle handle, String incident, String kind) {
    return handle
        .createQuery(
            "SELECT * FROM incident_entry WHERE incident_id = :incident AND kind = :kind ORDER BY"
                + " at, seq")
        .bind("incident", incident)
        .bind("kind", kind)
        .map((row, context) -> entry(row))
        .list();
  }

  private static TimelineEntry entry(ResultSet row) throws SQLException {
    Map<String, String> args = Json.texts(row.getString("args"));
    return new TimelineEntry(
        row.getString("event_id"),
        Ids.instant(row.getLong("at")),
        row.getLong("seq"),
        row.getString("kind"),
        row.getString("component"),
        row.getString("actor"),
        row.getString("run_id"),
        args);
  }

  private static LinkedAlert alert(ResultSet row) throws SQLException {
    return new LinkedAlert(
        row.getString("alert_id"),
        row.getString("rule"),
        Severity.ofLabel(row.getString("severity")),
        row.getString("component"),
        row.getString("summary"),
        row.getString("value"),
        Ids.instant(row.getLong("since")),
        Ids.instant(row.getLong("firing_at")),
        instant(row, "resolved_at"));
  }

  private static Incident read(ResultSet row) throws SQLException {
    return new Incident(
        row.getString("id"),
        row.getString("system"),
        row.getLong("number"),
        row.getString("title"),
        row.getString("kind"),
        new Incident.Grade(
            Level.valueOf(row.getString("level")), Severity.ofLabel(row.getString("severity"))),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("detected_by"),
        new Incident.Times(
            Ids.instant(row.getLong("opened_at")),
            Ids.instant(row.getLong("asked_at")),
            instant(row, "acknowledged_at"),
            instant(row, "resolved_at"),
            instant(row, "closed_at"),
            instant(row, "breached_at")),
        new Incident.Hands(
            row.getString("acknowledged_by"),
            row.getString("closed_by"),
            row.getString("close_reason")));
  }

  private static @Nullable Long micros(@Nullable Instant instant) {
    return instant == null ? null : Ids.micros(instant);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? null : Ids.instant(micros);
  }
}
