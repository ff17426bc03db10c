package jigi.base.manual;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.store.Tx;
import org.jdbi.v3.core.Handle;

/** Every manual that was ever in force, by hash, and when each came into force. */
final class ManualRepository {
  private ManualRepository() {}

  static void activate(Tx tx, Manual manual, Instant at, String actor) {
    Handle handle = tx.handle();
    handle
        .createUpdate(
            "INSERT INTO manual_version (hash, system, files) VALUES (:hash, :system, :files)"
                + " ON CONFLICT (hash) DO NOTHING")
        .bind("hash", manual.hash())
        .bind("system", manual.system())
        .bind("files", Json.write(manual.source().files()))
        .execute();
    handle
        .createUpdate(
            "INSERT INTO manual_activation (id, system, hash, at, actor)"
                + " VALUES (:id, :system, :hash, :at, :actor)")
        .bind("id", Ids.next(at))
        .bind("system", manual.system())
        .bind("hash", manual.hash())
        .bind("at", Ids.micros(at))
        .bind("actor", actor)
        .execute();
  }

  static Optional<String> activeHash(Handle handle, String system) {
    return handle
        .createQuery(
            "SELECT hash FROM manual_activation WHERE system = :system"
                + " ORDER BY at DESC, id DESC LIMIT 1")
        .bind("system", system)
        .mapTo(String.class)
        .findOne();
  }

  static List<ManualActivation> activations(Handle handle, String system, int limit) {
    return handle
        .createQuery(
            "SELECT system, hash, at, actor FROM manual_activation WHERE system = :system"
                + " ORDER BY at DESC, id DESC LIMIT :limit")
        .bind("system", system)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new ManualActivation(
                    row.getString("system"),
                    row.getString("hash"),
                    Ids.instant(row.getLong("at")),
                    row.getString("actor")))
        .list();
  }

  static Optional<Map<String, String>> files(Handle handle, String hash) {
    return handle
        .createQuery("SELECT files FROM manual_version WHERE hash = :hash")
        .bind("hash", hash)
        .mapTo(String.class)
        .findOne()
        .map(ManualRepository::parse);
  }

  private static Map<String, String> parse(String json) {
    return new TreeMap<>(Json.texts(json));
  }
}
