package jigi.base.kernel;

import java.time.Duration;
import java.util.Map;

/** Durations in words. */
public final class Spans {
  private Spans() {}

  /** To the largest two units at most, never negative: {@code 18분}, {@code 2h 5m}. */
  public static String words(Messages messages, Language language, Duration given) {
    Duration d = given.isNegative() ? Duration.ZERO : given;
    if (d.compareTo(Duration.ofMinutes(1)) < 0) {
      return word(messages, language, "s", d.toSeconds());
    }
    if (d.compareTo(Duration.ofHours(1)) < 0) {
      return word(messages, language, "m", d.toMinutes());
    }
    if (d.compareTo(Duration.ofDays(1)) < 0) {
      String hours = word(messages, language, "h", d.toHours());
      return d.toMinutesPart() == 0
          ? hours
          : hours + " " + word(messages, language, "m", d.toMinutesPart());
    }
    String days = word(messages, language, "d", d.toDays());
    boolean few = d.toDays() < 3 && d.toHoursPart() > 0;
    return few ? days + " " + word(messages, language, "h", d.toHoursPart()) : days;
  }

  private static String word(Messages messages, Language language, String unit, long n) {
    return messages.text(language, "time." + unit, Map.of("n", String.valueOf(n)));
  }
}
