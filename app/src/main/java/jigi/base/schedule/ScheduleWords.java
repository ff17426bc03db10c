package jigi.base.schedule;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import org.jspecify.annotations.Nullable;

/** Says in a reader's language when something recurs. */
public final class ScheduleWords {
  private static final int MINUTES_OF_DAY = 24 * 60;

  private final Messages messages;
  private final Language language;

  private ScheduleWords(Messages messages, Language language) {
    this.messages = messages;
    this.language = language;
  }

  /**
   * {@code daily 09:00} in words.
   *
   * @param written as in a manual; what is no schedule, or a crontab's line that no sentence says,
   *     stays as it is
   */
  public static String of(String written, Messages messages, Language language) {
    if (!(ScheduleReader.read(written) instanceof ScheduleReader.Read.Good good)) {
      return written;
    }
    ScheduleWords words = new ScheduleWords(messages, language);
    String days = words.days(good.schedule().days());
    return days == null ? written : words.times(days, good.schedule());
  }

  private @Nullable String days(Days days) {
    return switch (days) {
      case Days.All all -> text("daily");
      case Days.OfWeek week -> text("weekly", "days", names(week.days()));
      case Days.In in -> {
        String inner = inMonth(in.days());
        yield inner == null
            ? null
            : text("in", "months", join(new TreeSet<>(in.months())), "day", inner);
      }
      case Days.Cron cron -> {
        Days plain = plain(cron);
        yield plain == null ? null : days(plain);
      }
      case Days.OfMonth _, Days.LastOfMonth _, Days.Nth _, Days.Last _, Days.FirstWeek _ -> {
        String inner = inMonth(days);
        yield inner == null ? null : text("monthly", "day", inner);
      }
    };
  }

  private @Nullable String inMonth(Days days) {
    return switch (days) {
      case Days.OfMonth(int day) -> text("day", "n", day);
      case Days.LastOfMonth _ -> text("last");
      case Days.Nth(int nth, DayOfWeek day) ->
          text("nth", "nth", text("nth." + nth), "day", name(day));
      case Days.Last(DayOfWeek day) -> text("nth", "nth", text("nth.last"), "day", name(day));
      case Days.FirstWeek _ -> text("week");
      case Days.All _ -> text("daily");
      case Days.OfWeek week -> text("weekly", "days", names(week.days()));
      case Days.In _, Days.Cron _ -> null;
    };
  }

  /** Null for what needs more than one sentence. */
  private static @Nullable Days plain(Days.Cron cron) {
    Days days =
        cron.daysOfMonth().isEmpty()
            ? cron.daysOfWeek().isEmpty()
                ? new Days.All()
                : new Days.OfWeek(new TreeSet<>(cron.daysOfWeek()))
            : cron.daysOfWeek().isEmpty() && cron.daysOfMonth().size() == 1
                ? new Days.OfMonth(cron.daysOfMonth().getFirst())
                : null;
    return days == null || cron.months().isEmpty()
        ? days
        : new Days.In(new TreeSet<>(cron.months()), days);
  }

  private String times(String days, Schedule schedule) {
    int step = MINUTES_OF_DAY / schedule.times().size();
    boolean even = schedule.times().size() > 1 && schedule.times().equals(every(step));
    if (!even) {
      return text(
          "at",
          "days",
          days,
          "times",
          schedule.times().stream().map(LocalTime::toString).collect(Collectors.joining(", ")));
    }
    String pause =
        step % 60 == 0
            ? text(step == 60 ? "hour" : "hours", "n", step / 60)
            : text("minutes", "n", step);
    return schedule.days() instanceof Days.All ? pause : text("at", "days", days, "times", pause);
  }

  private static List<LocalTime> every(int minutes) {
    List<LocalTime> all = new ArrayList<>();
    for (int at = 0; at < MINUTES_OF_DAY; at += minutes) {
      all.add(LocalTime.MIDNIGHT.plusMinutes(at));
    }
    return all;
  }

  private String names(Collection<DayOfWeek> days) {
    TreeSet<DayOfWeek> sorted = new TreeSet<>(days);
    boolean working =
        sorted.size() == 5
            && !sorted.contains(DayOfWeek.SATURDAY)
            && !sorted.contains(DayOfWeek.SUNDAY);
    return working
        ? text("weekdays")
        : sorted.stream().map(this::name).collect(Collectors.joining(", "));
  }

  private String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, language.locale());
  }

  private static String join(Collection<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private String text(String key, Object... pairs) {
    Map<String, Object> arguments = new HashMap<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      arguments.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return messages.text(language, "schedule.say." + key, arguments);
  }
}
