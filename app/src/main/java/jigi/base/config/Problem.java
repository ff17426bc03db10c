package jigi.base.config;

/**
 * One thing that is wrong with a manual.
 *
 * @param code stable, kebab-case: {@code unknown-key}
 * @param what the fact, with the value in parentheses
 * @param hint what to do
 */
public record Problem(Level level, Place place, String code, String what, String hint)
    implements Comparable<Problem> {
  public Problem {
    what = oneLine(what);
    hint = oneLine(hint);
  }

  /** What a manual holds may hold line breaks and escape sequences; a report is one plain line. */
  private static String oneLine(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? (c == '\n' ? '⏎' : '�') : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** An error keeps a manual from being activated, a warning does not. */
  public enum Level {
    ERROR,
    WARNING
  }

  public boolean isError() {
    return level == Level.ERROR;
  }

  @Override
  public int compareTo(Problem other) {
    int byPlace = place.compareTo(other.place);
    return byPlace != 0 ? byPlace : code.compareTo(other.code);
  }

  /** {@code file:line:column code what is wrong (value) HINT: what to do}. */
  @Override
  public String toString() {
    String marked = level == Level.WARNING ? "warning: " + code : code;
    return place + "  " + marked + "  " + what + "  HINT: " + hint;
  }
}
