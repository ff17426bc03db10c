package jigi.standin;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts as people write them: {@code 2s}, {@code 10MB}, {@code 50%}, {@code 5/s}. */
final class Quantity {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(\\D*)");

  private Quantity() {}

  static Duration duration(String text) {
    Matcher match = match(text, "500ms, 2s or 1m");
    long nanosPerUnit =
        switch (match.group(2)) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          default -> throw bad(text, "500ms, 2s or 1m");
        };
    return Duration.ofNanos(Math.round(number(match) * nanosPerUnit));
  }

  /** Bytes, with K, M and G as powers of 1024. */
  static long bytes(String text) {
    Matcher match = match(text, "512KB, 10MB or 1GB");
    int shift =
        switch (match.group(2)) {
          case "", "B" -> 0;
          case "K", "KB" -> 10;
          case "M", "MB" -> 20;
          case "G", "GB" -> 30;
          default -> throw bad(text, "512KB, 10MB or 1GB");
        };
    return Math.round(number(match) * (1L << shift));
  }

  /** A share between 0 and 1, written as a percentage. */
  static double share(String text) {
    Matcher match = match(text, "50%");
    double percent = number(match);
    if (!match.group(2).equals("%") || percent > 100) {
      throw bad(text, "a percentage up to 100%, as 50%");
    }
    return percent / 100;
  }

  /** A rate per second, above zero. */
  static double perSecond(String text) {
    Matcher match = match(text, "5/s");
    double rate = number(match);
    if (!match.group(2).equals("/s") || rate <= 0) {
      throw bad(text, "5/s");
    }
    return rate;
  }

  private static double number(Matcher match) {
    return Double.parseDouble(match.group(1));
  }

  private static Matcher match(String text, String example) {
    Matcher match = NUMBER_AND_UNIT.matcher(text.strip());
    if (!match.matches()) {
      throw bad(text, example);
    }
    return match;
  }

  private static UsageException bad(String text, String example) {
    return new UsageException("'" + text + "' cannot be read; HINT: write " + example);
  }
}
