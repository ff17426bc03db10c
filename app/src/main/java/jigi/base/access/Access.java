package jigi.base.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import jigi.base.journal.Journal;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Timeline;
import jigi.base.store.Store;
import org.jspecify.annotations.Nullable;

/** Tells who is asking and what they may do. */
public final class Access implements AutoCloseable {
  /**
   * How long a session lasts.
   *
   * @param idle without a request
   * @param absolute whatever happens
   */
  public record Limits(Duration idle, Duration absolute) {
    public static final Limits DEFAULT = new Limits(Duration.ofHours(12), Duration.ofDays(7));
  }

  /** What the parts of this room share. */
  record Means(Store store, Journal journal, Timeline timeline, Limits limits) {}

  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
  private static final int SECRET_LENGTH = 64;

  private final Means means;
  private final PasswordHasher hasher = new PasswordHasher();
  private final Users users;
  private final Tokens tokens;
  private final SignIn signIn;
  private final KnownTokens knownTokens;

  public Access(Store store, Journal journal, Timeline timeline, Limits limits) {
    this.means = new Means(store, journal, timeline, limits);
    this.users = new Users(means, hasher);
    this.tokens = new Tokens(means);
    this.signIn = new SignIn(means, hasher, users);
    this.knownTokens = new KnownTokens(store);
  }

  public Users users() {
    return users;
  }

  public Tokens tokens() {
    return tokens;
  }

  public SignIn signIn() {
    return signIn;
  }

  /**
   * Whose session the cookie's value is; null when it is none or timed out. Counts as a sign of
   * life.
   */
  public @Nullable Principal bySession(String cookie) {
    if (cookie.length() != SECRET_LENGTH) {
      return null;
    }
    String hash = Hash.of(cookie);
    var session = means.store().read(handle -> CredentialRepository.session(handle, hash));
    Instant now = means.timeline().instant();
    if (session == null
        || !now.isBefore(session.expiresAt())
        || !now.isBefore(session.seenAt().plus(means.limits().idle()))) {
      return null;
    }
    User user = means.store().read(handle -> UserRepository.byId(handle, session.user()));
    if (user == null || user.state().isDisabled()) {
      return null;
    }
    if (!now.isBefore(session.seenAt().plus(SEEN_EVERY))) {
      means.store().change(tx -> CredentialRepository.sessionSeen(tx.handle(), hash, now));
    }
    return user.principal();
  }

  /** Whose token the secret is; null when it is none, expired, or its user is disabled. */
  public @Nullable Principal byToken(String secret) {
    String hash = Hash.of(secret);
    Instant now = means.timeline().instant();
    KnownTokens.Known known = knownTokens.find(hash, () -> read(hash));
    if (known == null || !known.token().isGood(now)) {
      return null;
    }
    Token token = known.token();
    Principal principal = known.principal();
    Instant used = token.lastUsedAt();
    if (principal != null && (used == null || !now.isBefore(used.plus(SEEN_EVERY)))) {
      means.store().change(tx -> CredentialRepository.tokenUsed(tx.handle(), token.id(), now));
    }
    return principal;
  }

  private KnownTokens.@Nullable Known read(String hash) {
    Token token = means.store().read(handle -> CredentialRepository.tokenByHash(handle, hash));
    return token == null ? null : new KnownTokens.Known(token, principal(token));
  }

  private @Nullable Principal principal(Token token) {
    return switch (token.scope()) {
      case QUERY ->
          tokenPrincipal(token, List.of(new Grant("token", token.system(), Set.of(Verb.VIEW))));
      case INGEST ->
          tokenPrincipal(token, List.of(new Grant(Principal.INGEST, token.system(), Set.of())));
      case HEARTBEAT -> tokenPrincipal(token, List.of());
      case WEBHOOK ->
          tokenPrincipal(token, List.of(new Grant(Principal.WEBHOOK, token.system(), Set.of())));
      case CLI -> commandLine(token);
    };
  }

  private @Nullable Principal commandLine(Token token) {
    String id = token.user();
    if (id == null) {
      return tokenPrincipal(
          token, List.of(new Grant(Principal.ADMIN, Grant.EVERYWHERE, Set.of(Verb.values()))));
    }
    User user = means.store().read(handle -> UserRepository.byId(handle, id));
    if (user == null || user.state().isDisabled()) {
      return null;
    }
    return new Principal(
        token.id(),
        user.actor(),
        user.displayName(),
        token.scope(),
        user.grants(),
        user.preferences());
  }

  private static Principal tokenPrincipal(Token token, List<Grant> grants) {
    return new Principal(
        token.id(), token.actor(), token.name(), token.scope(), grants, Preferences.DEFAULT);
  }

  /** Whether a grant of the principal allows the verb on the system. */
  public boolean may(Principal principal, String system, Verb verb) {
    return principal.may(system, verb);
  }

  @Override
  public void close() {
    hasher.close();
  }
}
