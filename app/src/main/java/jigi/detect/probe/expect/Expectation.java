package jigi.detect.probe.expect;

import org.jspecify.annotations.Nullable;

/**
 * One condition on what was seen.
 *
 * @param text as the manual writes it
 * @param subject what it is about
 */
public record Expectation(String text, String subject, Judge judge) {
  /** Looks at what was seen. */
  @FunctionalInterface
  interface Judge {
    /** Null when it holds, else what was seen instead. */
    @Nullable String objection(Seen seen);
  }

  /** Null when it holds, else what was expected and what was seen instead. */
  public @Nullable String objection(Seen seen) {
    String objection = judge.objection(seen);
    return objection == null ? null : "expected " + text + ", " + objection;
  }
}
