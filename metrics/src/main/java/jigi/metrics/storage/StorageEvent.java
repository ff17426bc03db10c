package jigi.metrics.storage;

import java.nio.file.Path;

/** Something that an operator of the storage should know. */
public sealed interface StorageEvent {
  /**
   * A block could not be used and was renamed.
   *
   * @param aside where it lies now
   */
  record BlockQuarantined(Path file, Path aside, String reason) implements StorageEvent {}

  /**
   * One part of a block is damaged; the rest of it is still read.
   *
   * @param offset of the damaged part, in bytes
   */
  record PageUnreadable(Path file, long offset, String reason) implements StorageEvent {}

  /**
   * Bytes of the log that are no records were left out; a copy lies aside.
   *
   * @param tail true at the end of the log, where a crash leaves them
   */
  record LogRegionSkipped(Path file, long offset, long length, boolean tail, Path aside)
      implements StorageEvent {}

  /** Samples in the log whose series was defined in a damaged region. */
  record LogSamplesLost(Path file, long samples) implements StorageEvent {}

  /** Background work failed; it is tried again. */
  record BackgroundFailed(String work, Exception reason) implements StorageEvent {}
}
