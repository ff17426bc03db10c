package jigi.operate.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of what everybody is told of incidents. */
final class NoticeRepository {
  private NoticeRepository() {}

  static void insert(Handle handle, Notice notice) {
    handle
        .createUpdate(
            "INSERT INTO incident_notice (id, incident_id, system, title, affects) VALUES (:id,"
                + " :incident, :system, :title, :affects)")
        .bind("id", notice.id())
        .bind("incident", notice.incident())
        .bind("system", notice.system())
        .bind("title", notice.title())
        .bind("affects", Json.write(notice.affects()))
        .execute();
    add(handle, notice.id(), notice.latest());
  }

  /** It is shown, from now on with another title and other names. */
  static void change(Handle handle, String id, String title, List<String> affects) {
    handle
        .createUpdate(
            "UPDATE incident_notice SET title = :title, affects = :affects, withdrawn_at = NULL"
                + " WHERE id = :id")
        .bind("id", id)
        .bind("title", title)
        .bind("affects", Json.write(affects))
        .execute();
  }

  static void add(Handle handle, String id, Notice.Update update) {
    handle
        .createUpdate(
            "INSERT INTO incident_notice_update (notice_id, number, stage, content, written_at,"
                + " author) VALUES (:id, :number, :stage, :text, :at, :author)")
        .bind("id", id)
        .bind("number", update.number())
        .bind("stage", update.stage().key())
        .bind("text", update.text())
        .bind("at", Ids.micros(update.at()))
        .bind("author", update.author())
        .execute();
  }

  static void withdraw(Handle handle, String id, Instant at) {
    handle
        .createUpdate("UPDATE incident_notice SET withdrawn_at = :at WHERE id = :id")
        .bind("id", id)
        .bind("at", Ids.micros(at))
        .execute();
  }

  static @Nullable Notice ofIncident(Handle handle, String incident) {
    return handle
        .createQuery("SELECT * FROM incident_notice WHERE incident_id = :incident")
        .bind("incident", incident)
        .map((row, context) -> read(handle, row))
        .findOne()
        .orElse(null);
  }

  /** Those that are shown and were written on since an instant, the latest first. */
  static List<Notice> shown(Handle handle, String system, Instant since) {
    return handle
        .createQuery(
            "SELECT * FROM incident_notice WHERE system = :system AND withdrawn_at IS NULL AND id"
                + " IN (SELECT notice_id FROM incident_notice_update WHERE written_at >= :since)"
                + " ORDER BY id DESC")
        .bind("system", system)
        .bind("since", Ids.micros(since))
        .map((row, context) -> read(handle, row))
        .list();
  }

  private static Notice read(Handle handle, ResultSet row) throws SQLException {
    String id = row.getString("id");
    long withdrawn = row.getLong("withdrawn_at");
    Instant withdrawnAt = row.wasNull() ? null : Ids.instant(withdrawn);
    List<String> affects = new ArrayList<>();
    Json.tree(row.getString("affects")).forEach(one -> affects.add(one.asText()));
    return new Notice(
        id,
        row.getString("incident_id"),
        row.getString("system"),
        row.getString("title"),
        affects,
        withdrawnAt,
        updates(handle, id));
  }

  private static List<Notice.Update> updates(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM incident_notice_update WHERE notice_id = :id ORDER BY number")
        .bind("id", id)
        .map(
            (row, context) ->
                new Notice.Update(
                    row.getInt("number"),
                    Notice.Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
                    row.getString("content"),
                    Ids.instant(row.getLong("written_at")),
                    row.getString("author")))
        .list();
  }
}
