package jigi.operate.backup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.Contents;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The catalogue: backups, their copies, and their proofs. */
final class BackupRepository {
  /** All but the contents, which may be long. */
  private static final String COLUMNS =
      "id, system, plan, kind, item, run, attempt, name, state, started_at, taken_at, ended_at,"
          + " plain_bytes, plain_sha256, stored_bytes, stored_sha256, rows_counted, compress,"
          + " encrypt, increment_number, unusual, code, said";

  void begin(Handle handle, Backup backup) {
    handle
        .createUpdate(
            "INSERT INTO backup (id, system, plan, kind, item, run, attempt, name, state,"
                + " started_at, compress, encrypt) VALUES (:id, :system, :plan, :kind, :item,"
                + " :run, :attempt, :name, :state, :started, :compress, :encrypt)")
        .bind("id", backup.id())
        .bind("system", backup.of().system())
        .bind("plan", backup.of().plan())
        .bind("kind", backup.of().kind())
        .bind("item", backup.of().item())
        .bind("run", backup.run())
        .bind("attempt", backup.attempt())
        .bind("name", backup.name())
        .bind("state", backup.state().key())
        .bind("started", Ids.micros(backup.at().started()))
        .bind("compress", backup.form().compress())
        .bind("encrypt", backup.form().encrypt())
        .execute();
  }

  /** Its last byte is stored. */
  void stored(
      Handle handle, String id, Instant taken, Instant ended, Sums sums, Contents contents) {
    handle
        .createUpdate(
            "UPDATE backup SET state = 'stored', taken_at = :taken, ended_at = :ended,"
                + " plain_bytes = :plain, plain_sha256 = :plainSha, stored_bytes = :stored,"
                + " stored_sha256 = :storedSha, rows_counted = :rows, contents = :contents,"
                + " increment_number = :increment"
                + " WHERE id = :id")
        .bind("id", id)
        .bind("taken", Ids.micros(taken))
        .bind("ended", Ids.micros(ended))
        .bind("plain", sums.plainBytes())
        .bind("plainSha", sums.plainSha256())
        .bind("stored", sums.storedBytes())
        .bind("storedSha", sums.storedSha256())
        .bind("rows", contents.rows())
        .bind("contents", Json.write(contents))
        .bind("increment", contents.increment())
        .execute();
  }

  void good(Handle handle, String id, Instant ended, @Nullable String unusual) {
    handle
        .createUpdate(
            "UPDATE backup SET state = 'good', ended_at = :ended, unusual = :unusual"
                + " WHERE id = :id AND state = 'stored'")
        .bind("id", id)
        .bind("ended", Ids.micros(ended))
        .bind("unusual", unusual)
        .execute();
  }

  void failed(Handle handle, String id, Instant ended, Backup.Fault fault) {
    handle
        .createUpdate(
            "UPDATE backup SET state = 'failed', ended_at = :ended, code = :code, said = :said"
                + " WHERE id = :id")
        .bind("id", id)
        .bind("ended", Ids.micros(ended))
        .bind("code", fault.code())
        .bind("said", fault.text())
        .execute();
  }

  void copy(Handle handle, String backup, Backup.Copy copy) {
    handle
        .createUpdate("DELETE FROM backup_copy WHERE backup = :backup AND store = :store")
        .bind("backup", backup)
        .bind("store", copy.store())
        .execute();
    Backup.Fault fault = copy.fault();
    Instant checked = copy.checked();
    handle
        .createUpdate(
            "INSERT INTO backup_copy (backup, store, place, state, checked_at, code, said)"
                + " VALUES (:backup, :store, :place, :state, :checked, :code, :said)")
        .bind("backup", backup)
        .bind("store", copy.store())
        .bind("place", copy.place())
        .bind("state", copy.state().key())
        .bind("checked", checked == null ? null : Ids.micros(checked))
        .bind("code", fault == null ? null : fault.code())
        .bind("said", fault == null ? null : fault.text())
        .execute();
  }

  @Nullable Backup find(Handle handle, String id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM backup WHERE id = :id")
        .bind("id", id)
        .map((rs, context) -> backup(handle, rs))
        .findOne()
        .orElse(null);
  }

