package jigi.base.schedule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** How long the stretch of time is that one occasion of something recurring stands for. */
public enum Cadence {
  DAY,
  /** From Monday. */
  WEEK,
  MONTH,
  /** From January, April, July or October. */
  QUARTER,
  YEAR;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first day of the stretch that holds the date. */
  public LocalDate first(LocalDate date) {
    return switch (this) {
      case DAY -> date;
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
      case MONTH -> date.withDayOfMonth(1);
      case QUARTER -> date.withDayOfMonth(1).minusMonths((date.getMonthValue() - 1) % 3);
      case YEAR -> date.withDayOfYear(1);
    };
  }

  /** The last day of the stretch that holds the date. */
  public LocalDate last(LocalDate date) {
    LocalDate first = first(date);
    LocalDate after =
        switch (this) {
          case DAY -> first.plusDays(1);
          case WEEK -> first.plusWeeks(1);
          case MONTH -> first.plusMonths(1);
          case QUARTER -> first.plusMonths(3);
          case YEAR -> first.plusYears(1);
        };
    return after.minus(1, ChronoUnit.DAYS);
  }
}
