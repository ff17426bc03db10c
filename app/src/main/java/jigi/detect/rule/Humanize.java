package jigi.detect.rule;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The number formats that Prometheus' templates offer, with its documentation's results:
 * https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#numbers.
 */
final class Humanize {
  private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
  private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
  private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};
  private static final DateTimeFormatter WHOLE_SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private Humanize() {}

  /** With a metric prefix: 1234567 → 1.235M. */
  static String metric(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return GoFormat.significant(value, 4);
    }
    return Math.abs(value) >= 1 ? scaled(value, 1000, LARGE) : small(value, "");
  }

  /** With a binary prefix: 1048576 → 1Mi. */
  static String binary(double value) {
    if (Math.abs(value) <= 1 || !Double.isFinite(value)) {
      return GoFormat.significant(value, 4);
    }
    return scaled(value, 1024, BINARY);
  }

  /** A ratio: 0.853 → 85.3%. */
  static String percentage(double ratio) {
    return GoFormat.significant(ratio * 100, 4) + "%";
  }

  /** Seconds: 4000 → 1h 6m 40s. */
  static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return GoFormat.significant(seconds, 4);
    }
    if (seconds == 0) {
      return "0s";
    }
    if (Math.abs(seconds) < 1) {
      return small(seconds, "s");
    }
    String sign = seconds < 0 ? "-" : "";
    double positive = Math.abs(seconds);
    long whole = (long) positive;
    long days = whole / 86_400;
    long hours = whole / 3600 % 24;
    long minutes = whole / 60 % 60;
    if (days > 0) {
      return sign + days + "d " + hours + "h " + minutes + "m " + whole % 60 + "s";
    }
    if (hours > 0) {
      return sign + hours + "h " + minutes + "m " + whole % 60 + "s";
    }
    if (minutes > 0) {
      return sign + minutes + "m " + whole % 60 + "s";
    }
    return sign + GoFormat.significant(positive, 4) + "s";
  }

  /** Unix seconds: 1435065584.128 → 2015-06-23 13:19:44.128 +0000 UTC. */
  static String timestamp(double seconds) {
    if (!Double.isFinite(seconds)) {
      return GoFormat.significant(seconds, 4);
    }
    long millis = Math.round(seconds * 1000);
    String fraction =
        BigDecimal.valueOf(Math.floorMod(millis, 1000L), 3).stripTrailingZeros().toPlainString();
    return WHOLE_SECONDS.format(Instant.ofEpochMilli(millis))
        + (fraction.equals("0") ? "" : fraction.substring(1))
        + " +0000 UTC";
  }

  private static String scaled(double value, double base, String[] prefixes) {
    String prefix = "";
    double rest = value;
    for (String next : prefixes) {
      if (Math.abs(rest) < base) {
        break;
      }
      prefix = next;
      rest /= base;
    }
    return GoFormat.significant(rest, 4) + prefix;
  }

  private static String small(double value, String unit) {
    String prefix = "";
    double rest = value;
    for (String next : SMALL) {
      if (Math.abs(rest) >= 1) {
        break;
      }
      prefix = next;
      rest *= 1000;
    }
    return GoFormat.significant(rest, 4) + prefix + unit;
  }
}
