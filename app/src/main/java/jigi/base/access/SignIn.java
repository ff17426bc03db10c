package jigi.base.access;

import java.time.Duration;
import java.time.Instant;
import jigi.base.access.SignInResult.Refused;
import jigi.base.access.SignInResult.SignedIn;
import jigi.base.access.SignInResult.Throttled;
import jigi.base.journal.EventDraft;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** The ways into a session, and out of it. */
public final class SignIn {
  private static final Duration FIRST_LINK = Duration.ofHours(24);
  private static final int SECRET_BYTES = 32;

  private final Access.Means means;
  private final PasswordHasher hasher;
  private final Users users;

  SignIn(Access.Means means, PasswordHasher hasher, Users users) {
    this.means = means;
    this.hasher = hasher;
    this.users = users;
  }

  /**
   * By name and password.
   *
   * @param address the client's IP address
   */
  public SignInResult withPassword(String name, String password, String address) {
    Instant now = means.timeline().instant();
    User user = users.byName(name);
    Duration wait = wait(user, name, address, now);
    if (wait.isPositive()) {
      return new Throttled(wait);
    }
    String hash =
        user == null
            ? null
            : means.store().read(handle -> UserRepository.password(handle, user.id()));
    boolean matches = hasher.matches(password, hash);
    if (user == null || !matches || user.state().isDisabled()) {
      means.store().change(tx -> failed(tx, user, name, address, now));
      return new Refused();
    }
    return means.store().write(tx -> signedIn(tx, user, address, "password", now));
  }

  /** By a one-time link's secret, which is used up. */
  public SignInResult withLink(String secret, String address) {
    Instant now = means.timeline().instant();
    String subject = ThrottleRepository.address(address);
    Duration wait = means.store().read(h -> ThrottleRepository.wait(h, subject, now));
    if (wait.isPositive()) {
      return new Throttled(wait);
    }
    return means
        .store()
        .write(
            tx -> {
              String id = CredentialRepository.takeLink(tx.handle(), Hash.of(secret), now);
              User user = id == null ? null : UserRepository.byId(tx.handle(), id);
              if (user == null || user.state().isDisabled()) {
                failed(tx, null, "", address, now);
                return new Refused();
              }
              return signedIn(tx, user, address, "link", now);
            });
  }

  /** Whether the link would sign somebody in; does not use it up, for the page that asks. */
  public boolean isGoodLink(String secret) {
    Instant now = means.timeline().instant();
    String hash = Hash.of(secret);
    return means.store().read(h -> CredentialRepository.linkUser(h, hash, now)) != null;
  }

  /**
   * Makes a one-time link's secret; earlier links of the user are void.
   *
   * @throws UserError {@code no-such-user}
   */
  public String makeLink(String name, Duration validity, String actor) {
    return means.store().write(tx -> makeLink(tx, name, validity, actor));
  }

  private String makeLink(Tx tx, String name, Duration validity, String actor) {
    Instant now = means.timeline().instant();
    User user = Users.existing(tx, name);
    String secret = Ids.secret(SECRET_BYTES);
    CredentialRepository.deleteLinks(tx.handle(), user.id());
    CredentialRepository.insertLink(
        tx.handle(), Hash.of(secret), user.id(), now, now.plus(validity));
    means
        .journal()
        .append(
            tx,
            EventDraft.of(AccessEvents.LINK_MADE)
                .actor(actor)
                .with("user", name)
                .with("expires", now.plus(validity)));
    return secret;
  }

  /**
   * The secret of a link, good for a day, for the first administrator, whose account is made when
   * there is none; null once anybody has signed in.
   */
  public @Nullable String firstLink() {
    return means
        .store()
        .write(
            tx -> {
              var all = UserRepository.all(tx.handle());
              if (all.stream().anyMatch(user -> user.state().signedInAt() != null)) {
                return null;
              }
              if (UserRepository.byName(tx.handle(), Principal.ADMIN) == null) {
                users.add(tx, Principal.ADMIN, "관리자", "jigi");
              }
              users.grant(tx, Principal.ADMIN, Principal.ADMIN, Grant.EVERYWHERE, "jigi");
              return makeLink(tx, Principal.ADMIN, FIRST_LINK, "jigi");
            });
  }

