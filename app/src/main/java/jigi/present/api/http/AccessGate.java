package jigi.present.api.http;

import java.util.Locale;
import jigi.base.access.Access;
import jigi.base.access.Principal;
import jigi.base.access.SignInResult;
import jigi.base.access.Verb;
import org.jspecify.annotations.Nullable;

/** The gate kept by {@code base.access}. */
public final class AccessGate implements Gate {
  private final Access access;

  public AccessGate(Access access) {
    this.access = access;
  }

  @Override
  public @Nullable Visitor bySession(String cookie) {
    Principal principal = access.bySession(cookie);
    return principal == null ? null : visitor(principal, cookie);
  }

  @Override
  public @Nullable Visitor byToken(String token) {
    Principal principal = access.byToken(token);
    return principal == null ? null : visitor(principal, "");
  }

  @Override
  public SignIn signIn(String name, String password, String address) {
    return told(access.signIn().withPassword(name, password, address));
  }

  @Override
  public SignIn redeem(String link, String address) {
    return told(access.signIn().withLink(link, address));
  }

  @Override
  public void signOut(String cookie) {
    access.signIn().signOut(cookie);
  }

  private static SignIn told(SignInResult result) {
    return switch (result) {
      case SignInResult.SignedIn in -> new Welcome(in.cookie());
      case SignInResult.Refused refused -> new Refused();
      case SignInResult.Throttled throttled -> new Later(throttled.pause());
    };
  }

  private static Visitor visitor(Principal principal, String key) {
    return new Visitor(
        principal.actor(),
        principal.displayName(),
        key,
        (system, verb) -> principal.may(system, Verb.valueOf(verb.toUpperCase(Locale.ROOT))));
  }
}
