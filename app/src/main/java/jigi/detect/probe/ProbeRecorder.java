package jigi.detect.probe;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import jigi.base.kernel.Status;

/** Remembers what was last said about each probe, across restarts. */
public interface ProbeRecorder {
  Map<ProbeKey, RecordedStatus> all();

  /**
   * Records a change with its event; false when it could not be kept: the next result tries again.
   */
  boolean record(Status from, ProbeResult result);

  /** Drops the states of probes that their manuals no longer have. */
  void forget(Collection<ProbeKey> recorded, Set<ProbeKey> present);
}