  /** The newest of that file name; null when there is none. */
  @Nullable Backup named(Handle handle, String name) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM backup WHERE name = :name ORDER BY started_at DESC LIMIT 1")
        .bind("name", name)
        .map((rs, context) -> backup(handle, rs))
        .findOne()
        .orElse(null);
  }

  /** Whether a backup has that name in its stores. */
  boolean knows(Handle handle, String name) {
    return handle
            .createQuery("SELECT COUNT(*) FROM backup WHERE name = :name")
            .bind("name", name)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  @Nullable Contents contents(Handle handle, String id) {
    return handle
        .createQuery("SELECT contents FROM backup WHERE id = :id AND contents IS NOT NULL")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .map(json -> Json.read(json, Contents.class))
        .orElse(null);
  }

  List<Backup> ofRun(Handle handle, String run) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM backup WHERE run = :run ORDER BY started_at, id")
        .bind("run", run)
        .map((rs, context) -> backup(handle, rs))
        .list();
  }

  /** Newest first. */
  List<Backup> list(Handle handle, String system, String plan, int limit) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM backup WHERE system = :system AND plan = :plan"
                + " ORDER BY started_at DESC, id DESC LIMIT :limit")
        .bind("system", system)
        .bind("plan", plan)
        .bind("limit", limit)
        .map((rs, context) -> backup(handle, rs))
        .list();
  }

  /** Those that a store has, or was to have, newest first. */
  List<Backup> kept(Handle handle, String system, String plan) {
    Map<String, List<Backup.Copy>> copies = copies(handle, system, plan);
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM backup WHERE system = :system AND plan = :plan AND state <> 'running'"
                + " AND EXISTS (SELECT 1 FROM backup_copy WHERE backup_copy.backup = backup.id"
                + " AND backup_copy.state <> 'deleted') ORDER BY started_at DESC, id DESC")
        .bind("system", system)
        .bind("plan", plan)
        .map((rs, context) -> backup(rs, copies.getOrDefault(rs.getString("id"), List.of())))
        .list();
  }

  /** Good ones of one item, newest first. */
  List<Backup> good(Handle handle, Backup.Of of, int limit) {
    return good(handle, of, Integer.MAX_VALUE, limit);
  }

  /** Good ones of one item that build upon no other, newest first. */
  List<Backup> whole(Handle handle, Backup.Of of, int limit) {
    return good(handle, of, 0, limit);
  }

  private static List<Backup> good(Handle handle, Backup.Of of, int increment, int limit) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM backup WHERE system = :system AND plan = :plan AND item = :item"
                + " AND state = 'good' AND increment_number <= :increment"
                + " ORDER BY taken_at DESC, id DESC LIMIT :limit")
        .bind("system", of.system())
        .bind("plan", of.plan())
        .bind("item", of.item())
        .bind("increment", increment)
        .bind("limit", limit)
        .map((rs, context) -> backup(handle, rs))
        .list();
  }

  private static Backup backup(Handle handle, ResultSet rs) throws SQLException {
    return backup(rs, copies(handle, rs.getString("id")));
  }

  private static Backup backup(ResultSet rs, List<Backup.Copy> copies) throws SQLException {
    String id = rs.getString("id");
    String storedSha = rs.getString("stored_sha256");
    Sums sums =
        storedSha == null
            ? null
            : new Sums(
                rs.getLong("plain_bytes"),
                rs.getString("plain_sha256"),
                rs.getLong("stored_bytes"),
                storedSha);
    long rows = rs.getLong("rows_counted");
    boolean counted = !rs.wasNull();
    return new Backup(
        id,
        new Backup.Of(
            rs.getString("system"),
            rs.getString("plan"),
            rs.getString("kind"),
            rs.getString("item")),
        rs.getString("run"),
        rs.getString("attempt"),
        rs.getString("name"),
        Backup.State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
        new Backup.Times(
            Ids.instant(rs.getLong("started_at")), time(rs, "taken_at"), time(rs, "ended_at")),
        sums,
        new Backup.Form(
            rs.getString("compress"), rs.getString("encrypt"), rs.getInt("increment_number")),
        counted ? rows : null,
        rs.getString("unusual"),
        fault(rs),
        copies);
  }

  private static Backup.@Nullable Fault fault(ResultSet rs) throws SQLException {
    String code = rs.getString("code");
    String said = rs.getString("said");
    return code == null ? null : new Backup.Fault(code, said == null ? "" : said);
  }

  private static List<Backup.Copy> copies(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM backup_copy WHERE backup = :id ORDER BY store")
        .bind("id", id)
        .map((rs, context) -> copy(rs))
        .list();
  }

  private static Backup.Copy copy(ResultSet rs) throws SQLException {
    return new Backup.Copy(
        rs.getString("store"),
        rs.getString("place"),
        Backup.CopyState.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
        time(rs, "checked_at"),
        fault(rs));
  }

  /** Of all backups of a plan, by their ids. */
  private static Map<String, List<Backup.Copy>> copies(Handle handle, String system, String plan) {
    Map<String, List<Backup.Copy>> all = new HashMap<>();
    handle
        .createQuery(
            "SELECT backup_copy.* FROM backup_copy JOIN backup ON backup.id = backup_copy.backup"
                + " WHERE backup.system = :system AND backup.plan = :plan ORDER BY store")
        .bind("system", system)
        .bind("plan", plan)
        .map(
            (rs, context) ->
                all.computeIfAbsent(rs.getString("backup"), _ -> new ArrayList<>()).add(copy(rs)))
        .list();
    return all;
  }

  private static @Nullable Instant time(ResultSet rs, String column) throws SQLException {
    long micros = rs.getLong(column);
    return rs.wasNull() ? null : Ids.instant(micros);
  }

  void begin(Handle handle, Proof proof) {
    handle
        .createUpdate(
            "INSERT INTO backup_proof (id, backup, system, plan, kind, run, place, started_at,"
                + " outcome) VALUES (:id, :backup, :system, :plan, :kind, :run, :place, :started,"
                + " :outcome)")
        .bind("id", proof.id())
        .bind("backup", proof.backup())
        .bind("system", proof.system())
        .bind("plan", proof.plan())
        .bind("kind", proof.kind().key())
        .bind("run", proof.run())
        .bind("place", proof.place())
        .bind("started", Ids.micros(proof.started()))
        .bind("outcome", proof.outcome().key())
        .execute();
  }

  void end(Handle handle, Proof proof) {
    Duration took = proof.took();
    Instant ended = proof.ended();
    handle
        .createUpdate(
            "UPDATE backup_proof SET ended_at = :ended, outcome = :outcome, took_millis = :took,"
                + " code = :code, said = :said, place = :place WHERE id = :id")
        .bind("id", proof.id())
        .bind("ended", ended == null ? null : Ids.micros(ended))
        .bind("outcome", proof.outcome().key())
        .bind("took", took == null ? null : took.toMillis())
        .bind("code", proof.fault())
        .bind("said", proof.said())
        .bind("place", proof.place())
        .execute();
  }

  /** The backups of a plan that were restored and found the same. */
  Set<String> proven(Handle handle, String system, String plan) {
    return handle
        .createQuery(
            "SELECT DISTINCT backup FROM backup_proof WHERE system = :system AND plan = :plan"
                + " AND outcome = 'passed'")
        .bind("system", system)
        .bind("plan", plan)
        .mapTo(String.class)
        .set();
  }

  /** Those of a run that a death of Jigi left open are failed. */
  void interrupted(Handle handle, String run, Instant now) {
    handle
        .createUpdate(
            "UPDATE backup_proof SET outcome = 'failed', ended_at = :now, code = 'interrupted',"
                + " said = 'Jigi stopped meanwhile' WHERE run = :run AND outcome = 'running'")
        .bind("run", run)
        .bind("now", Ids.micros(now))
        .execute();
  }

  /** Newest first. */
  List<Proof> proofs(Handle handle, String system, String plan, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM backup_proof WHERE system = :system AND plan = :plan"
                + " ORDER BY started_at DESC, id DESC LIMIT :limit")
        .bind("system", system)
        .bind("plan", plan)
        .bind("limit", limit)
        .map((rs, context) -> proof(rs))
        .list();
  }

  /** The last that passed, or with any outcome that it has ended with; null when there is none. */
  @Nullable Proof last(Handle handle, String system, String plan, boolean passed) {
    return handle
        .createQuery(
            "SELECT * FROM backup_proof WHERE system = :system AND plan = :plan AND kind = 'drill'"
                + " AND (outcome = 'passed' OR (outcome = 'failed' AND :any = 1))"
                + " ORDER BY ended_at DESC, id DESC LIMIT 1")
        .bind("system", system)
        .bind("plan", plan)
        .bind("any", passed ? 0 : 1)
        .map((rs, context) -> proof(rs))
        .findOne()
        .orElse(null);
  }

  private static Proof proof(ResultSet rs) throws SQLException {
    long took = rs.getLong("took_millis");
    boolean measured = !rs.wasNull();
    return new Proof(
        rs.getString("id"),
        rs.getString("backup"),
        rs.getString("system"),
        rs.getString("plan"),
        Proof.Kind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
        rs.getString("run"),
        rs.getString("place"),
        Ids.instant(rs.getLong("started_at")),
        time(rs, "ended_at"),
        Proof.Outcome.valueOf(rs.getString("outcome").toUpperCase(Locale.ROOT)),
        measured ? Duration.ofMillis(took) : null,
        rs.getString("code"),
        rs.getString("said"));
  }
}
