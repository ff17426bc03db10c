package jigi.operate.deploy.runtime;

import org.jspecify.annotations.Nullable;

/** What runs the colours, as a manual says it. */
public interface RuntimeSettings {
  /** Its kind: {@code processes}. */
  String kind();

  /** Where a colour answers, as people know it. */
  String where(jigi.operate.deploy.machine.Colour colour);

  /** The connection to the daemon that it needs; null for none. */
  default @Nullable String docker() {
    return null;
  }

  Runtime open(RuntimeOpening opening);
}
