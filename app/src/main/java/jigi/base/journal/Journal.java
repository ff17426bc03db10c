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
   * commit, on a thread of the listener's own. For liveliness only: what must not be missed across
   * restarts is {@linkplain #follow followed}.
   */
  void listen(String name, Consumer<Event> listener);

  /**
   * Hands over every wanted event of this node exactly once, in order, also those recorded while
   * the process was down; what other nodes on the same database had recorded and not handed over
   * when this one took over comes first. An exception raises a trouble and the event is handed over
   * again, later and later up to a minute; the events behind it wait.
   *
   * @throws IllegalArgumentException when the name is followed already
   */
  void follow(Following following, Follower follower);

  /** {@link #follow(Following, Follower)} of every kind, from now on. */
  default void follow(String name, Follower follower) {
    follow(Following.of(name), follower);
  }

  /** Newest first. */
  List<Event> find(EventQuery query);

  /** The page after the given event in the same order; nothing is skipped or shown twice. */
  List<Event> older(EventQuery query, Event than);
}
