package jigi.base.schedule;

import jigi.base.store.Tx;

/** Does what is due. */
public interface ScheduleHandler {
  /** What the handler made of an occurrence. */
  sealed interface Answer {
    /** A run was recorded in the transaction. */
    record Started(String run) implements Answer {}

    /** The one before it still runs. */
    record Overlaps(String run) implements Answer {}

    /**
     * It could not be started.
     *
     * @param why in words
     */
    record Refused(String why) implements Answer {}
  }

  /** Records the beginning in the transaction, which takes note of the occurrence too. */
  Answer due(Tx tx, Occurrence occurrence);
}
