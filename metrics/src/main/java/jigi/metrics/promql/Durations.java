package jigi.metrics.promql;

import org.jspecify.annotations.Nullable;

/** Durations as Prometheus writes them: {@code 1h30m}, units from y to ms, larger units first. */
public final class Durations {
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1
  };

  private Durations() {}

  /** Milliseconds of a text such as {@code 1h30m}; null when it is not a duration. */
  public static @Nullable Long parseMillis(String text) {
    if (text.equals("0")) {
      return 0L;
    }
    long total = 0;
    int unit = -1;
    int i = 0;
    while (i < text.length()) {
      int digits = i;
      while (i < text.length() && Character.isDigit(text.charAt(i))) {
        i++;
      }
      int letters = i;
      while (i < text.length() && !Character.isDigit(text.charAt(i))) {
        i++;
      }
      int next = indexOf(text.substring(letters, i));
      if (digits == letters || letters - digits > 15 || next <= unit) {
        return null;
      }
      unit = next;
      long count = Long.parseLong(text, digits, letters, 10);
      if (count > (Long.MAX_VALUE / 1_000_000 - total) / MILLIS[unit]) {
        return null;
      }
      total += count * MILLIS[unit];
    }
    return text.isEmpty() ? null : total;
  }

  private static int indexOf(String unit) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(unit)) {
        return i;
      }
    }
    return -1;
  }

  /** The shortest text; years and weeks only when they are the whole of it. */
  public static String formatMillis(long millis) {
    if (millis == 0) {
      return "0s";
    }
    if (millis < 0) {
      return "-" + formatMillis(-millis);
    }
    StringBuilder out = new StringBuilder();
    long rest = millis;
    for (int i = 0; i < UNITS.length; i++) {
      if (i < 2 && rest % MILLIS[i] != 0) {
        continue;
      }
      long count = rest / MILLIS[i];
      if (count > 0) {
        out.append(count).append(UNITS[i]);
        rest -= count * MILLIS[i];
      }
    }
    return out.toString();
  }

  static String formatSeconds(double seconds) {
    return formatMillis(toMillis(seconds));
  }

  static long toMillis(double seconds) {
    return Math.round(seconds * 1e9) / 1_000_000;
  }
}
