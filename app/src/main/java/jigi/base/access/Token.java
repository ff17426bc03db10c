package jigi.base.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token without its secret, which was shown once.
 *
 * @param system a system's name, or {@code *} for all
 * @param user whose grants a command line's token has; null for the local one, which is an
 *     administrator's
 * @param expiresAt null for never
 * @param lastUsedAt to the minute; null when never
 */
public record Token(
    String id,
    String name,
    Scope scope,
    String system,
    @Nullable String user,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {
  /** As events name it. */
  public String actor() {
    return "token:" + name;
  }

  boolean isGood(Instant now) {
    return expiresAt == null || now.isBefore(expiresAt);
  }
}
