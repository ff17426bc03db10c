package jigi.metrics.promql;

import java.time.LocalDate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/** Parts of a date in UTC, of seconds since the Unix epoch. */
final class Calendar {
  private static final double MAX_SECONDS = LocalDate.MAX.toEpochDay() * 86_400.0;

  private Calendar() {}

  static DoubleUnaryOperator part(Function function) {
    return switch (function) {
      case MINUTE -> seconds -> ofDay(seconds, 60, 60);
      case HOUR -> seconds -> ofDay(seconds, 3600, 24);
      case DAY_OF_WEEK -> date(day -> day.getDayOfWeek().getValue() % 7);
      case DAY_OF_MONTH -> date(LocalDate::getDayOfMonth);
      case DAY_OF_YEAR -> date(LocalDate::getDayOfYear);
      case DAYS_IN_MONTH -> date(LocalDate::lengthOfMonth);
      case MONTH -> date(LocalDate::getMonthValue);
      case YEAR -> date(LocalDate::getYear);
      default -> throw new IllegalStateException("no part of a date: " + function);
    };
  }

  private static double ofDay(double seconds, int unit, int modulus) {
    return isDate(seconds)
        ? Math.floorMod(Math.floorDiv((long) seconds, unit), modulus)
        : Double.NaN;
  }

  private static DoubleUnaryOperator date(ToIntFunction<LocalDate> part) {
    return seconds ->
        isDate(seconds)
            ? part.applyAsInt(LocalDate.ofEpochDay(Math.floorDiv((long) seconds, 86_400L)))
            : Double.NaN;
  }

  private static boolean isDate(double seconds) {
    return Math.abs(seconds) < MAX_SECONDS;
  }
}
