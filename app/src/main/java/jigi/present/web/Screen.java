package jigi.present.web;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jigi.base.journal.Event;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Spans;
import jigi.base.kernel.Status;
import jigi.base.schedule.ScheduleWords;
import jigi.detect.inventory.Bytes;
import jigi.present.api.view.ChecklistView;
import jigi.present.api.view.ComponentFacts.Amount;
import jigi.present.api.view.Figure;
import jigi.present.api.view.Happening;
import jigi.present.api.view.RunRow;
import jigi.present.api.view.Strand;
import org.jspecify.annotations.Nullable;

/**
 * How one reader is spoken to: language, zone, theme, and the instant at which the page was made.
 *
 * @param theme {@code auto}, {@code light} or {@code dark}
 */
public record Screen(Messages messages, Language language, ZoneId zone, String theme, Instant now) {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final Pattern INSTANT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("HH:mm");

  /** A text with named arguments: name, value, name, value. */
  public String t(String key, Object... pairs) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      arguments.put(pairs[i].toString(), pairs[i + 1]);
    }
    return messages.text(language, key, arguments);
  }

  /** A text whose middle, between two asterisks, stands out: before, middle, after. */
  public List<String> parts(String key, Object... pairs) {
    String[] parts = t(key, pairs).split("\\*", 3);
    return parts.length == 3 ? List.of(parts) : List.of("", parts[0], "");
  }

  /** A text with arguments from elsewhere. */
  public String text(String key, Map<String, ?> arguments) {
    return messages.text(language, key, arguments);
  }

  /** The text of a word that is normally known, the word itself otherwise. */
  public String word(String group, String word) {
    String key = group + "." + word;
    return messages.has(key) ? t(key) : word;
  }

  public String word(Status status) {
    return t("status." + status.key());
  }

  /** The event in words, those of its reason where there are some; its kind when there are none. */
  public String event(Event event) {
    String kind = "event." + event.what().kind().name();
    String because = kind + ".because." + event.what().args().get("reason");
    String key = messages.has(because) ? because : kind;
    if (!messages.has(key)) {
      return event.what().kind().name();
    }
    Map<String, String> arguments = new LinkedHashMap<>(event.what().args());
    arguments.replaceAll(this::say);
    putIfPresent(arguments, "system", event.what().system());
    putIfPresent(arguments, "component", event.what().component());
    arguments.putIfAbsent("actor", actor(event.what().actor()));
    return messages.text(language, key, arguments);
  }

  /** A person or token without the prefix that the journal needs. */
  public String actor(String actor) {
    return actor.startsWith("user:") ? actor.substring("user:".length()) : actor;
  }

  /** What a runbook does on alerts: {@code ShopDown: automatic}, with the mode in words. */
  public String answers(List<String> alerts) {
    return alerts.stream()
        .map(
            one -> {
              String[] parts = one.split(": ", 2);
              return parts.length < 2 ? one : parts[0] + ": " + word("runbook.mode", parts[1]);
            })
        .collect(Collectors.joining(", "));
  }

  /** When something recurs, in words. */
  public String schedule(String written) {
    return ScheduleWords.of(written, messages, language);
  }

  /** How long ago, to the largest two units at most: {@code 18분}, {@code 2h 5m}. */
  public String since(@Nullable Instant then) {
    return then == null ? t("time.never") : span(Duration.between(then, now));
  }

  /** How long until. */
  public String until(Instant then) {
    return span(Duration.between(now, then));
  }

  /** A duration in words, never negative. */
  public String span(Duration given) {
    return Spans.words(messages, language, given);
  }

  /** How much work it is: hours, which are not of one day. */
  public String work(Duration d) {
    String minutes = t("time.m", "n", d.toMinutesPart());
    if (d.toHours() == 0) {
      return minutes;
    }
    String hours = t("time.h", "n", d.toHours());
    return d.toMinutesPart() == 0 ? hours : hours + " " + minutes;
  }

  /** How long something took, exact enough to compare: {@code 142 ms}, {@code 3.2 s}, 3:24. */
  public String took(@Nullable Duration d) {
    if (d == null) {
      return "–";
    }
    if (d.toMillis() < 1000) {
      return d.toMillis() + " ms";
    }
    if (d.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", d.toMillis() / 1000.0);
    }
    return d.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
  }

  public String took(@Nullable Instant from, @Nullable Instant to) {
    return from == null ? "" : took(Duration.between(from, to == null ? now : to));
  }

  /** The time of day with seconds, with the date in front unless it is today. */
  public String at(Instant instant) {
    return day(instant) + local(instant).format(CLOCK);
  }

  /** The time of day to the second, where the day is known; empty when there is none. */
  public String clock(@Nullable Instant instant) {
    return instant == null ? "" : local(instant).format(CLOCK);
  }

  /** Exact today, to the minute before: how lists of events are read. */
  public String when(Instant instant) {
    return day(instant).isEmpty() ? at(instant) : minute(instant);
  }

  /** The time of day to the minute, with the date in front unless it is today. */
  public String minute(Instant instant) {
    return day(instant) + local(instant).format(SHORT);
  }

  /** The time of day to the minute, where the day is known. */
  public String hour(Instant instant) {
    return local(instant).format(SHORT);
  }

  public String month(YearMonth month) {
    boolean korean = language() == Language.KO;
    Locale locale = korean ? Locale.KOREAN : Locale.ENGLISH;
    return month.format(DateTimeFormatter.ofPattern(korean ? "uuuu년 M월" : "MMMM uuuu", locale));
  }

  public String weekday(DayOfWeek day) {
    return day.getDisplayName(
        TextStyle.SHORT, language() == Language.KO ? Locale.KOREAN : Locale.ENGLISH);
  }

  /** For machines and for hovering: UTC, to the second. */
  public String utc(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** {@code KST}. */
  public String zoneName() {
    return zone.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).equals(zone.getId())
        ? zone.getId()
        : DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(local(now));
  }

  /** A figure to three significant digits; a dash for what could not be measured. */
  public String number(@Nullable Double value) {
    if (value == null || value.isNaN()) {
      return "–";
    }
    double size = Math.abs(value);
    if (size >= 100 || size == 0) {
      return String.format(Locale.ROOT, size < 1e15 ? "%,.0f" : "%.3g", value);
    }
    if (size < 1e-4) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /** Close to a hundred every digit counts, and what is not all of it must not look like it. */
  private String percent(double value) {
    boolean nearly = value > 99.5 && value < 100;
    return (nearly ? String.valueOf(Math.floor(value * 100) / 100) : number(value)) + " %";
  }

  /** A part of a whole, 0 to 1. */
  public String share(double part) {
    return percent(part * 100);
  }

  /** What happened, several alike as one line. */
  public String happening(Happening happening) {
    Event event = happening.event();
    if (happening.times() == 1) {
      return event(event);
    }
    Map<String, String> arguments = new LinkedHashMap<>(event.what().args());
    arguments.replaceAll(this::say);
    arguments.put("times", String.valueOf(happening.times()));
    arguments.put("names", String.join(", ", happening.names()));
    arguments.put("since", when(happening.from()));
    return text("events." + event.what().kind().name(), arguments);
  }

  /** A line of an incident's timeline. */
  public String strand(Strand strand) {
    if (strand.sort() == Strand.Sort.ALERTS) {
      return t("web.strand.alerts", "what", event(strand.head()), "n", strand.parts().size() - 1);
    }
    if (strand.sort() != Strand.Sort.MESSAGE) {
      return event(strand.head());
    }
    var args = strand.head().what().args();
    return t(
        "strand." + strand.head().what().kind().name(),
        "what",
        word("delivery.kind", args.getOrDefault("kind", "")),
        "names",
        String.join(", ", strand.names()),
        "n",
        strand.names().size());
  }

  /** A key figure in its unit. */
  public String figure(Figure figure) {
    Double value = figure.value();
    if (value == null) {
      return t("web.unmeasured");
    }
    return switch (figure.unit()) {
      case "s" -> span(Duration.ofMillis((long) (value * 1000)));
      case "B" -> Drawing.bytes(value);
      case "ms" -> (value < 10 ? number(value) : String.valueOf(Math.round(value))) + " ms";
      case "" -> number(value);
      case "%" -> percent(value);
      default -> number(value) + " " + figure.unit();
    };
  }

  /** How much of something is used, with its absolute value: {@code 85 % = 850 MB / 1 GB}. */
  public String amount(Amount amount, @Nullable Double share) {
    if (share == null) {
      Double whole = amount.whole();
      return whole == null ? t("web.unmeasured") : quantity(amount, whole);
    }
    Double whole = amount.whole();
    String percent = percent(share * 100);
    return whole == null
        ? percent
        : t(
            "web.capacity.share",
            "percent",
            percent,
            "part",
            quantity(amount, share * whole),
            "whole",
            quantity(amount, whole));
  }

  private String quantity(Amount amount, double value) {
    return amount.what().equals("cpu") ? number(value) + " CPU" : Bytes.format(value);
  }

  /** What a probe or a step saw, in the reader's language as far as the catalogue knows it. */
  public String evidence(String text) {
    return messages.evidence(language, text);
  }

  /** A text that fits where there is room for so many characters. */
  public String cut(String text, int most) {
    int wide = 0;
    for (int i = 0; i < text.length(); i++) {
      wide += text.charAt(i) < 0x1100 ? 1 : 2;
      if (wide > most) {
        return text.substring(0, Math.max(1, i - 1)) + "…";
      }
    }
    return text;
  }

  /** How far a run has come: {@code 4단계 중 2단계 끝남, 2단계 건너뜀}. */
  public String progress(RunRow run) {
    String done = t("web.run.progress", "done", run.done(), "steps", run.steps());
    return run.skipped() == 0 ? done : done + ", " + t("web.run.skipped", "n", run.skipped());
  }

  /** What a checklist stands for: {@code 주차 11/16 ~ 11/22}. */
  public String period(ChecklistView.Period period) {
    DateTimeFormatter day = DateTimeFormatter.ofPattern("MM/dd");
    String stretch =
        switch (period.cadence()) {
          case "month" -> month(YearMonth.from(period.first()));
          case "year" -> String.valueOf(period.first().getYear());
          default -> day.format(period.first()) + " ~ " + day.format(period.last());
        };
    return t("checklist.period." + period.cadence()) + " " + stretch;
  }

  /** A day of the calendar. */
  public String day(LocalDate day) {
    return day.toString();
  }

  /** An argument's value for people: codes in words, numbers and instants as they are read. */
  public String say(String argument, @Nullable String value) {
    if (value == null) {
      return "";
    }
    if (INSTANT.matcher(value).matches()) {
      return minute(Instant.parse(value));
    }
    String said = Words.say(this, argument, value);
    return argument.equals("evidence") && said.equals(value) ? evidence(value) : said;
  }

  private static void putIfPresent(
      Map<String, String> arguments, String name, @Nullable String value) {
    if (value != null) {
      arguments.put(name, value);
    }
  }

  private String day(Instant instant) {
    LocalDate today = local(now).toLocalDate();
    LocalDate that = local(instant).toLocalDate();
    if (that.equals(today)) {
      return "";
    }
    if (that.equals(today.minusDays(1))) {
      return t("time.yesterday") + " ";
    }
    if (that.equals(today.plusDays(1))) {
      return t("time.tomorrow") + " ";
    }
    String pattern = that.getYear() == today.getYear() ? "M/d " : "yyyy-MM-dd ";
    return that.format(DateTimeFormatter.ofPattern(pattern));
  }

  private ZonedDateTime local(Instant instant) {
    return instant.atZone(zone);
  }
}
