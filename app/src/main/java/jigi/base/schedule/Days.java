package jigi.base.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** Which dates a schedule falls on. */
sealed interface Days {
  boolean include(LocalDate date);

  /** Every day. */
  record All() implements Days {
    @Override
    public boolean include(LocalDate date) {
      return true;
    }
  }

  /** Certain days of the week. */
  record OfWeek(Set<DayOfWeek> days) implements Days {
    public OfWeek {
      days = Set.copyOf(days);
    }

    @Override
    public boolean include(LocalDate date) {
      return days.contains(date.getDayOfWeek());
    }
  }

  /** A day of the month, from 1; months without it are passed over. */
  record OfMonth(int day) implements Days {
    @Override
    public boolean include(LocalDate date) {
      return date.getDayOfMonth() == day;
    }
  }

  /** The last day of the month. */
  record LastOfMonth() implements Days {
    @Override
    public boolean include(LocalDate date) {
      return date.getDayOfMonth() == date.lengthOfMonth();
    }
  }

  /** The second Saturday: {@code nth} from 1 to 4. */
  record Nth(int nth, DayOfWeek day) implements Days {
    @Override
    public boolean include(LocalDate date) {
      return date.getDayOfWeek() == day && (date.getDayOfMonth() - 1) / 7 + 1 == nth;
    }
  }

  /** The last Friday. */
  record Last(DayOfWeek day) implements Days {
    @Override
    public boolean include(LocalDate date) {
      return date.getDayOfWeek() == day && date.getDayOfMonth() + 7 > date.lengthOfMonth();
    }
  }

  /** The first day from Monday to Friday: "in the first week". */
  record FirstWeek() implements Days {
    @Override
    public boolean include(LocalDate date) {
      return date.equals(first(YearMonth.from(date)));
    }

    private static LocalDate first(YearMonth month) {
      LocalDate date = month.atDay(1);
      return switch (date.getDayOfWeek()) {
        case SATURDAY -> date.plus(2, ChronoUnit.DAYS);
        case SUNDAY -> date.plus(1, ChronoUnit.DAYS);
        case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> date;
      };
    }
  }

  /** As others, in certain months (1–12) only. */
  record In(Set<Integer> months, Days days) implements Days {
    public In {
      months = Set.copyOf(months);
    }

    @Override
    public boolean include(LocalDate date) {
      return months.contains(date.getMonthValue()) && days.include(date);
    }
  }

  /**
   * The three right fields of cron: where both the day of the month and that of the week are
   * restricted, either is enough (POSIX crontab).
   *
   * @param daysOfMonth empty for all
   * @param daysOfWeek empty for all
   */
  record Cron(List<Integer> daysOfMonth, List<Integer> months, List<DayOfWeek> daysOfWeek)
      implements Days {
    public Cron {
      daysOfMonth = List.copyOf(daysOfMonth);
      months = List.copyOf(months);
      daysOfWeek = List.copyOf(daysOfWeek);
    }

    @Override
    public boolean include(LocalDate date) {
      if (!months.isEmpty() && !months.contains(date.getMonthValue())) {
        return false;
      }
      boolean inMonth = daysOfMonth.contains(date.getDayOfMonth());
      boolean inWeek = daysOfWeek.contains(date.getDayOfWeek());
      if (daysOfMonth.isEmpty() || daysOfWeek.isEmpty()) {
        return (daysOfMonth.isEmpty() || inMonth) && (daysOfWeek.isEmpty() || inWeek);
      }
      return inMonth || inWeek;
    }
  }
}
