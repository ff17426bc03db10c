package jigi.base.journal;

import jigi.base.store.Tx;

/** Answers to events with changes of the database. */
@FunctionalInterface
public interface Follower {
  /**
   * Handles one event. The transaction also moves the follower's cursor, so what is changed here
   * happens exactly once, and an exception leaves the event to be handed over again.
   */
  void on(Tx tx, Event event);
}
