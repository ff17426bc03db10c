package jigi.metrics.promql;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Literals of numbers and strings, by the rules of Go that PromQL inherits. */
final class Numbers {
  private Numbers() {}

  /** The index after the number that starts at {@code from}; from itself when none does. */
  static int endOfNumber(String text, int from) {
    int i = from;
    if (text.startsWith("0x", i) || text.startsWith("0X", i)) {
      i += 2;
      int digits = i;
      while (i < text.length() && (isHex(text.charAt(i)) || text.charAt(i) == '_')) {
        i++;
      }
      return i == digits ? from : i;
    }
    i = skipDigits(text, i);
    if (i < text.length() && text.charAt(i) == '.') {
      i = skipDigits(text, i + 1);
    }
    if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      int exponent = i + 1;
      if (exponent < text.length()
          && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
        exponent++;
      }
      int end = skipDigits(text, exponent);
      return end == exponent ? from : end;
    }
    return i;
  }

  private static int skipDigits(String text, int from) {
    int i = from;
    while (i < text.length()
        && (Text.isDigit(text.charAt(i)) || (text.charAt(i) == '_' && i > from))) {
      i++;
    }
    return i;
  }

  private static boolean isHex(char c) {
    return Character.digit(c, 16) >= 0;
  }

  /** The index after the duration that starts at {@code from}; from itself when none does. */
  static int endOfDuration(String text, int from) {
    int i = from;
    while (i < text.length() && Text.isDigit(text.charAt(i))) {
      int unit = skipDigits(text, i);
      if (unit >= text.length() || "smhdwy".indexOf(text.charAt(unit)) < 0) {
        return from;
      }
      i = unit + 1;
      if (text.charAt(unit) == 'm' && i < text.length() && text.charAt(i) == 's') {
        i++;
      }
    }
    return i;
  }

  /** The value of a number literal; null when it is none. */
  static @Nullable Double parse(String literal) {
    String lower = literal.toLowerCase(Locale.ROOT);
    if (lower.equals("inf")) {
      return Double.POSITIVE_INFINITY;
    }
    if (lower.equals("nan")) {
      return Double.NaN;
    }
    try {
      if (lower.startsWith("0x")) {
        return new BigInteger(lower.substring(2).replace("_", ""), 16).doubleValue();
      }
      if (lower.matches("0[0-7_]+")) {
        return new BigInteger(lower.replace("_", ""), 8).doubleValue();
      }
      if (lower.indexOf('_') >= 0 && !lower.matches("[0-9]+(_[0-9]+)*")) {
        return null;
      }
      return Double.valueOf(lower.replace("_", ""));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * The value of a string literal with its quotes.
   *
   * @throws IllegalArgumentException with a message for the author
   */
  static String unquote(String literal) {
    char quote = literal.charAt(0);
    String inner = literal.substring(1, literal.length() - 1);
    if (quote == '`' || inner.indexOf('\\') < 0) {
      return inner;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int i = 0;
    while (i < inner.length()) {
      int backslash = inner.indexOf('\\', i);
      int end = backslash < 0 ? inner.length() : backslash;
      out.writeBytes(inner.substring(i, end).getBytes(StandardCharsets.UTF_8));
      i = backslash < 0 ? end : unescape(inner, end + 1, quote, out);
    }
    return Text.decode(out.toByteArray());
  }

  private static int unescape(String text, int at, char quote, ByteArrayOutputStream out) {
    if (at >= text.length()) {
      throw new IllegalArgumentException("escape sequence not terminated");
    }
    char c = text.charAt(at);
    int simple = "abfnrtv\\".indexOf(c);
    if (simple >= 0) {
      out.write("\u0007\b\f\n\r\t\u000b\\".charAt(simple));
      return at + 1;
    }
    if (c == quote) {
      out.write(c);
      return at + 1;
    }
    return switch (c) {
      case 'x' -> coded(text, at + 1, 2, 16, out);
      case 'u' -> coded(text, at + 1, 4, 16, out);
      case 'U' -> coded(text, at + 1, 8, 16, out);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> coded(text, at, 3, 8, out);
      default ->
          throw new IllegalArgumentException(
              String.format("unknown escape sequence U+%04X '%c'", (int) c, c));
    };
  }

  private static int coded(String text, int at, int length, int radix, ByteArrayOutputStream out) {
    long value = 0;
    for (int i = at; i < at + length; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        throw new IllegalArgumentException(
            i < text.length()
                ? String.format(
                    "illegal character U+%04X '%c' in escape sequence",
                    (int) text.charAt(i), text.charAt(i))
                : "escape sequence not terminated");
      }
      value = value * radix + digit;
    }
    boolean singleByte = length <= 3;
    if (value > (singleByte ? 255 : 0x10ffff) || (value >= 0xd800 && value < 0xe000)) {
      throw new IllegalArgumentException("escape sequence is an invalid Unicode code point");
    }
    if (singleByte) {
      out.write((int) value);
    } else {
      out.writeBytes(Character.toString((int) value).getBytes(StandardCharsets.UTF_8));
    }
    return at + length;
  }
}
