package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** Times as people read them: how long ago, and beyond a day the date in the system's zone. */
final class Ages {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

  private final ApiClient api;
  private final Terminal terminal;
  private @Nullable JsonNode clock;

  /** By the server's clock, which a rehearsal may have moved; it is asked when first needed. */
  Ages(ApiClient api, Terminal terminal) {
    this.api = api;
    this.terminal = terminal;
  }

  static Ages of(ApiClient api, Terminal terminal) {
    return new Ages(api, terminal);
  }

  Terminal terminal() {
    return terminal;
  }

  private JsonNode clock() {
    JsonNode known = clock;
    if (known == null) {
      known = api.get("/api/v1/clock");
      clock = known;
    }
    return known;
  }

  /** {@code 3 min ago}; a dash for none. */
  String ago(JsonNode at, String system) {
    if (!at.isTextual()) {
      return "-";
    }
    Instant then = Instant.parse(at.asText());
    Duration age = Duration.between(then, Instant.parse(clock().path("now").asText()));
    if (age.compareTo(Duration.ofDays(1)) >= 0) {
      return DATE.format(then.atZone(zone(system)));
    }
    long seconds = Math.max(0, age.toSeconds());
    String unit = seconds < 60 ? "s" : seconds < 3600 ? "m" : "h";
    long n = seconds / (seconds < 60 ? 1 : seconds < 3600 ? 60 : 3600);
    String length = terminal.text("time." + unit, Map.of("n", n));
    return terminal.text("cli.ago", Map.of("t", length));
  }

  /** The date and time in the system's zone, for what lies ahead. */
  String date(JsonNode at, String system) {
    return at.isTextual() ? DATE.format(Instant.parse(at.asText()).atZone(zone(system))) : "-";
  }

  /** Day and time in the system's zone. */
  String time(JsonNode at, String system) {
    return at.isTextual() ? TIME.format(Instant.parse(at.asText()).atZone(zone(system))) : "-";
  }

  String time(Instant at, String system) {
    return TIME.format(at.atZone(zone(system)));
  }

  /** Date, day of the week and time in the system's zone, for what is to come. */
  String at(JsonNode at, String system) {
    return at.isTextual() ? DATE.format(Instant.parse(at.asText()).atZone(zone(system))) : "-";
  }

  /**
   * How long something is that a person typed.
   *
   * @throws UserError {@code bad-duration}, of nothing too
   */
  static Duration length(String text) {
    Duration length = Durations.parse(text);
    if (length == null || length.isZero()) {
      throw new UserError("bad-duration", "'" + text + "' is no duration", "write it like 30m");
    }
    return length;
  }

  /** So long before the server's now. */
  Instant before(Duration length) {
    return Instant.parse(clock().path("now").asText()).minus(length);
  }

  /**
   * What a person typed: {@code 2026-11-03 09:41}, {@code 2026-11-03}, {@code 09:41} of today in
   * the system's zone, or an instant with its offset.
   *
   * @throws UserError {@code bad-time}
   */
  Instant typed(String text, String system) {
    String iso = text.strip().replace(' ', 'T');
    ZoneId zone = zone(system);
    try {
      if (iso.matches(".*T.*(Z|[+-]\\d{2}:\\d{2})")) {
        return OffsetDateTime.parse(iso).toInstant();
      }
      if (iso.contains("T")) {
        return LocalDateTime.parse(iso).atZone(zone).toInstant();
      }
      return iso.contains(":")
          ? LocalTime.parse(iso)
              .atDate(LocalDate.ofInstant(before(Duration.ZERO), zone))
              .atZone(zone)
              .toInstant()
          : LocalDate.parse(iso).atStartOfDay(zone).toInstant();
    } catch (DateTimeException e) {
      throw new UserError(
          "bad-time",
          "'" + text + "' is no time",
          "write it like '2026-11-03 09:41', 2026-11-03 or 09:41",
          e);
    }
  }

  private ZoneId zone(String system) {
    JsonNode zones = clock().path("zones");
    try {
      String name = zones.path(system).asText("");
      return name.isEmpty() ? fallback(zones) : ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  /** Events of the house itself belong to no system. */
  private static ZoneId fallback(JsonNode zones) {
    return zones.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zones.iterator().next().asText("UTC"));
  }
}
