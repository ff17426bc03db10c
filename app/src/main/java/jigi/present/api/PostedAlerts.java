package jigi.present.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Json;
import jigi.detect.alert.OutsideAlert;
import jigi.present.api.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What clients of an Alertmanager post to it, a Prometheus above all: postableAlerts of
 * https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml. An alert without an end
 * ends after the five minutes of its {@code resolve_timeout}; one without a beginning begins now.
 *
 * @param wrong why others cannot be taken
 */
record PostedAlerts(List<OutsideAlert> alerts, List<String> wrong) {
  private static final int MOST = 2000;
  private static final Duration WITHOUT_END = Duration.ofMinutes(5);

  /**
   * @throws Problem 400 when it is no list of alerts
   * @throws jigi.base.kernel.UserError when it is no JSON
   */
  static PostedAlerts read(String body, Instant now) {
    JsonNode payload = Json.tree(body);
    if (!payload.isArray()) {
      throw Problem.bad(
          "bad-alerts",
          "these are no alerts: no JSON array",
          "post the list that API v2 describes");
    }
    notTooMany(payload);
    List<OutsideAlert> alerts = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (JsonNode one : payload) {
      try {
        alerts.add(alert(one, now));
      } catch (Problem e) {
        wrong.add(e.fact());
      }
    }
    return new PostedAlerts(alerts, wrong);
  }

  static void notTooMany(JsonNode alerts) {
    if (alerts.size() > MOST) {
      throw Problem.bad(
          "too-many-alerts",
          alerts.size() + " alerts at once",
          "post " + MOST + " at most ('max_alerts' of an Alertmanager's webhook)");
    }
  }

  private static OutsideAlert alert(JsonNode one, Instant now) {
    Described described = described(one);
    Instant end = moment(one.path("endsAt"));
    Instant begin = moment(one.path("startsAt"));
    Instant since = begin != null ? begin : end != null ? end : now;
    Instant until = end != null ? end : now.plus(WITHOUT_END);
    if (since.isAfter(until)) {
      throw Problem.bad(
          "bad-span",
          "an alert ends at " + until + " before it begins at " + since,
          "give it an end after its beginning");
    }
    return new OutsideAlert(
        described.labels(), described.annotations(), until.isAfter(now), since, until);
  }

  /** Null where it says nothing, or what programs in Go write for nothing. */
  private static @Nullable Instant moment(JsonNode text) {
    Instant instant = text.asText().isEmpty() ? null : instant(text.asText());
    return instant == null || instant.equals(Instant.parse("0001-01-01T00:00:00Z"))
        ? null
        : instant;
  }

  /** Labels without empty ones, and annotations with where the alert comes from. */
  record Described(Map<String, String> labels, Map<String, String> annotations) {}

  /**
   * @throws Problem 400 without a name
   */
  static Described described(JsonNode one) {
    Map<String, String> labels = new TreeMap<>(Json.texts(one.path("labels")));
    labels.values().removeIf(String::isEmpty);
    if (!labels.containsKey("alertname")) {
      throw Problem.bad(
          "no-alertname", "an alert has no label 'alertname' " + labels, "give each alert one");
    }
    Map<String, String> annotations = new TreeMap<>(Json.texts(one.path("annotations")));
    String source = one.path("generatorURL").asText("");
    if (!source.isEmpty()) {
      annotations.putIfAbsent("source", source);
    }
    return new Described(labels, annotations);
  }

  static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw Problem.bad(
          "bad-instant", "'" + text + "' is no instant", "write it like 2026-11-21T09:00:00Z");
    }
  }
}
