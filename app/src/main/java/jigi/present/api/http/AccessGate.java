package jigi.present.api.http;

import java.util.Locale;
import jigi.base.access.Access;
import jigi.base.access.Grant;
import jigi.base.access.Preferences;
import jigi.base.access.Principal;
import jigi.base.access.SignInResult;
import jigi.base.access.Verb;
import org.jspecify.annotations.Nullable;

/** Asks {@link Access} about every visitor. */
public final class AccessGate implements Gate {
  private final Access access;

  public AccessGate(Access access) {
    this.access = access;
  }

  @Override
  public @Nullable Visitor bySession(String cookie) {
    Principal principal = access.bySession(cookie);
    return principal == null ? null : visitor(principal, cookie, principal.preferences());
  }

  @Override
  public @Nullable Visitor byToken(String token) {
    Principal principal = access.byToken(token);
    return principal == null ? null : visitor(principal, "", null);
  }

  @Override
  public SignIn signIn(String name, String password, String address) {
    return answer(access.signIn().withPassword(name, password, address));
  }

  @Override
  public SignIn redeem(String link, String address) {
    return answer(access.signIn().withLink(link, address));
  }

  @Override
  public void signOut(String cookie) {
    access.signIn().signOut(cookie);
  }

  @Override
  public void prefer(Visitor visitor, Preferences preferences) {
    if (!visitor.token() && visitor.actor().startsWith("user:")) {
      String name = visitor.actor().substring("user:".length());
      access.users().prefer(name, preferences, visitor.actor());
    }
  }

  private static SignIn answer(SignInResult result) {
    return switch (result) {
      case SignInResult.SignedIn in -> new Welcome(in.cookie(), in.first());
      case SignInResult.Refused _ -> new Refused();
      case SignInResult.Throttled throttled -> new Later(throttled.pause());
    };
  }

  private static Visitor visitor(
      Principal principal, String key, @Nullable Preferences preferences) {
    return new Visitor(
        principal.actor(),
        principal.displayName(),
        key,
        (system, verb) -> principal.may(system, Verb.valueOf(verb.toUpperCase(Locale.ROOT))),
        (system, role) -> holds(principal, system, role),
        preferences);
  }

  private static boolean holds(Principal principal, String system, String role) {
    return principal.grants().stream()
        .filter(grant -> grant.system().equals(Grant.EVERYWHERE) || grant.system().equals(system))
        .anyMatch(grant -> grant.role().equals(role));
  }
}
