package jigi.base.config;

/** Finds where a character of a YAML scalar stands in its file. */
final class SourceText {
  private final String file;
  private final int lineOffset;
  private final String text;
  private final int[] lineStarts;

  /**
   * @param lineOffset lines of the file before the text
   */
  SourceText(String file, int lineOffset, String text) {
    this.file = file;
    this.lineOffset = lineOffset;
    this.text = text;
    this.lineStarts =
        java.util.stream.IntStream.concat(
                java.util.stream.IntStream.of(0),
                java.util.stream.IntStream.range(0, text.length())
                    .filter(i -> text.charAt(i) == '\n')
                    .map(i -> i + 1))
            .toArray();
  }

  /**
   * The place of a character of the scalar's value. Folding and indentation change white space
   * only, so the characters that are none are counted; this holds for every style of scalar.
   *
   * @param start where the scalar begins: its first character, quote or block indicator
   */
  Place of(Place start, String value, int offset) {
    int line = Math.clamp(start.line() - lineOffset, 1, lineStarts.length);
    int at = lineStarts[line - 1] + start.column() - 1;
    if (at >= text.length()) {
      return start;
    }
    char style = text.charAt(at);
    if (style == '|' || style == '>') {
      at = text.indexOf('\n', at);
    } else if (style == '"' || style == '\'') {
      at++;
    }
    int wanted = visible(value, Math.min(offset, value.length()));
    boolean atEnd = offset >= value.length();
    return at < 0 ? start : place(walk(at, style, wanted, atEnd));
  }

  private int walk(int from, char style, int wanted, boolean atEnd) {
    int seen = 0;
    int last = from;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        continue;
      }
      boolean escape = style == '"' && c == '\\' || style == '\'' && text.startsWith("''", i);
      if (escape) {
        i++;
      }
      if (seen == wanted && !atEnd) {
        return i;
      }
      if (seen == wanted) {
        return last + 1;
      }
      seen++;
      last = i;
    }
    return Math.min(last + 1, text.length());
  }

  private static int visible(String value, int offset) {
    return (int) value.substring(0, offset).chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  private Place place(int index) {
    int line = java.util.Arrays.binarySearch(lineStarts, index);
    int found = line >= 0 ? line : -line - 2;
    return new Place(file, found + 1 + lineOffset, index - lineStarts[found] + 1);
  }
}
