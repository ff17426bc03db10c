package jigi.operate.runbook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;

/** Which runbooks were suggested for which alerts. */
final class SuggestionRepository {
  void insert(Handle handle, Suggestion suggestion) {
    handle
        .createUpdate(
            "INSERT INTO runbook_suggestion (id, system, runbook, alert, fingerprint, reason,"
                + " labels, suggested_at) VALUES (:id, :system, :runbook, :alert, :fingerprint, :reason,"
                + " :labels, :at)")
        .bind("id", suggestion.id())
        .bind("system", suggestion.system())
        .bind("runbook", suggestion.runbook())
        .bind("alert", suggestion.alert())
        .bind("fingerprint", suggestion.fingerprint())
        .bind("reason", suggestion.reason())
        .bind("labels", suggestion.labels())
        .bind("at", Ids.micros(suggestion.at()))
        .execute();
  }

  void close(Handle handle, String system, String fingerprint, Instant now) {
    handle
        .createUpdate(
            "UPDATE runbook_suggestion SET closed_at = :now WHERE system = :system"
                + " AND fingerprint = :fingerprint AND closed_at IS NULL")
        .bind("now", Ids.micros(now))
        .bind("system", system)
        .bind("fingerprint", fingerprint)
        .execute();
  }

  void closeOne(Handle handle, String id, Instant now) {
    handle.execute("UPDATE runbook_suggestion SET closed_at = ? WHERE id = ?", Ids.micros(now), id);
  }

  List<Suggestion> open(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM runbook_suggestion WHERE closed_at IS NULL ORDER BY suggested_at DESC")
        .map((rs, context) -> map(rs))
        .list();
  }

  private static Suggestion map(ResultSet rs) throws SQLException {
    return new Suggestion(
        rs.getString("id"),
        rs.getString("system"),
        rs.getString("runbook"),
        rs.getString("alert"),
        rs.getString("fingerprint"),
        rs.getString("reason"),
        rs.getString("labels"),
        Ids.instant(rs.getLong("suggested_at")),
        null);
  }
}
