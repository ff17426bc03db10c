package jigi.detect.probe.expect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import jigi.base.kernel.Durations;
import org.jspecify.annotations.Nullable;

/** Judges how old a timestamp within a text is. */
final class Freshness {
  private static final DateTimeFormatter ISO_LIKE =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][ ]HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .appendPattern("[ ][XXX][XX][X]")
          .toFormatter(java.util.Locale.ROOT);

  private Freshness() {}

  /**
   * @param pattern its first group, or all of it when it has none, is the timestamp
   */
  static @Nullable String objection(Seen seen, Pattern pattern, Duration within) {
    Matcher matcher = pattern.matcher(seen.text());
    if (!matcher.find()) {
      return "there is no timestamp; " + ExpectationParser.quoted(seen.text());
    }
    String found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    Instant stamped = found == null ? null : instant(found.strip());
    if (stamped == null) {
      return "not a timestamp: \"" + found + '"';
    }
    Duration age = Duration.between(stamped.plus(seen.ahead()), seen.now());
    if (age.abs().compareTo(within) <= 0) {
      return null;
    }
    String much = Durations.format(Duration.ofSeconds(age.abs().toSeconds()));
    return "the timestamp "
        + found
        + (age.isNegative() ? " lies " + much + " ahead" : " is " + much + " old");
  }

  /**
   * ISO 8601 with {@code T} or a space, RFC 1123, or seconds or milliseconds since the Unix epoch;
   * UTC where no offset is given. Null for anything else.
   */
  static @Nullable Instant instant(String text) {
    try {
      if (text.matches("\\d{10}")) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      if (text.matches("\\d{13}")) {
        return Instant.ofEpochMilli(Long.parseLong(text));
      }
      if (!text.isEmpty() && Character.isLetter(text.charAt(0))) {
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      }
      TemporalAccessor parsed = ISO_LIKE.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return parsed instanceof OffsetDateTime offset
          ? offset.toInstant()
          : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
