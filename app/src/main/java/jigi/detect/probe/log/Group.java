package jigi.detect.probe.log;

/**
 * Error lines that say the same.
 *
 * @param pattern the line without what differs from one to the next
 * @param example the newest of them
 */
record Group(Level level, String pattern, String example, long count) {
  private static final int LONGEST = 200;
  private static final int MOST_WORDS = 40;

  /**
   * The line without times, numbers and identifiers, so that repetitions are found: every word that
   * holds a digit becomes {@code #}, and neighbouring ones are one.
   */
  static String pattern(String line) {
    StringBuilder out = new StringBuilder();
    int words = 0;
    for (String word : line.strip().split("\\s+", MOST_WORDS + 1)) {
      if (++words > MOST_WORDS || out.length() > LONGEST) {
        break;
      }
      String kept = withoutDigits(word);
      boolean repeated = kept.equals("#") && (out.isEmpty() || out.charAt(out.length() - 1) == '#');
      if (!repeated) {
        out.append(out.isEmpty() ? "" : " ").append(kept);
      }
    }
    return out.length() > LONGEST ? out.substring(0, LONGEST) : out.toString();
  }

  /** {@code user=42} keeps its key; a word that is all identifier is {@code #}. */
  private static String withoutDigits(String word) {
    int digit = 0;
    while (digit < word.length() && !isDigit(word.charAt(digit))) {
      digit++;
    }
    if (digit == word.length()) {
      return word;
    }
    int key = Math.max(word.lastIndexOf('=', digit), word.lastIndexOf('/', digit));
    return key > 0 ? word.substring(0, key + 1) + "#" : "#";
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
