package jigi.base.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account.
 *
 * @param name to sign in with: lower-case letters, digits, {@code . _ -}
 */
public record User(
    String id,
    String name,
    String displayName,
    Preferences preferences,
    State state,
    List<Grant> grants) {
  /**
   * What has become of the account.
   *
   * @param hasPassword false while only a sign-in link opens it
   * @param signedInAt last time; null when never
   */
  public record State(
      boolean hasPassword,
      Instant createdAt,
      @Nullable Instant signedInAt,
      @Nullable Instant disabledAt) {
    public boolean isDisabled() {
      return disabledAt != null;
    }
  }

  public User {
    grants = List.copyOf(grants);
  }

  /** As events name it. */
  public String actor() {
    return "user:" + name;
  }

  Principal principal() {
    return new Principal(id, actor(), displayName, null, grants, preferences);
  }
}
