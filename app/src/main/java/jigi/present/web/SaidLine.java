package jigi.present.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of what a step said.
 *
 * @param code before the words of a failure, such as {@code not-the-same}; empty for none
 */
public record SaidLine(String code, String text) {
  private static final Pattern CODED = Pattern.compile("([a-z]+(?:-[a-z]+)+): (.+)");

  static SaidLine of(String line) {
    Matcher coded = CODED.matcher(line);
    return coded.matches() ? new SaidLine(coded.group(1), coded.group(2)) : new SaidLine("", line);
  }
}
