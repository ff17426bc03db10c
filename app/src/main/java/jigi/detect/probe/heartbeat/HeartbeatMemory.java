package jigi.detect.probe.heartbeat;

import java.time.Instant;
import jigi.detect.probe.ProbeKey;
import org.jspecify.annotations.Nullable;

/** Knows what jobs said. */
public interface HeartbeatMemory {
  /** Null when nothing was ever heard. */
  @Nullable Heard recall(ProbeKey key);

  /** Remembers that a job was found late: it stays so until it is heard, whoever restarts. */
  void late(ProbeKey key);

  /** Since when whoever calls is heard: earlier calls may have found nobody. */
  Instant listensSince();

  /** Where no server listens, so that nothing is heard. */
  static HeartbeatMemory deaf() {
    return new HeartbeatMemory() {
      @Override
      public @Nullable Heard recall(ProbeKey key) {
        return null;
      }

      @Override
      public void late(ProbeKey key) {}

      @Override
      public Instant listensSince() {
        return Instant.MAX;
      }
    };
  }
}
