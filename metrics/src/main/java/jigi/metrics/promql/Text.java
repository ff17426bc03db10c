package jigi.metrics.promql;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Numbers, quoted strings and names as PromQL writes them. */
final class Text {
  /** A byte that is no UTF-8 is kept as this lone surrogate plus the byte, as Python does it. */
  private static final int ESCAPED_BYTE = 0xDC00;

  private Text() {}

  /** The shortest decimal notation without exponent that reads back as the same value. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** A number in a message: with an exponent where it is very small or great, as Go's %g. */
  static String general(double value) {
    double abs = Math.abs(value);
    if (value == 0 || Double.isNaN(abs) || Double.isInfinite(abs) || (abs >= 1e-4 && abs < 1e21)) {
      return number(value);
    }
    return Double.toString(value)
        .replace(".0E", "E")
        .replaceAll("E(-?)(\\d)$", "E$10$2")
        .replaceAll("E(\\d)", "E+$1")
        .replace('E', 'e');
  }

  /** A number in a message: with six decimals, as Go's %f. */
  static String fixed(double value) {
    boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
    return finite ? String.format(Locale.ROOT, "%f", value) : number(value);
  }

  /** A number as part of an expression, where a sign before Inf would be an operator. */
  static String literal(double value) {
    return value == Double.POSITIVE_INFINITY ? "Inf" : number(value);
  }

  static String quote(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (isEscapedByte(value, i)) {
            out.append(String.format("\\x%02x", c - ESCAPED_BYTE));
          } else if (c < ' ' || c == 0x7f) {
            out.append(String.format("\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static boolean isEscapedByte(String value, int i) {
    char c = value.charAt(i);
    return c >= ESCAPED_BYTE + 0x80
        && c <= ESCAPED_BYTE + 0xff
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  /** Whether the name can be written without quotes. */
  static boolean isPlainName(String name, boolean colonAllowed) {
    if (name.isEmpty() || isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isAlpha(c) && !isDigit(c) && !(colonAllowed && c == ':')) {
        return false;
      }
    }
    return true;
  }

  static String label(String name) {
    return isPlainName(name, false) ? name : quote(name);
  }

  /** Any UTF-8 text but the empty one is a label name. */
  static boolean isLabelName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (isEscapedByte(name, i)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  static boolean isAlpha(int c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** The text of UTF-8 bytes; what is not UTF-8 stays recognisable. */
  static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    while (true) {
      var result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = result.length(); i > 0; i--) {
        out.put((char) (ESCAPED_BYTE + (in.get() & 0xff)));
      }
    }
  }
}
