package jigi.base.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of days and months: whole or by three letters, the days in Korean too. */
final class Weekdays {
  private static final List<String> KOREAN = List.of("월", "화", "수", "목", "금", "토", "일");

  private Weekdays() {}

  static @Nullable DayOfWeek day(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
      String korean = KOREAN.get(day.ordinal());
      if (word.equals(name)
          || word.equals(name.substring(0, 3))
          || word.equals(korean)
          || word.equals(korean + "요일")) {
        return day;
      }
    }
    return null;
  }

  /** 1 to 12; 0 for what is no month. */
  static int month(String word) {
    for (Month month : Month.values()) {
      String name = month.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
      if (word.equals(name) || word.equals(name.substring(0, 3))) {
        return month.getValue();
      }
    }
    return 0;
  }
}
