package jigi.base.exec;

import java.time.Instant;

/**
 * One line of an attempt's output, masked.
 *
 * @param offset of its first byte in the log
 * @param text without control characters and escape sequences
 * @param cut the line was too long and goes on in the next one
 */
public record LogLine(long offset, Instant at, Stream stream, String text, boolean cut) {
  /** Where it was written to. */
  public enum Stream {
    OUT,
    ERR
  }
}
