package jigi.base.journal;

import java.util.List;
import java.util.function.Consumer;
import jigi.base.store.Tx;

/** The append-only, hash-chained record. */
public interface Journal {
  /**
   * Records within the transaction, so that a change and its event are there together or not at
   * all.
   */
  Event append(Tx tx, EventDraft draft);

  /** Records in a transaction of its own. */
  Event append(EventDraft draft);

  /**
   * Calls the listener with every event recorded by this process from now on, in order, after its
   * commit, on a thread of the listener's own. A listener that must miss nothing across restarts
   * also reads the journal from where it stopped.
   */
  void listen(String name, Consumer<Event> listener);

  /** Newest first. */
  List<Event> find(EventQuery query);
}
