package jigi.base.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The days on which nobody works.
 *
 * @param dates of one year
 * @param everyYear the same each year
 */
public record Holidays(Set<LocalDate> dates, Set<MonthDay> everyYear) {
  public static final Holidays NONE = new Holidays(Set.of(), Set.of());

  private static final int LONGEST_SHIFT = 31;

  /** What becomes of what is due on a holiday. */
  public enum Rule {
    /** It happens all the same. */
    IGNORE,
    /** It is left out. */
    SKIP,
    /** It happens on the next day from Monday to Friday that is none. */
    SHIFT
  }

  public Holidays {
    dates = Set.copyOf(dates);
    everyYear = Set.copyOf(everyYear);
  }

  public boolean include(LocalDate date) {
    return dates.contains(date) || everyYear.contains(MonthDay.from(date));
  }

  /** The day on which it happens instead; null when it does not. */
  @Nullable LocalDate instead(LocalDate date, Rule rule) {
    if (!include(date)) {
      return date;
    }
    return switch (rule) {
      case IGNORE -> date;
      case SKIP -> null;
      case SHIFT -> next(date);
    };
  }

  private @Nullable LocalDate next(LocalDate date) {
    for (int i = 1; i <= LONGEST_SHIFT; i++) {
      LocalDate later = date.plusDays(i);
      boolean weekend =
          later.getDayOfWeek() == DayOfWeek.SATURDAY || later.getDayOfWeek() == DayOfWeek.SUNDAY;
      if (!weekend && !include(later)) {
        return later;
      }
    }
    return null;
  }
}
