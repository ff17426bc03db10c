package jigi.detect.probe;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.Status;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import jigi.base.store.StoreFullException;
import jigi.base.store.StoreUnavailableException;

/** Writes a probe's change and its event in one transaction. */
public final class StoredProbeRecorder implements ProbeRecorder {
  private static final String TROUBLE = "probe.not-recorded";

  private final Store store;
  private final Journal journal;
  private final ProbeStateRepository states;
  private final Troubles troubles;

  public StoredProbeRecorder(Store store, Journal journal, Troubles troubles) {
    this.store = store;
    this.journal = journal;
    this.states = new ProbeStateRepository(store);
    this.troubles = troubles;
  }

  @Override
  public Map<ProbeKey, RecordedStatus> all() {
    return states.all();
  }

  @Override
  public boolean record(Status from, ProbeResult result) {
    try {
      store.change(
          tx -> {
            ProbeStateRepository.save(
                tx,
                result.key(),
                new RecordedStatus(result.status(), result.started()),
                result.evidence());
            if (from != result.status()) {
              journal.append(tx, event(from, result));
            }
          });
      troubles.clear(TROUBLE);
      return true;
    } catch (StoreFullException | StoreUnavailableException e) {
      troubles.raise(
          new Troubles.Trouble(
              TROUBLE,
              "probe-not-recorded",
              Map.of("probe", result.key().toString(), "error", String.valueOf(e.getMessage()))));
      return false;
    }
  }

  @Override
  public void forget(Collection<ProbeKey> recorded, Set<ProbeKey> present) {
    Set<String> systems = present.stream().map(ProbeKey::system).collect(Collectors.toSet());
    List<ProbeKey> gone =
        recorded.stream()
            .filter(key -> systems.contains(key.system()) && !present.contains(key))
            .toList();
    if (!gone.isEmpty()) {
      store.change(tx -> gone.forEach(key -> ProbeStateRepository.delete(tx, key)));
    }
  }

  private static EventDraft event(Status from, ProbeResult result) {
    return EventDraft.of(ProbeEvents.CHANGED)
        .system(result.system())
        .component(result.component())
        .with("probe", result.name())
        .with("from", from.key())
        .with("to", result.status().key())
        .with("evidence", result.evidence());
  }
}
