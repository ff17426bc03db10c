package jigi.metrics.promql;

/**
 * A half-open range of characters of an expression's text.
 *
 * @param start index of the first character, from 0
 * @param end index after the last character
 */
public record Position(int start, int end) {
  Position to(Position other) {
    return new Position(start, other.end);
  }

  /** The start as {@code line:column}, both from 1, in the text that the position belongs to. */
  public String lineAndColumn(String text) {
    if (text.isEmpty()) {
      return "unknown position";
    }
    int line = 1;
    int lineStart = 0;
    int limit = Math.min(start, text.length());
    for (int i = 0; i < limit; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return line + ":" + (limit - lineStart + 1);
  }
}
