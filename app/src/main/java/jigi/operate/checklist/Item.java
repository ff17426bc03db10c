package jigi.operate.checklist;

import org.jspecify.annotations.Nullable;

/**
 * One line of a checklist.
 *
 * @param text what is to be seen to, in the manual's words
 * @param section the heading above; empty for none
 * @param way how it is answered
 * @param line in the file, from 1
 */
public record Item(String text, String section, Way way, int line) {
  /** How an item is answered. */
  public sealed interface Way {
    /** By a condition. */
    record Check(String condition) implements Way {}

    /** By a runbook's run. */
    record Run(String runbook) implements Way {}

    /**
     * By a person.
     *
     * @param unit of the value that is written down; null when none is asked for
     */
    record Hand(@Nullable String unit) implements Way {}
  }

  public boolean byHand() {
    return way instanceof Way.Hand;
  }
}
