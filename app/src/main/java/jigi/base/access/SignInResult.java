package jigi.base.access;

import java.time.Duration;

/** What became of a try to sign in. */
public sealed interface SignInResult {
  /**
   * It holds.
   *
   * @param cookie the session's secret; goes into a cookie and nowhere else
   * @param first whether this user has never been here before, and has chosen nothing yet
   */
  record SignedIn(String cookie, Principal principal, boolean first) implements SignInResult {}

  /** Wrong name, wrong password, disabled account, used or expired link: which, is not told. */
  record Refused() implements SignInResult {}

  /** Too many failures; nothing was tried. */
  record Throttled(Duration pause) implements SignInResult {}
}
