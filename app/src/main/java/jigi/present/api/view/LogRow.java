package jigi.present.api.view;

import java.time.Instant;

/**
 * A line that a log probe has kept.
 *
 * @param what {@code error} or {@code fatal}, or the pattern that it matched
 * @param lines how many say the same
 * @param read when the last of them was read
 */
public record LogRow(
    String system, String component, String what, String line, long lines, Instant read) {
  public String path() {
    return "/services/" + system + "/" + component;
  }

  /** Whether its level made it be kept, and not a pattern. */
  public boolean error() {
    return what.equals("error") || what.equals("fatal");
  }
}
