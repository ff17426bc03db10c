package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an attempt's output, masked, in whole lines.
 *
 * @param skipped bytes that were not kept, right before the first line
 * @param next where to go on reading, in bytes of all that was ever put out
 * @param complete true when nothing will follow after {@code next}
 */
public record RunOutput(List<Line> lines, long skipped, long next, boolean complete) {
  /**
   * One line.
   *
   * @param offset of its first byte, which names it for ever
   * @param at when it was put out; null when that is unknown
   * @param error whether it was put out as an error
   * @param cut whether it was too long and goes on in the next one
   */
  public record Line(long offset, @Nullable Instant at, boolean error, String text, boolean cut) {}

  public RunOutput {
    lines = List.copyOf(lines);
  }

  /** The byte offset at which it begins. */
  public long from() {
    return lines.isEmpty() ? next : lines.getFirst().offset();
  }

  /** All lines, each with its end. */
  public String text() {
    return lines.stream()
        .map(line -> line.text() + (line.cut() ? "" : "\n"))
        .collect(Collectors.joining());
  }
}
