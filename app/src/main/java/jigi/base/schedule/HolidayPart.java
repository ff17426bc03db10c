package jigi.base.schedule;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/** Reads {@code holidays}. */
public final class HolidayPart implements ManualPart<Holidays> {
  private static final Pattern DATE = Pattern.compile("([0-9]{4}-)?[0-9]{2}-[0-9]{2}");

  private static final Field<List<Object>> HOLIDAYS =
      Field.optional(
          "holidays",
          Shapes.listOf(
              Shapes.scalar(
                  "a date",
                  "2026-09-25, or 01-01 for every year",
                  Map.of("type", "string"),
                  HolidayPart::date)),
          "The days on which nobody works; schedules say what that means for them.");

  @Override
  public List<Field<?>> fields() {
    return List.of(HOLIDAYS);
  }

  @Override
  public Holidays read(ManualReading reading) {
    Set<LocalDate> dates = new HashSet<>();
    Set<MonthDay> everyYear = new HashSet<>();
    for (Object one : reading.find(HOLIDAYS, List.of())) {
      if (one instanceof LocalDate date) {
        dates.add(date);
      } else if (one instanceof MonthDay day) {
        everyYear.add(day);
      }
    }
    return new Holidays(dates, everyYear);
  }

  private static @Nullable Object date(String text) {
    if (!DATE.matcher(text).matches()) {
      return null;
    }
    try {
      return text.length() == 10 ? LocalDate.parse(text) : MonthDay.parse("--" + text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
