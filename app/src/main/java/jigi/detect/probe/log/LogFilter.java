package jigi.detect.probe.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a whole log are wanted.
 *
 * @param text what a line has to contain
 * @param least how bad a line has to be; null for any line
 */
public record LogFilter(LogQuery.Text text, @Nullable Level least, boolean all) {
  /** Every line. */
  static final LogFilter EVERY = new LogFilter(line -> true, null, true);

  /** The levels that can be asked for, the worst first. */
  public static final List<String> LEVELS =
      Arrays.stream(Level.values()).filter(level -> level != Level.NONE).map(Level::label).toList();

  /**
   * @param text words, or between slashes a regular expression; empty for every line
   * @param level that lines have at least ({@code error} lets fatal ones through); empty for any
   * @throws UserError {@code bad-pattern}, {@code bad-level}
   */
  public static LogFilter of(String text, String level) {
    if (!level.isEmpty() && !LEVELS.contains(level)) {
      throw new UserError(
          "bad-level", "'" + level + "' is no level", "write one of " + String.join(", ", LEVELS));
    }
    return new LogFilter(
        text.isEmpty() ? EVERY.text() : LogQuery.Text.of(text),
        level.isEmpty() ? null : Level.valueOf(level.toUpperCase(Locale.ROOT)),
        text.isEmpty() && level.isEmpty());
  }

  /** The line in bytes {@code from} to {@code to}, exclusive; null when it is not wanted. */
  @Nullable String of(byte[] bytes, int from, int to) {
    Level wanted = least;
    if (wanted != null && Levels.of(bytes, from, to).compareTo(wanted) > 0) {
      return null;
    }
    String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return text.isIn(line) ? line : null;
  }
}
