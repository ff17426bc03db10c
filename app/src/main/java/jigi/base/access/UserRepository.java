package jigi.base.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Language;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Users, roles and grants. */
final class UserRepository {
  private static final String COLUMNS =
      "SELECT id, name, display_name, password, language, theme, created_at, signed_in_at,"
          + " disabled_at FROM access_user ";

  private UserRepository() {}

  static @Nullable User byId(Handle handle, String id) {
    return handle
        .createQuery(COLUMNS + "WHERE id = :id")
        .bind("id", id)
        .map((rs, context) -> user(handle, rs))
        .findOne()
        .orElse(null);
  }

  static @Nullable User byName(Handle handle, String name) {
    return handle
        .createQuery(COLUMNS + "WHERE name = :name")
        .bind("name", name)
        .map((rs, context) -> user(handle, rs))
        .findOne()
        .orElse(null);
  }

  static List<User> all(Handle handle) {
    return handle
        .createQuery(COLUMNS + "ORDER BY name")
        .map((rs, context) -> user(handle, rs))
        .list();
  }

  static @Nullable String password(Handle handle, String id) {
    return handle
        .createQuery("SELECT password FROM access_user WHERE id = :id AND password IS NOT NULL")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .orElse(null);
  }

  static void insert(Handle handle, User user) {
    handle
        .createUpdate(
            "INSERT INTO access_user (id, name, display_name, language, theme, created_at)"
                + " VALUES (:id, :name, :display, :language, :theme, :at)")
        .bind("id", user.id())
        .bind("name", user.name())
        .bind("display", user.displayName())
        .bind("language", user.preferences().language().tag())
        .bind("theme", user.preferences().theme().tag())
        .bind("at", Ids.micros(user.state().createdAt()))
        .execute();
  }

  static void setPassword(Handle handle, String id, String hash) {
    handle.execute("UPDATE access_user SET password = ? WHERE id = ?", hash, id);
  }

  static void setPreferences(Handle handle, String id, Preferences preferences) {
    handle.execute(
        "UPDATE access_user SET language = ?, theme = ? WHERE id = ?",
        preferences.language().tag(),
        preferences.theme().tag(),
        id);
  }

  static void setSignedIn(Handle handle, String id, Instant at) {
    handle.execute("UPDATE access_user SET signed_in_at = ? WHERE id = ?", Ids.micros(at), id);
  }

  static void setDisabled(Handle handle, String id, @Nullable Instant at) {
    handle
        .createUpdate("UPDATE access_user SET disabled_at = :at WHERE id = :id")
        .bind("at", at == null ? null : (Long) Ids.micros(at))
        .bind("id", id)
        .execute();
  }

  /** Each role's verbs, by name. */
  static Map<String, Set<Verb>> roles(Handle handle) {
    Map<String, Set<Verb>> roles = new TreeMap<>();
    handle
        .createQuery("SELECT name, verbs FROM access_role")
        .map((rs, context) -> roles.put(rs.getString("name"), verbs(rs.getString("verbs"))))
        .forEach(before -> {});
    return roles;
  }

  static void putRole(Handle handle, String role, Set<Verb> verbs) {
    String text = verbs.stream().sorted().map(Verb::tag).collect(Collectors.joining(","));
    handle
        .createUpdate(
            "INSERT INTO access_role (name, verbs) VALUES (:name, :verbs)"
                + " ON CONFLICT (name) DO UPDATE SET verbs = excluded.verbs")
        .bind("name", role)
        .bind("verbs", text)
        .execute();
  }

  /** False when it was there. */
  static boolean grant(Handle handle, String user, String role, String system) {
    return handle
            .createUpdate(
                "INSERT INTO access_grant (user_id, role, system) VALUES (:user, :role, :system)"
                    + " ON CONFLICT (user_id, role, system) DO NOTHING")
            .bind("user", user)
            .bind("role", role)
            .bind("system", system)
            .execute()
        == 1;
  }

  /** False when there was none. */
  static boolean revoke(Handle handle, String user, String role, String system) {
    return handle.execute(
            "DELETE FROM access_grant WHERE user_id = ? AND role = ? AND system = ?",
            user,
            role,
            system)
        == 1;
  }

  /** How many enabled users are administrators of everything. */
  static long administrators(Handle handle) {
    return handle
        .createQuery(
            "SELECT count(*) FROM access_grant g JOIN access_user u ON u.id = g.user_id"
                + " WHERE g.role = 'admin' AND g.system = '*' AND u.disabled_at IS NULL")
        .mapTo(Long.class)
        .one();
  }

  private static List<Grant> grants(Handle handle, String user) {
    return handle
        .createQuery(
            "SELECT g.role, g.system, r.verbs FROM access_grant g JOIN access_role r"
                + " ON r.name = g.role WHERE g.user_id = :user ORDER BY g.role, g.system")
        .bind("user", user)
        .map(
            (rs, context) ->
                new Grant(
                    rs.getString("role"), rs.getString("system"), verbs(rs.getString("verbs"))))
        .list();
  }

  private static Set<Verb> verbs(String text) {
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    Arrays.stream(text.split(","))
        .filter(tag -> !tag.isEmpty())
        .forEach(tag -> verbs.add(Verb.valueOf(tag.toUpperCase(Locale.ROOT))));
    return verbs;
  }

  private static User user(Handle handle, ResultSet rs) throws SQLException {
    String language = rs.getString("language");
    Preferences preferences =
        new Preferences(
            Language.valueOf(language.toUpperCase(Locale.ROOT)), Theme.of(rs.getString("theme")));
    User.State state =
        new User.State(
            rs.getString("password") != null,
            Ids.instant(rs.getLong("created_at")),
            instant(rs, "signed_in_at"),
            instant(rs, "disabled_at"));
    String id = rs.getString("id");
    return new User(
        id,
        rs.getString("name"),
        rs.getString("display_name"),
        preferences,
        state,
        grants(handle, id));
  }

  static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    long micros = rs.getLong(column);
    return rs.wasNull() ? null : Ids.instant(micros);
  }
}
