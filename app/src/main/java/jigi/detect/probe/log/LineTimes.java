package jigi.detect.probe.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times that lines of logs begin with: ISO 8601 and its kin with a blank, a slash or a comma,
 * those of access logs and of Redis, syslog's without a year, and seconds or milliseconds since
 * 1970 in JSON.
 *
 * @param zone of times that name none
 * @param now by the clock of who wrote them, for times without a year
 * @param ahead what to add to them, see {@code Timeline.ahead}
 */
record LineTimes(ZoneId zone, Instant now, Duration ahead) {
  /** A time stands at a line's beginning, or early in its JSON. */
  private static final int LOOKED_AT = 256;

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final String NAME = "(" + String.join("|", MONTHS) + ")";
  private static final String CLOCK = "(\\d{2}):(\\d{2}):(\\d{2})(?:[.,](\\d{1,9}))?";
  private static final String OFFSET = " ?(Z\\b|UTC\\b|GMT\\b|KST\\b|[+-]\\d{2}:?\\d{2}\\b)?";
  private static final Pattern YEAR_FIRST =
      Pattern.compile("\\b(\\d{4})[-/.](\\d{2})[-/.](\\d{2})[T ]" + CLOCK + OFFSET);
  private static final Pattern DAY_FIRST =
      Pattern.compile("\\b(\\d{1,2})[/ ]" + NAME + "[/ ](\\d{4})[: ]" + CLOCK + OFFSET);
  private static final Pattern NO_YEAR =
      Pattern.compile("^(?:<\\d{1,3}>)?" + NAME + " {1,2}(\\d{1,2}) " + CLOCK);
  private static final Pattern COUNTED =
      Pattern.compile(
          "\"(?:time|ts|timestamp|@timestamp)\": ?(\\d{10})(?:\\.(\\d{1,9})\\d*|(\\d{3}))?\\b");

  /** Null when the line tells none. */
  @Nullable Instant of(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + LOOKED_AT);
    String head = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    try {
      Instant at = of(head);
      return at == null ? null : at.plus(ahead);
    } catch (DateTimeException e) {
      return null; // digits that look like a time, such as month 13
    }
  }

  private @Nullable Instant of(String head) {
    Matcher m = YEAR_FIRST.matcher(head);
    if (m.find()) {
      return local(m, number(m, 1), number(m, 2), number(m, 3))
          .atZone(zone(m.group(8)))
          .toInstant();
    }
    m = DAY_FIRST.matcher(head);
    if (m.find()) {
      LocalDateTime local = local(m, number(m, 3), month(m.group(2)), number(m, 1));
      return local.atZone(zone(m.group(8))).toInstant();
    }
    m = NO_YEAR.matcher(head);
    if (m.find()) {
      return lastWithin(m);
    }
    m = COUNTED.matcher(head);
    if (m.find()) {
      String fraction = m.group(3) == null ? m.group(2) : m.group(3);
      return Instant.ofEpochSecond(Long.parseLong(m.group(1)), nanos(fraction));
    }
    return null;
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group));
  }

  private static int month(String name) {
    return MONTHS.indexOf(name) + 1;
  }

  /** With the time of day of the groups 4 to 7. */
  private static LocalDateTime local(Matcher m, int year, int month, int day) {
    return LocalDateTime.of(
        year, month, day, number(m, 4), number(m, 5), number(m, 6), nanos(m.group(7)));
  }

  /** The last such day, or tomorrow: clocks and zones differ. */
  private Instant lastWithin(Matcher m) {
    Instant latest = now.plus(Duration.ofDays(1));
    int year = latest.atZone(zone).getYear();
    for (int back = 0; back < 8; back++) {
      try {
        Instant at =
            LocalDateTime.of(
                    year - back,
                    month(m.group(1)),
                    number(m, 2),
                    number(m, 3),
                    number(m, 4),
                    number(m, 5),
                    nanos(m.group(6)))
                .atZone(zone)
                .toInstant();
        if (!at.isAfter(latest)) {
          return at;
        }
      } catch (DateTimeException e) {
        // 29 February of a year that has none: the year before may have one.
      }
    }
    throw new DateTimeException("no such day");
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  private ZoneId zone(@Nullable String named) {
    return switch (named) {
      case null -> zone;
      case "Z", "UTC", "GMT" -> ZoneOffset.UTC;
      case "KST" -> ZoneOffset.ofHours(9);
      case String offset -> ZoneOffset.of(offset);
    };
  }
}
