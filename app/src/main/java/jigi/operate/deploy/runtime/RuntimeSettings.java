package jigi.operate.deploy.runtime;

import java.util.List;
import jigi.operate.deploy.machine.Slot;
import org.jspecify.annotations.Nullable;

/** What runs the colours, as a manual says it. */
public interface RuntimeSettings {
  /** Its kind: {@code processes}. */
  String kind();

  /** Where its colours or instances answer. */
  Places places();

  /** Where one answers, as people know it. */
  default String where(Slot slot) {
    return places().at(slot).authority();
  }

  /** The host of 'hosts' that one runs on; null for this machine, or where a daemon knows. */
  default @Nullable String on(Slot slot) {
    return null;
  }

  /** The connection to the daemon that it needs; null for none. */
  default @Nullable String docker() {
    return null;
  }

  /** The connection to an API over HTTP that it needs; null for none. */
  default @Nullable String http() {
    return null;
  }

  /** Env files that it reads. */
  default List<String> envFiles() {
    return List.of();
  }

  Runtime open(RuntimeOpening opening);
}
