package jigi.operate.notify;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands on what, and what of it is down; the inventory and the probes answer. */
public interface Foundations {
  /**
   * Everything that a component stands on: what it needs, directly or not, and the hosts that it
   * runs on, as components.
   *
   * @param component null for what belongs to a host only
   */
  Set<String> below(String system, @Nullable String component, @Nullable String host);

  /** Whether none of the component's probes is OK and one of them fails: it does not answer. */
  boolean isDown(String system, String component);

  /** Nothing stands on anything. */
  static Foundations none() {
    return new Foundations() {
      @Override
      public Set<String> below(String system, @Nullable String component, @Nullable String host) {
        return Set.of();
      }

      @Override
      public boolean isDown(String system, String component) {
        return false;
      }
    };
  }
}
