package jigi.base.access;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** Accounts, roles and who holds them. Every change names its actor and is journalled. */
public final class Users {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,31}");

  private final Access.Means means;
  private final PasswordHasher hasher;

  Users(Access.Means means, PasswordHasher hasher) {
    this.means = means;
    this.hasher = hasher;
  }

  /** By name. */
  public List<User> all() {
    return means.store().read(UserRepository::all);
  }

  public @Nullable User byName(String name) {
    return means.store().read(handle -> UserRepository.byName(handle, name));
  }

  /**
   * Adds an account without a password and without grants.
   *
   * @throws UserError {@code bad-user-name}, {@code user-exists}
   */
  public User add(String name, String displayName, String actor) {
    return means.store().write(tx -> add(tx, name, displayName, actor));
  }

  User add(Tx tx, String name, String displayName, String actor) {
    if (!NAME.matcher(name).matches()) {
      throw new UserError(
          "bad-user-name",
          "'" + name + "' is no user name",
          "use 1 to 32 of a-z 0-9 . _ - beginning with a letter");
    }
    if (UserRepository.byName(tx.handle(), name) != null) {
      throw new UserError(
          "user-exists", "a user " + name + " exists", "choose another name, or change that user");
    }
    var now = means.timeline().instant();
    User user =
        new User(
            Ids.next(now),
            name,
            displayName.isBlank() ? name : displayName.strip(),
            Preferences.DEFAULT,
            new User.State(false, now, null, null),
            List.of());
    UserRepository.insert(tx.handle(), user);
    record(tx, AccessEvents.USER_ADDED, name, actor, Map.of());
    return user;
  }

  /** Each role's verbs, by name. */
  public Map<String, Set<Verb>> roles() {
    return means.store().read(UserRepository::roles);
  }

  /**
   * Makes a role or changes its verbs for all who hold it.
   *
   * @throws UserError {@code admin-role-fixed}
   */
  public void defineRole(String role, Set<Verb> verbs, String actor) {
    if (role.equals(Principal.ADMIN)) {
      throw new UserError(
          "admin-role-fixed", "the role admin cannot be changed", "define another role");
    }
    String text = verbs.stream().sorted().map(Verb::tag).collect(Collectors.joining(","));
    means
        .store()
        .change(
            tx -> {
              UserRepository.putRole(tx.handle(), role, verbs);
              means
                  .journal()
                  .append(
                      tx,
                      EventDraft.of(AccessEvents.ROLE)
                          .actor(actor)
                          .with("role", role)
                          .with("verbs", text));
            });
  }

  /**
   * Gives a role on a system; nothing happens when it is held already.
   *
   * @param system a system's name, or {@code *}
   * @throws UserError {@code no-such-user}, {@code no-such-role}
   */
  public void grant(String name, String role, String system, String actor) {
    means.store().change(tx -> grant(tx, name, role, system, actor));
  }

  void grant(Tx tx, String name, String role, String system, String actor) {
    Set<String> roles = UserRepository.roles(tx.handle()).keySet();
    if (!roles.contains(role)) {
      throw new UserError("no-such-role", "there is no role " + role, Nearest.hint(role, roles));
    }
    User user = existing(tx, name);
    if (UserRepository.grant(tx.handle(), user.id(), role, system)) {
      record(tx, AccessEvents.GRANTED, name, actor, Map.of("role", role, "on", system));
    }
  }

  /**
   * Takes a role away; nothing happens when it is not held.
   *
   * @throws UserError {@code no-such-user}, {@code last-administrator}
   */
  public void revoke(String name, String role, String system, String actor) {
    means
        .store()
        .change(
            tx -> {
              User user = existing(tx, name);
              if (UserRepository.revoke(tx.handle(), user.id(), role, system)) {
                requireAdministrator(tx);
                record(tx, AccessEvents.REVOKED, name, actor, Map.of("role", role, "on", system));
              }
            });
  }

  /**
   * Closes the account and ends its sessions and links; its name stays in the record.
   *
   * @throws UserError {@code no-such-user}, {@code last-administrator}
   */
  public void disable(String name, String actor) {
    means
        .store()
        .change(
            tx -> {
              User user = existing(tx, name);
              UserRepository.setDisabled(tx.handle(), user.id(), means.timeline().instant());
              requireAdministrator(tx);
              CredentialRepository.deleteSessions(tx.handle(), user.id(), "");
              CredentialRepository.deleteLinks(tx.handle(), user.id());
              record(tx, AccessEvents.USER_DISABLED, name, actor, Map.of());
            });
  }

  /**
   * @throws UserError {@code no-such-user}
   */
  public void enable(String name, String actor) {
    means
        .store()
        .change(
            tx -> {
              User user = existing(tx, name);
              UserRepository.setDisabled(tx.handle(), user.id(), null);
              record(tx, AccessEvents.USER_ENABLED, name, actor, Map.of());
            });
  }

  /**
   * @throws UserError {@code no-such-user}
   */
  public void prefer(String name, Preferences preferences, String actor) {
    means
        .store()
        .change(
            tx -> {
              User user = existing(tx, name);
              UserRepository.setPreferences(tx.handle(), user.id(), preferences);
              record(
                  tx,
                  AccessEvents.PREFERENCES,
                  name,
                  actor,
                  Map.of(
                      "language", preferences.language().tag(),
                      "theme", preferences.theme().tag()));
            });
  }

  /**
   * Sets a password without knowing the old one: for administrators, and after a sign-in link.
   * Every session of the user ends except the given one.
   *
   * @param keepCookie the session to keep; empty for none
   * @throws UserError {@code no-such-user}, {@code password-too-short}, {@code password-too-long}
   */
  public void setPassword(String name, String password, String keepCookie, String actor) {
    String hash = hasher.hash(password);
    means
        .store()
        .change(
            tx -> {
              User user = existing(tx, name);
              UserRepository.setPassword(tx.handle(), user.id(), hash);
              CredentialRepository.deleteSessions(
                  tx.handle(), user.id(), jigi.base.kernel.Hash.of(keepCookie));
              CredentialRepository.deleteLinks(tx.handle(), user.id());
              record(tx, AccessEvents.PASSWORD, name, actor, Map.of());
            });
  }

  static User existing(Tx tx, String name) {
    User user = UserRepository.byName(tx.handle(), name);
    if (user == null) {
      List<String> names = UserRepository.all(tx.handle()).stream().map(User::name).toList();
      throw new UserError("no-such-user", "there is no user " + name, Nearest.hint(name, names));
    }
    return user;
  }

  private static void requireAdministrator(Tx tx) {
    if (UserRepository.administrators(tx.handle()) == 0) {
      throw new UserError(
          "last-administrator",
          "nobody would be left who can manage users",
          "grant the role admin on * to somebody else first");
    }
  }

  private void record(Tx tx, EventKind kind, String user, String actor, Map<String, String> more) {
    means.journal().append(tx, EventDraft.of(kind).actor(actor).with("user", user).withAll(more));
  }
}
