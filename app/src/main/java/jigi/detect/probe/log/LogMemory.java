package jigi.detect.probe.log;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jigi.detect.probe.ProbeKey;
import org.jspecify.annotations.Nullable;

/** Keeps how far logs were read, and what was found, together or not at all. */
public interface LogMemory {
  @Nullable Progress recall(ProbeKey key);

  void keep(ProbeKey key, Progress progress, Findings findings, Instant at);

  /** How many lines of the most frequent group of errors were read since then. */
  default long repeated(ProbeKey key, Instant since) {
    return 0;
  }

  /** For a probe that is executed once, without a server. */
  static LogMemory forgetful() {
    Map<ProbeKey, Progress> kept = new ConcurrentHashMap<>();
    return new LogMemory() {
      @Override
      public @Nullable Progress recall(ProbeKey key) {
        return kept.get(key);
      }

      @Override
      public void keep(ProbeKey key, Progress progress, Findings findings, Instant at) {
        kept.put(key, progress);
      }
    };
  }
}
