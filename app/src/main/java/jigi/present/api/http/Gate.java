package jigi.present.api.http;

import jigi.base.access.Preferences;
import org.jspecify.annotations.Nullable;

/** Knows people and tokens; the frame asks it about every request. */
public interface Gate {
  /** The signed-in person of a session cookie; null when it is unknown or has expired. */
  @Nullable Visitor bySession(String cookie);

  /** The owner of a bearer token; null when it is unknown, expired or revoked. */
  @Nullable Visitor byToken(String token);

  /** What an attempt to sign in came to. */
  sealed interface SignIn {}

  /**
   * Signed in.
   *
   * @param cookie its value
   * @param first whether this person was never here before, and has chosen nothing yet
   */
  record Welcome(String cookie, boolean first) implements SignIn {}

  /** Wrong name, password or link; which of them is not said. */
  record Refused() implements SignIn {}

  /** Too many failures; nothing was checked. */
  record Later(java.time.Duration after) implements SignIn {}

  /**
   * @param address of the client, for throttling and the journal
   */
  SignIn signIn(String name, String password, String address);

  /** Redeems a one-time link. */
  SignIn redeem(String link, String address);

  void signOut(String cookie);

  /** Keeps how a visitor wants to see things. */
  void prefer(Visitor visitor, Preferences preferences);
}
