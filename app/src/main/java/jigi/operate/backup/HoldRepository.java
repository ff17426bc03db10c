package jigi.operate.backup;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;

/** Backups that no rule removes, because somebody said so. */
final class HoldRepository {
  void hold(Handle handle, String backup, Hold hold) {
    release(handle, backup);
    handle
        .createUpdate(
            "INSERT INTO backup_hold (backup, actor, reason, held_at)"
                + " VALUES (:backup, :actor, :reason, :at)")
        .bind("backup", backup)
        .bind("actor", hold.actor())
        .bind("reason", hold.reason())
        .bind("at", Ids.micros(hold.at()))
        .execute();
  }

  /** Whether it was held. */
  boolean release(Handle handle, String backup) {
    return handle
            .createUpdate("DELETE FROM backup_hold WHERE backup = :backup")
            .bind("backup", backup)
            .execute()
        > 0;
  }

  /** By the backup's id. */
  Map<String, Hold> all(Handle handle) {
    Map<String, Hold> all = new HashMap<>();
    handle
        .createQuery("SELECT * FROM backup_hold")
        .map(
            (rs, context) ->
                Map.entry(
                    rs.getString("backup"),
                    new Hold(
                        rs.getString("actor"),
                        rs.getString("reason"),
                        held(rs.getLong("held_at")))))
        .forEach(each -> all.put(each.getKey(), each.getValue()));
    return all;
  }

  private static Instant held(long micros) {
    return Ids.instant(micros);
  }
}
