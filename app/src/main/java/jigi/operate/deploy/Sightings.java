package jigi.operate.deploy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was seen last of each deployment. An act makes it old, and what was looked at meanwhile. */
final class Sightings {
  private final Map<String, Reality> seen = new HashMap<>();
  private long acts;

  synchronized @Nullable Reality last(String deployment) {
    return seen.get(deployment);
  }

  /** To be asked before a look, and given with what it has shown. */
  synchronized long acts() {
    return acts;
  }

  synchronized void keep(String deployment, Reality reality, long actsBefore) {
    if (acts == actsBefore) {
      seen.put(deployment, reality);
    }
  }

  synchronized void acted(String deployment) {
    acts++;
    seen.remove(deployment);
  }
}
