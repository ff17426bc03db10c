package jigi.present.web;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import jigi.base.access.Preferences;
import jigi.present.api.http.Gate;
import jigi.present.api.http.Visitor;
import org.jspecify.annotations.Nullable;

/** Two people and a token: kim may do everything, lee may only look at the shop. */
final class SampleGate implements Gate {
  private static final BiPredicate<String, String> NO_ROLES = (system, role) -> false;
  static final String LINK = "a1b2c3";

  private final Map<String, Visitor> sessions =
      Map.of(
          "s-kim",
          new Visitor("user:kim", "kim", "key-kim", (system, verb) -> true, NO_ROLES, null),
          "s-pia",
          new Visitor("user:pia", "pia", "key-pia", (system, verb) -> true, NO_ROLES, null),
          "s-lee",
          new Visitor(
              "user:lee",
              "lee",
              "key-lee",
              (system, verb) -> system.equals("shop") && verb.equals("view"),
              NO_ROLES,
              null));
  final Map<String, Preferences> preferred = new java.util.concurrent.ConcurrentHashMap<>();
  private final Set<String> ended = java.util.concurrent.ConcurrentHashMap.newKeySet();

  @Override
  public @Nullable Visitor bySession(String cookie) {
    return ended.contains(cookie) ? null : sessions.get(cookie);
  }

  @Override
  public @Nullable Visitor byToken(String token) {
    if (token.equals("t-admin")) {
      return new Visitor(
          "token:admin",
          "admin",
          "",
          (system, verb) -> true,
          (system, role) -> role.equals("admin"),
          null);
    }
    return token.equals("t-ci")
        ? new Visitor(
            "token:ci", "ci", "", (system, verb) -> !verb.equals("approve"), NO_ROLES, null)
        : null;
  }

  @Override
  public SignIn signIn(String name, String password, String address) {
    if (name.equals("eve")) {
      return new Later(Duration.ofMinutes(15));
    }
    return sessions.containsKey("s-" + name) && password.equals("pass")
        ? new Welcome("s-" + name, false)
        : new Refused();
  }

  @Override
  public SignIn redeem(String link, String address) {
    return link.equals(LINK) ? new Welcome("s-kim", true) : new Refused();
  }

  @Override
  public void prefer(Visitor visitor, Preferences preferences) {
    preferred.put(visitor.actor(), preferences);
  }

  @Override
  public void signOut(String cookie) {
    ended.add(cookie);
  }
}
