package jigi.operate.runbook;

import jigi.base.run.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a runbook.
 *
 * @param line of the opening fence, from 1
 * @param language empty when the fence names none
 * @param info everything behind the fence's backticks
 * @param title of the heading above
 * @param step index of the step that it belongs to; -1 for a block that is only text
 * @param purpose what it is to its step; null for text
 */
public record Block(
    int line,
    String language,
    String info,
    String title,
    String source,
    int step,
    @Nullable Purpose purpose) {
  /** The element's id on the page. */
  public String anchor() {
    return "line-" + line;
  }

  /** Whether a person may run it by hand: a shell's script, whatever its role. */
  public boolean byHand() {
    return switch (language) {
      case "sh", "bash", "shell", "console" -> !source.isBlank();
      default -> false;
    };
  }
}
