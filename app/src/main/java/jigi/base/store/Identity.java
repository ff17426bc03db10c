package jigi.base.store;

/** Whether the data directory is the one that this machine last wrote. */
public enum Identity {
  /** It is, or it is new. */
  SAME,
  /**
   * It was copied from another machine or place, or restored from an older copy: what it says about
   * running work may be untrue, and its original may be running. Observe only until a person
   * {@linkplain Stores#adopt adopts} it.
   */
  CLONED
}
