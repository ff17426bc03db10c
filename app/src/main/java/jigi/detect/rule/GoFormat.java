package jigi.detect.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as Go prints them, because that is how the authors of rule files know them. */
public final class GoFormat {
  private GoFormat() {}

  /** {@code %v} of a float64: the shortest digits that read back the same. */
  public static String shortest(double value) {
    String special = special(value);
    if (special != null) {
      return special;
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return general(exact, 21);
  }

  /** {@code %.<digits>g}. */
  static String significant(double value, int digits) {
    String special = special(value);
    if (special != null) {
      return special;
    }
    if (value == 0) {
      return "0";
    }
    int kept = Math.max(1, digits);
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(kept, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    return general(rounded, kept);
  }

  /** {@code %.<digits>f}. */
  static String fixed(double value, int digits) {
    String special = special(value);
    return special != null
        ? special
        : new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** {@code %.<digits>e}. */
  static String exponent(double value, int digits) {
    String special = special(value);
    return special != null ? special : String.format(Locale.ROOT, "%." + digits + "e", value);
  }

  private static String general(BigDecimal number, int exponentFrom) {
    int exponent = number.precision() - number.scale() - 1;
    if (exponent >= -4 && exponent < exponentFrom) {
      return number.toPlainString();
    }
    String digits = number.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (number.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
  }

  private static @org.jspecify.annotations.Nullable String special(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return null;
  }
}
