package jigi.base.exec;

/**
 * The end of a short command.
 *
 * @param code the exit status; -1 when it was killed at its time-out
 * @param truncated more output was written than is kept
 */
public record Captured(
    int code, String stdout, String stderr, boolean timedOut, boolean truncated) {
  /** Its own words about how it went: what it wrote as errors, else what it wrote at all. */
  public String words() {
    return (stderr.isBlank() ? stdout : stderr).strip();
  }
}
