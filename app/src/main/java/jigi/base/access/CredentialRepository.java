package jigi.base.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tokens, sessions and sign-in links, all kept by the hash of their secret. */
final class CredentialRepository {
  /** A session as stored. */
  record Session(String hash, String user, Instant seenAt, Instant expiresAt) {}

  private static final String TOKENS =
      "SELECT id, name, scope, system, user_id, created_at, expires_at, last_used_at"
          + " FROM access_token ";

  private CredentialRepository() {}

  static void insertToken(Handle handle, Token token, String hash) {
    Instant expires = token.expiresAt();
    handle
        .createUpdate(
            "INSERT INTO access_token (id, hash, name, scope, system, user_id, created_at,"
                + " expires_at) VALUES (:id, :hash, :name, :scope, :system, :user, :at, :expires)")
        .bind("id", token.id())
        .bind("hash", hash)
        .bind("name", token.name())
        .bind("scope", token.scope().tag())
        .bind("system", token.system())
        .bind("user", token.user())
        .bind("at", Ids.micros(token.createdAt()))
        .bind("expires", expires == null ? null : (Long) Ids.micros(expires))
        .execute();
  }

  static @Nullable Token tokenByHash(Handle handle, String hash) {
    return handle
        .createQuery(TOKENS + "WHERE hash = :hash")
        .bind("hash", hash)
        .map((rs, context) -> token(rs))
        .findOne()
        .orElse(null);
  }

  static @Nullable Token tokenById(Handle handle, String id) {
    return handle
        .createQuery(TOKENS + "WHERE id = :id")
        .bind("id", id)
        .map((rs, context) -> token(rs))
        .findOne()
        .orElse(null);
  }

  static List<Token> tokens(Handle handle) {
    return handle
        .createQuery(TOKENS + "ORDER BY name, created_at")
        .map((rs, context) -> token(rs))
        .list();
  }

  static void tokenUsed(Handle handle, String id, Instant at) {
    handle.execute("UPDATE access_token SET last_used_at = ? WHERE id = ?", Ids.micros(at), id);
  }

  static void deleteToken(Handle handle, String id) {
    handle.execute("DELETE FROM access_token WHERE id = ?", id);
  }

  static void insertSession(Handle handle, Session session, String address) {
    handle
        .createUpdate(
            "INSERT INTO access_session (hash, user_id, address, created_at, seen_at, expires_at)"
                + " VALUES (:hash, :user, :address, :at, :at, :expires)")
        .bind("hash", session.hash())
        .bind("user", session.user())
        .bind("address", address)
        .bind("at", Ids.micros(session.seenAt()))
        .bind("expires", Ids.micros(session.expiresAt()))
        .execute();
  }

  static @Nullable Session session(Handle handle, String hash) {
    return handle
        .createQuery("SELECT user_id, seen_at, expires_at FROM access_session WHERE hash = :hash")
        .bind("hash", hash)
        .map(
            (rs, context) ->
                new Session(
                    hash,
                    rs.getString("user_id"),
                    Ids.instant(rs.getLong("seen_at")),
                    Ids.instant(rs.getLong("expires_at"))))
        .findOne()
        .orElse(null);
  }

  static void sessionSeen(Handle handle, String hash, Instant at) {
    handle.execute("UPDATE access_session SET seen_at = ? WHERE hash = ?", Ids.micros(at), hash);
  }

  /** False when there was none. */
  static boolean deleteSession(Handle handle, String hash) {
    return handle.execute("DELETE FROM access_session WHERE hash = ?", hash) == 1;
  }

  static void deleteSessions(Handle handle, String user, String exceptHash) {
    handle.execute("DELETE FROM access_session WHERE user_id = ? AND hash <> ?", user, exceptHash);
  }

  static void deleteOutdated(Handle handle, Instant now, Instant idleSince) {
    handle.execute(
        "DELETE FROM access_session WHERE expires_at <= ? OR seen_at <= ?",
        Ids.micros(now),
        Ids.micros(idleSince));
    handle.execute("DELETE FROM access_link WHERE expires_at <= ?", Ids.micros(now));
  }

  static void insertLink(Handle handle, String hash, String user, Instant at, Instant expires) {
    handle.execute(
        "INSERT INTO access_link (hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
        hash,
        user,
        Ids.micros(at),
        Ids.micros(expires));
  }

  static void deleteLinks(Handle handle, String user) {
    handle.execute("DELETE FROM access_link WHERE user_id = ?", user);
  }

  /** The user whose unexpired link it is; the link is used up. */
  static @Nullable String takeLink(Handle handle, String hash, Instant now) {
    String user = linkUser(handle, hash, now);
    boolean taken =
        handle.execute("DELETE FROM access_link WHERE hash = ?", hash) == 1; // once, whoever races
    return taken ? user : null;
  }

  static @Nullable String linkUser(Handle handle, String hash, Instant now) {
    return handle
        .createQuery("SELECT user_id FROM access_link WHERE hash = :hash AND expires_at > :now")
        .bind("hash", hash)
        .bind("now", Ids.micros(now))
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  private static Token token(ResultSet rs) throws SQLException {
    return new Token(
        rs.getString("id"),
        rs.getString("name"),
        Scope.of(rs.getString("scope")),
        rs.getString("system"),
        rs.getString("user_id"),
        Ids.instant(rs.getLong("created_at")),
        UserRepository.instant(rs, "expires_at"),
        UserRepository.instant(rs, "last_used_at"));
  }
}
