package jigi.operate.deploy;

import org.jspecify.annotations.Nullable;

/** Whether a person has taken back what is under way. */
final class Cancelling {
  private volatile @Nullable String by;

  void ask(String actor) {
    by = actor;
  }

  /** Null while nobody has. */
  @Nullable String by() {
    return by;
  }
}
