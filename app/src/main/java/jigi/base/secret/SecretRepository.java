package jigi.base.secret;

import java.util.List;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Sealed values by name. */
final class SecretRepository {
  /** Whether there was one of the name before. */
  boolean put(Handle handle, StoredSecret secret, String sealed) {
    boolean before = remove(handle, secret.name());
    handle
        .createUpdate(
            "INSERT INTO secret (name, sealed, since, actor)"
                + " VALUES (:name, :sealed, :since, :actor)")
        .bind("name", secret.name())
        .bind("sealed", sealed)
        .bind("since", Ids.micros(secret.since()))
        .bind("actor", secret.by())
        .execute();
    return before;
  }

  /** Whether there was one. */
  boolean remove(Handle handle, String name) {
    return handle.createUpdate("DELETE FROM secret WHERE name = :name").bind("name", name).execute()
        > 0;
  }

  @Nullable String sealed(Handle handle, String name) {
    return handle
        .createQuery("SELECT sealed FROM secret WHERE name = :name")
        .bind("name", name)
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  List<StoredSecret> list(Handle handle) {
    return handle
        .createQuery("SELECT name, since, actor FROM secret ORDER BY name")
        .map(
            (rs, ctx) ->
                new StoredSecret(
                    rs.getString("name"), Ids.instant(rs.getLong("since")), rs.getString("actor")))
        .list();
  }
}
