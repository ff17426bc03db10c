package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Times as people read them: how long ago, and beyond a day the date in the system's zone. */
final class Ages {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

  private final Instant now;
  private final JsonNode zones;
  private final Terminal terminal;

  private Ages(Instant now, JsonNode zones, Terminal terminal) {
    this.now = now;
    this.zones = zones;
    this.terminal = terminal;
  }

  /** By the server's clock, which a rehearsal may have moved. */
  static Ages of(ApiClient api, Terminal terminal) {
    JsonNode clock = api.get("/api/v1/clock");
    return new Ages(Instant.parse(clock.path("now").asText()), clock.path("zones"), terminal);
  }

  /** {@code 3 min ago}; a dash for none. */
  String ago(JsonNode at, String system) {
    if (!at.isTextual()) {
      return "-";
    }
    Instant then = Instant.parse(at.asText());
    Duration age = Duration.between(then, now);
    if (age.compareTo(Duration.ofDays(1)) >= 0) {
      return DATE.format(then.atZone(zone(system)));
    }
    long seconds = Math.max(0, age.toSeconds());
    String unit = seconds < 60 ? "s" : seconds < 3600 ? "m" : "h";
    long n = seconds / (seconds < 60 ? 1 : seconds < 3600 ? 60 : 3600);
    String length = terminal.text("time." + unit, Map.of("n", n));
    return terminal.text("cli.ago", Map.of("t", length));
  }

  /** Day and time in the system's zone. */
  String time(JsonNode at, String system) {
    return at.isTextual() ? TIME.format(Instant.parse(at.asText()).atZone(zone(system))) : "-";
  }

  private ZoneId zone(String system) {
    try {
      String name = zones.path(system).asText("");
      return name.isEmpty() ? fallback() : ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  /** Events of the house itself belong to no system. */
  private ZoneId fallback() {
    return zones.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zones.iterator().next().asText("UTC"));
  }
}
