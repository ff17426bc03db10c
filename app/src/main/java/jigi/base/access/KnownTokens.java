package jigi.base.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jigi.base.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What was read of tokens since the store was last written to. A sender of samples shows the same
 * one many times a second, and reading it anew would cost more than its samples; once anything is
 * written, be it that a token was revoked or a user disabled, all is read again.
 */
final class KnownTokens {
  private final Store store;
  private volatile Kept kept = new Kept(-1, Map.of());

  /**
   * @param principal null when the token's user is gone or disabled
   */
  record Known(Token token, @Nullable Principal principal) {}

  private record Kept(long writes, Map<String, Known> byHash) {}

  KnownTokens(Store store) {
    this.store = store;
  }

  /** What is known of the token with this hash, else what is read now; null for none. */
  @Nullable Known find(String hash, Supplier<@Nullable Known> reading) {
    long writes = store.writes();
    if (writes < 0) {
      return reading.get();
    }
    Kept now = kept;
    if (now.writes() != writes) {
      now = new Kept(writes, new ConcurrentHashMap<>());
      kept = now;
    }
    Known known = now.byHash().get(hash);
    if (known == null) {
      known = reading.get();
      if (known != null) {
        now.byHash().put(hash, known);
      }
    }
    return known;
  }
}
