package jigi.operate.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of what people do and write in an incident. */
final class GuideRepository {
  private GuideRepository() {}

  static void add(Handle handle, String incident, Task task) {
    Duration until = task.until();
    handle
        .createUpdate(
            "INSERT INTO incident_task (incident_id, position, phase, until_seconds, task, runbook,"
                + " verify, required) VALUES (:incident, :position, :phase, :until, :task,"
                + " :runbook, :verify, :required)")
        .bind("incident", incident)
        .bind("position", task.number())
        .bind("phase", task.phase())
        .bind("until", until == null ? null : until.toSeconds())
        .bind("task", task.text())
        .bind("runbook", task.runbook())
        .bind("verify", task.verify())
        .bind("required", task.required() ? 1 : 0)
        .execute();
  }

  static void done(Handle handle, String incident, int task, Task.@Nullable Done done) {
    handle
        .createUpdate(
            "UPDATE incident_task SET done_at = :at, done_by = :by, evidence = :evidence WHERE"
                + " incident_id = :incident AND position = :position")
        .bind("incident", incident)
        .bind("position", task)
        .bind("at", done == null ? null : Ids.micros(done.at()))
        .bind("by", done == null ? null : done.by())
        .bind("evidence", done == null ? null : done.evidence())
        .execute();
  }

  static List<Task> tasks(Handle handle, String incident) {
    return handle
        .createQuery("SELECT * FROM incident_task WHERE incident_id = :incident ORDER BY position")
        .bind("incident", incident)
        .map((row, context) -> task(row))
        .list();
  }

  static void write(Handle handle, String incident, WrittenText text) {
    handle
        .createUpdate(
            "INSERT INTO incident_text (incident_id, field, version, content, written_at, author)"
                + " VALUES (:incident, :field, :version, :content, :at, :author)")
        .bind("incident", incident)
        .bind("field", text.field().key())
        .bind("version", text.version())
        .bind("content", text.text())
        .bind("at", Ids.micros(text.at()))
        .bind("author", text.author())
        .execute();
  }

  /** All versions of everything, the latest of a field last. */
  static List<WrittenText> texts(Handle handle, String incident) {
    return handle
        .createQuery(
            "SELECT * FROM incident_text WHERE incident_id = :incident ORDER BY field, version")
        .bind("incident", incident)
        .map((row, context) -> text(row))
        .list();
  }

  static void add(Handle handle, FollowUp followUp) {
    handle
        .createUpdate(
            "INSERT INTO incident_follow_up (incident_id, number, task, person, due_at) VALUES"
                + " (:incident, :number, :task, :person, :due)")
        .bind("incident", followUp.incident())
        .bind("number", followUp.number())
        .bind("task", followUp.task())
        .bind("person", followUp.person())
        .bind("due", Ids.micros(followUp.due()))
        .execute();
  }

  static void done(Handle handle, FollowUp followUp, Task.Done done) {
    handle
        .createUpdate(
            "UPDATE incident_follow_up SET done_at = :at, done_by = :by WHERE incident_id ="
                + " :incident AND number = :number")
        .bind("incident", followUp.incident())
        .bind("number", followUp.number())
        .bind("at", Ids.micros(done.at()))
        .bind("by", done.by())
        .execute();
  }

  static void overdue(Handle handle, FollowUp followUp, Instant at) {
    handle
        .createUpdate(
            "UPDATE incident_follow_up SET overdue_at = :at WHERE incident_id = :incident AND"
                + " number = :number")
        .bind("incident", followUp.incident())
        .bind("number", followUp.number())
        .bind("at", Ids.micros(at))
        .execute();
  }

  static List<FollowUp> followUps(Handle handle, String incident) {
    return handle
        .createQuery(
            "SELECT * FROM incident_follow_up WHERE incident_id = :incident ORDER BY number")
        .bind("incident", incident)
        .map((row, context) -> followUp(row))
        .list();
  }

  /** Those of all incidents that nobody did yet, the earliest due first. */
  static List<FollowUp> openFollowUps(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM incident_follow_up WHERE done_at IS NULL ORDER BY due_at, incident_id,"
                + " number")
        .map((row, context) -> followUp(row))
        .list();
  }

  private static Task task(ResultSet row) throws SQLException {
    long until = row.getLong("until_seconds");
    boolean timed = !row.wasNull();
    return new Task(
        row.getInt("position"),
        row.getString("phase"),
        timed ? Duration.ofSeconds(until) : null,
        row.getString("task"),
        row.getString("runbook"),
        row.getString("verify"),
        row.getInt("required") != 0,
        done(row, row.getString("evidence")));
  }

  private static WrittenText text(ResultSet row) throws SQLException {
    return new WrittenText(
        WrittenText.Field.valueOf(row.getString("field").toUpperCase(Locale.ROOT)),
        row.getInt("version"),
        row.getString("content"),
        Ids.instant(row.getLong("written_at")),
        row.getString("author"));
  }

  private static FollowUp followUp(ResultSet row) throws SQLException {
    long overdue = row.getLong("overdue_at");
    boolean told = !row.wasNull();
    return new FollowUp(
        row.getString("incident_id"),
        row.getInt("number"),
        row.getString("task"),
        row.getString("person"),
        Ids.instant(row.getLong("due_at")),
        done(row, ""),
        told ? Ids.instant(overdue) : null);
  }

  private static Task.@Nullable Done done(ResultSet row, @Nullable String evidence)
      throws SQLException {
    long at = row.getLong("done_at");
    return row.wasNull()
        ? null
        : new Task.Done(
            Ids.instant(at),
            Objects.requireNonNullElse(row.getString("done_by"), ""),
            Objects.requireNonNullElse(evidence, ""));
  }
}
