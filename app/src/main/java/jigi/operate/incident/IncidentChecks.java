package jigi.operate.incident;

import java.time.Instant;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/** What an incident must know of runs and conditions to tell whether it is over. */
public interface IncidentChecks {
  /**
   * @param open whether the run has not ended
   * @param goal the condition that it works towards; null for none
   */
  record RunFacts(boolean open, @Nullable String goal) {}

  record Check(Status status, String evidence) {}

  /** Null when the run is not known any more. */
  @Nullable RunFacts run(String id);

  /** Measures the condition anew; only what was begun after the instant counts. */
  Check fresh(String system, String condition, Instant since) throws InterruptedException;

  /**
   * Measures all probes of a component anew; only what was begun after the instant counts. UNKNOWN
   * for a component that nothing measures.
   */
  Check freshComponent(String system, String component, Instant since) throws InterruptedException;

  /** Whether one of two components stands on the other, or both are the same. */
  boolean related(String system, String component, String other);
}