  /**
   * Changes the user's own password; every other session of the user ends. A wrong old password
   * counts as a failed sign-in. An account without a password needs no old one.
   *
   * @return {@code SignedIn} with the same cookie when it is changed
   * @throws UserError {@code password-too-short}, {@code password-too-long}
   */
  public SignInResult changePassword(
      Principal who, String cookie, String old, String fresh, String address) {
    Instant now = means.timeline().instant();
    User user = means.store().read(handle -> UserRepository.byId(handle, who.id()));
    if (user == null) {
      return new Refused();
    }
    Duration wait = wait(user, user.name(), address, now);
    if (wait.isPositive()) {
      return new Throttled(wait);
    }
    String hash = means.store().read(handle -> UserRepository.password(handle, user.id()));
    if (hash != null && !hasher.matches(old, hash)) {
      means.store().change(tx -> failed(tx, user, user.name(), address, now));
      return new Refused();
    }
    users.setPassword(user.name(), fresh, cookie, who.actor());
    return new SignedIn(cookie, who, false);
  }

  /** Ends the session; nothing happens when it is none. */
  public void signOut(String cookie) {
    String hash = Hash.of(cookie);
    means
        .store()
        .change(
            tx -> {
              var session = CredentialRepository.session(tx.handle(), hash);
              if (session != null && CredentialRepository.deleteSession(tx.handle(), hash)) {
                User user = UserRepository.byId(tx.handle(), session.user());
                String name = user == null ? "" : user.name();
                means
                    .journal()
                    .append(
                        tx,
                        EventDraft.of(AccessEvents.SIGNED_OUT)
                            .actor("user:" + name)
                            .with("user", name));
              }
            });
  }

  private Duration wait(@Nullable User user, String name, String address, Instant now) {
    String client = ThrottleRepository.address(address);
    return means
        .store()
        .read(
            handle -> {
              Duration byAddress = ThrottleRepository.wait(handle, client, now);
              if (user != null && ThrottleRepository.isKnown(handle, user.id(), client)) {
                return byAddress;
              }
              Duration byAccount =
                  ThrottleRepository.wait(handle, ThrottleRepository.account(name), now);
              return byAccount.compareTo(byAddress) > 0 ? byAccount : byAddress;
            });
  }

  private void failed(Tx tx, @Nullable User user, String name, String address, Instant now) {
    String client = ThrottleRepository.address(address);
    ThrottleRepository.failed(tx.handle(), client, now);
    if (!name.isEmpty()
        && (user == null || !ThrottleRepository.isKnown(tx.handle(), user.id(), client))) {
      ThrottleRepository.failed(tx.handle(), ThrottleRepository.account(name), now);
    }
    // An unknown name is not recorded: people type passwords into the wrong field.
    means
        .journal()
        .append(
            tx,
            EventDraft.of(AccessEvents.SIGN_IN_FAILED)
                .actor(user == null ? "unknown" : user.actor())
                .with("user", user == null ? "?" : user.name())
                .with("address", address));
  }

  private SignedIn signedIn(Tx tx, User user, String address, String by, Instant now) {
    String cookie = Ids.secret(SECRET_BYTES);
    Access.Limits limits = means.limits();
    String client = ThrottleRepository.address(address);
    CredentialRepository.deleteOutdated(tx.handle(), now, now.minus(limits.idle()));
    CredentialRepository.insertSession(
        tx.handle(),
        new CredentialRepository.Session(
            Hash.of(cookie), user.id(), now, now.plus(limits.absolute())),
        address);
    UserRepository.setSignedIn(tx.handle(), user.id(), now);
    ThrottleRepository.forgive(tx.handle(), ThrottleRepository.account(user.name()));
    ThrottleRepository.know(tx.handle(), user.id(), client, now);
    means
        .journal()
        .append(
            tx,
            EventDraft.of(AccessEvents.SIGNED_IN)
                .actor(user.actor())
                .with("user", user.name())
                .with("by", by)
                .with("address", address));
    return new SignedIn(cookie, user.principal(), user.state().signedInAt() == null);
  }
}
