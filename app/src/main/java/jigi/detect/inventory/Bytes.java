package jigi.detect.inventory;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of data: {@code 1GB} is a thousand million bytes, {@code 1GiB} is 2^30 (IEC 80000-13).
 */
public final class Bytes {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([KMGTP]i?)?B?");
  private static final String PREFIXES = "KMGTP";

  private Bytes() {}

  /** An amount of data greater than zero. */
  public static Shape<Long> shape() {
    return Shapes.scalar(
        "an amount of data",
        "20GB or 512MiB",
        Map.of("type", "string", "pattern", "^" + AMOUNT.pattern() + "$"),
        Bytes::parse);
  }

  /** The number of bytes, null for what is no amount, zero, or beyond 64 bits. */
  public static @Nullable Long parse(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String unit = matcher.group(2);
    double factor = 1;
    if (unit != null) {
      int power = PREFIXES.indexOf(unit.charAt(0)) + 1;
      factor = Math.pow(unit.length() == 2 ? 1024 : 1000, power);
    }
    double bytes = Double.parseDouble(matcher.group(1)) * factor;
    return bytes < 1 || bytes >= Long.MAX_VALUE ? null : Math.round(bytes);
  }

  /** In decimal units with at most one decimal: {@code 850 MB}, {@code 1.5 GB}. */
  public static String format(double bytes) {
    double rest = Math.abs(bytes);
    int power = 0;
    while (rest >= 999.95 && power < PREFIXES.length()) {
      rest /= 1000;
      power++;
    }
    String number = String.format(Locale.ROOT, rest < 99.95 ? "%.1f" : "%.0f", rest);
    String sign = bytes < 0 ? "-" : "";
    String unit = power == 0 ? " B" : " " + PREFIXES.charAt(power - 1) + "B";
    return sign
        + (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
        + unit;
  }
}
