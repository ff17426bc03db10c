package jigi.base.kernel;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as a manual and Prometheus write them: {@code 500ms 30s 5m 2h 7d 2w 1y}, {@code 1h30m}.
 */
public final class Durations {
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final long[] MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1
  };
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

  private Durations() {}

  /** The duration, or null when the text is none or does not fit 64 bits of milliseconds. */
  public static @Nullable Duration parse(String text) {
    Matcher matcher = WHOLE.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return text.equals("0") ? Duration.ZERO : null;
    }
    try {
      long millis = 0;
      for (int i = 0; i < MILLIS.length; i++) {
        String digits = matcher.group(i + 1);
        if (digits != null) {
          millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(digits), MILLIS[i]));
        }
      }
      return Duration.ofMillis(millis);
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** The shortest exact notation: {@code 1h30m}, {@code 0s}. */
  public static String format(Duration duration) {
    long rest = duration.toMillis();
    if (rest == 0) {
      return "0s";
    }
    StringBuilder out = new StringBuilder(rest < 0 ? "-" : "");
    rest = Math.abs(rest);
    for (int i = 2; i < MILLIS.length; i++) {
      long count = rest / MILLIS[i];
      rest %= MILLIS[i];
      if (count > 0) {
        out.append(count).append(UNITS[i]);
      }
    }
    return out.toString();
  }
}
