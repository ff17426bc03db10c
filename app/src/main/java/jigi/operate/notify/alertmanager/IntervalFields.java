package jigi.operate.notify.alertmanager;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.notify.routing.TimeInterval;
import jigi.operate.notify.routing.TimeInterval.Range;
import org.jspecify.annotations.Nullable;

/** Reads {@code time_intervals}. */
final class IntervalFields {
  private static final List<String> WEEKDAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-4]):([0-5]\\d)");

  private static final Field<Integer> START = Field.required("start_time", time(), "From.");
  private static final Field<Integer> END = Field.required("end_time", time(), "Until.");
  private static final Field<List<Range>> TIMES =
      Field.optional(
          "times",
          Shapes.listOf(
              ObjectShape.of(
                  "a span of a day",
                  List.of(START, END),
                  values -> {
                    if (values.get(START) >= values.get(END)) {
                      values.error(
                          END,
                          "bad-value",
                          "the span ends before it begins",
                          "write two spans for one over midnight");
                      return null;
                    }
                    return new Range(values.get(START), values.get(END));
                  })),
          "Of a day.");
  private static final Field<List<Range>> DAYS_OF_WEEK =
      Field.optional("weekdays", ranges("monday:friday", text -> name(WEEKDAYS, text)), "Days.");
  private static final Field<List<Range>> DAYS =
      Field.optional("days_of_month", ranges("1:5 or -3:-1", text -> number(text, -31, 31)), "");
  private static final Field<List<Range>> MONTH =
      Field.optional("months", ranges("january:march", IntervalFields::month), "Months.");
  private static final Field<List<Range>> YEARS =
      Field.optional("years", ranges("2026:2027", text -> number(text, 0, 9999)), "Years.");
  private static final Field<ZoneId> LOCATION =
      Field.optional("location", Shapes.zone(), "The zone; UTC when absent.");
  private static final Field<String> NAME = Field.required("name", Shapes.text(), "Its name.");
  private static final Field<List<TimeInterval>> SPANS =
      Field.required(
          "time_intervals",
          Shapes.listOf(
              ObjectShape.of(
                  "a time interval",
                  List.of(TIMES, DAYS_OF_WEEK, DAYS, MONTH, YEARS, LOCATION),
                  IntervalFields::interval)),
          "Its spans.");

  static final Shape<List<Values>> LIST =
      Shapes.listOf(ObjectShape.of("a time interval", List.of(NAME, SPANS), values -> values));

  private IntervalFields() {}

  static String name(Values values) {
    return values.get(NAME);
  }

  static List<TimeInterval> read(Values values) {
    return values.get(SPANS);
  }

  private static TimeInterval interval(Values values) {
    return new TimeInterval(
        list(values, TIMES),
        list(values, DAYS_OF_WEEK),
        list(values, DAYS),
        list(values, MONTH),
        list(values, YEARS),
        values.find(LOCATION, ZoneOffset.UTC));
  }

  private static List<Range> list(Values values, Field<List<Range>> field) {
    List<Range> found = values.find(field);
    return found == null ? List.of() : new ArrayList<>(found);
  }

  private static Shape<Integer> time() {
    return Shapes.scalar(
        "a time of day",
        "09:00",
        Map.of("type", "string"),
        text -> {
          Matcher found = TIME.matcher(text);
          return found.matches()
              ? Integer.parseInt(found.group(1)) * 60 + Integer.parseInt(found.group(2))
              : null;
        });
  }

  /** {@code a:b}, or {@code a} alone. */
  private static Shape<List<Range>> ranges(
      String example, Function<String, @Nullable Integer> value) {
    return Shapes.listOf(
        Shapes.scalar(
            "a range",
            example,
            Map.of("type", "string"),
            text -> {
              String[] parts = text.toLowerCase(Locale.ROOT).split(":", 2);
              Integer from = value.apply(parts[0].strip());
              Integer to = parts.length == 1 ? from : value.apply(parts[1].strip());
              boolean known = from != null && to != null;
              boolean ordered = known && (from <= to || (from > 0) != (to > 0));
              return known && ordered ? new Range(from, to) : null;
            }));
  }

  private static @Nullable Integer name(List<String> names, String text) {
    int at = names.indexOf(text);
    return at < 0 ? null : at;
  }

  private static @Nullable Integer month(String text) {
    Integer named = name(MONTHS, text);
    return named == null ? number(text, 1, 12) : Integer.valueOf(named + 1);
  }

  private static @Nullable Integer number(String text, int min, int max) {
    try {
      int value = Integer.parseInt(text);
      return value >= min && value <= max ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
