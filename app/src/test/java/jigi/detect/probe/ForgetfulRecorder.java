package jigi.detect.probe;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import jigi.base.kernel.Status;

/** Nothing is remembered over restarts, for tests that are not about that. */
public final class ForgetfulRecorder implements ProbeRecorder {
  @Override
  public Map<ProbeKey, RecordedStatus> all() {
    return Map.of();
  }

  @Override
  public boolean record(Status from, ProbeResult result) {
    return true;
  }

  @Override
  public void forget(Collection<ProbeKey> recorded, Set<ProbeKey> present) {}
}
