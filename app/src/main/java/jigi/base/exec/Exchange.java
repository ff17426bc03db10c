package jigi.base.exec;

import java.nio.charset.StandardCharsets;

/**
 * The end of a short command that was given input.
 *
 * @param code the exit status; -1 when it was killed at its time-out
 * @param stdout at most the first MiB
 * @param truncated more output was written than is kept
 */
public record Exchange(
    int code, byte[] stdout, String stderr, boolean timedOut, boolean truncated) {
  public Captured text() {
    return new Captured(
        code, new String(stdout, StandardCharsets.UTF_8), stderr, timedOut, truncated);
  }
}
