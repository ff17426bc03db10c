package jigi.operate.backup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The files of logs that are stored, and how far they reach. */
final class LogRepository {
  /**
   * A stored file of a log.
   *
   * @param stores that have a copy which was read back
   * @param gap whether something is missing before it
   */
  record LogFile(
      String name, long bytes, String sha256, Set<String> stores, boolean gap, Instant storedAt) {
    LogFile {
      stores = java.util.Collections.unmodifiableSet(new TreeSet<>(stores));
    }

    LogFile in(Set<String> others) {
      return new LogFile(name, bytes, sha256, others, gap, storedAt);
    }
  }

  void put(Handle handle, Plan plan, LogFile file) {
    forget(handle, plan, file.name());
    handle
        .createUpdate(
            "INSERT INTO backup_log (system, plan, name, bytes, sha256, stores, gap, stored_at)"
                + " VALUES (:system, :plan, :name, :bytes, :sha, :stores, :gap, :at)")
        .bind("system", plan.system())
        .bind("plan", plan.name())
        .bind("name", file.name())
        .bind("bytes", file.bytes())
        .bind("sha", file.sha256())
        .bind("stores", String.join(",", file.stores()))
        .bind("gap", file.gap() ? 1 : 0)
        .bind("at", Ids.micros(file.storedAt()))
        .execute();
  }

  void forget(Handle handle, Plan plan, String name) {
    handle
        .createUpdate(
            "DELETE FROM backup_log WHERE system = :system AND plan = :plan AND name = :name")
        .bind("system", plan.system())
        .bind("plan", plan.name())
        .bind("name", name)
        .execute();
  }

  @Nullable LogFile find(Handle handle, Plan plan, String name) {
    return handle
        .createQuery(
            "SELECT * FROM backup_log WHERE system = :system AND plan = :plan AND name = :name")
        .bind("system", plan.system())
        .bind("plan", plan.name())
        .bind("name", name)
        .map((rs, context) -> file(rs))
        .findOne()
        .orElse(null);
  }

  /** The newest by name that is no history of a timeline; null when none is stored. */
  @Nullable LogFile last(Handle handle, Plan plan) {
    return handle
        .createQuery(
            "SELECT * FROM backup_log WHERE system = :system AND plan = :plan"
                + " AND name NOT LIKE '%.history' ORDER BY name DESC LIMIT 1")
        .bind("system", plan.system())
        .bind("plan", plan.name())
        .map((rs, context) -> file(rs))
        .findOne()
        .orElse(null);
  }

  /** From a name on, by name. */
  List<LogFile> from(Handle handle, Plan plan, String name) {
    return handle
        .createQuery(
            "SELECT * FROM backup_log WHERE system = :system AND plan = :plan AND name >= :name"
                + " ORDER BY name")
        .bind("system", plan.system())
        .bind("plan", plan.name())
        .bind("name", name)
        .map((rs, context) -> file(rs))
        .list();
  }

  /** Older than a name; histories of timelines are needed for ever and are small. */
  List<LogFile> before(Handle handle, Plan plan, String name) {
    return handle
        .createQuery(
            "SELECT * FROM backup_log WHERE system = :system AND plan = :plan AND name < :name"
                + " AND name NOT LIKE '%.history' ORDER BY name")
        .bind("system", plan.system())
        .bind("plan", plan.name())
        .bind("name", name)
        .map((rs, context) -> file(rs))
        .list();
  }

  private static LogFile file(ResultSet rs) throws SQLException {
    String stores = rs.getString("stores");
    return new LogFile(
        rs.getString("name"),
        rs.getLong("bytes"),
        rs.getString("sha256"),
        stores.isEmpty() ? Set.of() : Set.of(stores.split(",")),
        rs.getLong("gap") == 1,
        Ids.instant(rs.getLong("stored_at")));
  }

  @Nullable Instant restorable(Handle handle, Plan plan) {
    return handle
        .createQuery(
            "SELECT restorable_at FROM backup_log_state WHERE system = :system AND plan = :plan")
        .bind("system", plan.system())
        .bind("plan", plan.name())
        .mapTo(Long.class)
        .findOne()
        .map(Ids::instant)
        .orElse(null);
  }

  void restorable(Handle handle, Plan plan, Instant at) {
    handle
        .createUpdate("DELETE FROM backup_log_state WHERE system = :system AND plan = :plan")
        .bind("system", plan.system())
        .bind("plan", plan.name())
        .execute();
    handle
        .createUpdate(
            "INSERT INTO backup_log_state (system, plan, restorable_at)"
                + " VALUES (:system, :plan, :at)")
        .bind("system", plan.system())
        .bind("plan", plan.name())
        .bind("at", Ids.micros(at))
        .execute();
  }
}
