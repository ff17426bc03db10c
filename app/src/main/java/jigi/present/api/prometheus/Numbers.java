package jigi.present.api.prometheus;

import java.math.BigDecimal;

/** Numbers as Go's {@code strconv.FormatFloat} writes them in Prometheus's answers. */
final class Numbers {
  /** Below it every whole number is a double. */
  static final long EXACT = 1L << 53;

  private Numbers() {}

  /** Shortest digits that give the value back, without an exponent where Prometheus has none. */
  static void write(double value, StringBuilder out) {
    if (value == (long) value && Math.abs(value) < EXACT && (value != 0 || 1 / value > 0)) {
      out.append((long) value);
    } else if (Double.isNaN(value)) {
      out.append("NaN");
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "+Inf" : "-Inf");
    } else if (value == 0) {
      out.append("-0");
    } else {
      fraction(value, out);
    }
  }

  static String text(double value) {
    StringBuilder out = new StringBuilder(24);
    write(value, out);
    return out.toString();
  }

  private static void fraction(double value, StringBuilder out) {
    double size = Math.abs(value);
    if (size >= 1e-3 && size < 1e7) {
      out.append(value);
    } else if (size >= 1e-6 && size < 1e21) {
      out.append(new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString());
    } else {
      out.append(exponent(value));
    }
  }

  /** Always with an exponent of two digits at least, as alerts show their value. */
  static String exponent(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return text(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0e+00" : "0e+00";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = exact.unscaledValue().abs().toString();
    int power = digits.length() - 1 - exact.scale();
    StringBuilder out = new StringBuilder(value < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append(power < 0 ? "e-" : "e+");
    return out.append(Math.abs(power) < 10 ? "0" : "").append(Math.abs(power)).toString();
  }

  /** Milliseconds as seconds with at most three decimals. */
  static void seconds(long millis, StringBuilder out) {
    if (millis < 0) {
      out.append('-');
    }
    long size = Math.abs(millis);
    out.append(size / 1000);
    int rest = (int) (size % 1000);
    if (rest != 0) {
      out.append('.').append((char) ('0' + rest / 100));
      if (rest % 100 != 0) {
        out.append((char) ('0' + rest / 10 % 10));
        if (rest % 10 != 0) {
          out.append((char) ('0' + rest % 10));
        }
      }
    }
  }
}
