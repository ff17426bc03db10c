package jigi.detect.probe.heartbeat;

import jigi.detect.probe.ProbeKey;
import org.jspecify.annotations.Nullable;

/** Knows what jobs said. */
public interface HeartbeatMemory {
  /** Null when nothing was ever heard. */
  @Nullable Heard recall(ProbeKey key);

  /** Where no server listens, so that nothing is heard. */
  static HeartbeatMemory deaf() {
    return key -> null;
  }
}
