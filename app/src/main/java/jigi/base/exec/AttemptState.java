package jigi.base.exec;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is found of an attempt on its target. */
public sealed interface AttemptState {
  /** Nothing of it runs any more, or ever has: its folder may be forgotten. */
  default boolean isOver() {
    return switch (this) {
      case NeverStarted _, Finished _ -> true;
      case Vanished vanished -> vanished.alive() == 0;
      case Running _, Unreachable _ -> false;
    };
  }

  /** No sign of a start, and nobody holds the lock: it may be started. */
  record NeverStarted() implements AttemptState {}

  /**
   * The shim holds the lock.
   *
   * @param since when the script began, by the target's clock; null in the moment before
   */
  record Running(@Nullable Instant since) implements AttemptState {}

  /** The shim recorded the end. */
  record Finished(Exit exit) implements AttemptState {}

  /**
   * It was started, but nobody supervises it and no end is recorded.
   *
   * @param rebooted the host has another boot id than at the start, so nothing of it is alive
   * @param alive how many of its processes still live
   */
  record Vanished(boolean rebooted, int alive) implements AttemptState {}

  /** The target does not answer: the command may still run. */
  record Unreachable(String why) implements AttemptState {}
}
