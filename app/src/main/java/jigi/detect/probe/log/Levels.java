package jigi.detect.probe.log;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the level of a line by where it stands, not by the word alone: "0 errors found" has none. A
 * level is the value of a key {@code level}, {@code lvl} or {@code severity}; a word in brackets; a
 * word at the line's beginning before a colon; or a word of its own in capitals. The first one
 * counts.
 */
final class Levels {
  /** Levels stand at the beginning, but for JSON, whose keys come in any order. */
  private static final int LOOKED_AT = 200;

  private static final int LOOKED_AT_JSON = 4096;
  private static final int LONGEST_WORD = 11;

  /** By byte: whether a word that begins with it may be a level or name one. */
  private static final boolean[] FIRST = new boolean[256];

  /** By byte: letters and digits, of which words are made. */
  private static final boolean[] IN_WORD = new boolean[256];

  static {
    for (char c : "FCPEASWINLDTVfcpeaswinldtv".toCharArray()) {
      FIRST[c] = true;
    }
    for (int c = 0; c < 256; c++) {
      IN_WORD[c] = c < 128 ? Character.isLetterOrDigit(c) || c == '_' : true;
    }
  }

  private Levels() {}

  /** The level of the line in bytes {@code from} to {@code to}, exclusive. */
  static Level of(byte[] bytes, int from, int to) {
    int start = from;
    while (start < to && bytes[start] == ' ') {
      start++;
    }
    boolean json = start < to && bytes[start] == '{';
    int end = Math.min(to, start + (json ? LOOKED_AT_JSON : LOOKED_AT));
    boolean inWord = false;
    for (int i = start; i < end; i++) {
      int b = bytes[i] & 0xff;
      if (!IN_WORD[b]) {
        inWord = false;
      } else if (!inWord) {
        inWord = true;
        if (FIRST[b]) {
          Level found = word(bytes, start, i, end);
          if (found != null) {
            return found;
          }
        }
      }
    }
    return Level.NONE;
  }

  private static @Nullable Level word(byte[] bytes, int start, int at, int end) {
    int last = at;
    while (last < end && IN_WORD[bytes[last] & 0xff]) {
      last++;
      if (last - at > LONGEST_WORD) {
        return null;
      }
    }
    int length = last - at;
    if (length < 3) {
      return null;
    }
    String word = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    if (isKey(word)) {
      return value(bytes, last, end);
    }
    Level level = Level.of(word);
    if (level == null) {
      return null;
    }
    char before = at > start ? (char) bytes[at - 1] : ' ';
    char after = last < end ? (char) bytes[last] : ' ';
    boolean bracketed = before == '[' && after == ']' || before == '<' && after == '>';
    boolean leading = at == start && after == ':';
    return bracketed || leading || isCapitals(bytes, at, last, before) ? level : null;
  }

  private static boolean isKey(String word) {
    return word.equalsIgnoreCase("level")
        || word.equalsIgnoreCase("lvl")
        || word.equalsIgnoreCase("severity");
  }

  /** What stands behind {@code =} or {@code :}, with or without quotes. */
  private static @Nullable Level value(byte[] bytes, int after, int end) {
    int at = after;
    boolean assigned = false;
    while (at < end && "\"'=: ".indexOf(bytes[at]) >= 0) {
      assigned |= bytes[at] == '=' || bytes[at] == ':';
      at++;
    }
    int last = at;
    while (last < end && IN_WORD[bytes[last] & 0xff] && last - at <= LONGEST_WORD) {
      last++;
    }
    return assigned && last > at
        ? Level.of(new String(bytes, at, last - at, StandardCharsets.ISO_8859_1))
        : null;
  }

  /** "ERROR" by itself; not in "NO_ERROR", "/ERROR/", "ERROR=0" or "ERROR-17". */
  private static boolean isCapitals(byte[] bytes, int at, int last, char before) {
    for (int i = at; i < last; i++) {
      if (bytes[i] < 'A' || bytes[i] > 'Z') {
        return false;
      }
    }
    char after = last < bytes.length ? (char) bytes[last] : ' ';
    return "/=-.".indexOf(before) < 0 && "/=-.".indexOf(after) < 0;
  }
}
