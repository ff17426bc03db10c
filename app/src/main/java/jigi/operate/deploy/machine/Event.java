package jigi.operate.deploy.machine;

/** What came of an act, or was asked for meanwhile. */
public sealed interface Event {
  /** The effect was seen. */
  record Done() implements Event {}

  /**
   * A release was started.
   *
   * @param digest of exactly what runs now
   */
  record Started(String digest) implements Event {}

  /** Whether it is well cannot be told: a person decides. */
  record Unproven(String why) implements Event {}

  record Failed(String why) implements Event {}

  /**
   * The way back is no way: the old colour does not answer, and the new one receives everything.
   */
  record OldIsSick(String why) implements Event {}

  record Cancelled(String why) implements Event {}
}
