package jigi.present.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Json;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import org.jspecify.annotations.Nullable;

/** What a request's JSON body, form or query says. */
public final class Ask {
  private final Exchange exchange;
  private final JsonNode body;

  public Ask(Exchange exchange) {
    this.exchange = exchange;
    String type = exchange.header("content-type");
    boolean json = type == null || type.startsWith("application/json");
    this.body = json ? exchange.json() : exchange.emptyJson();
    if (!body.isObject()) {
      throw Problem.bad("bad-body", "the body is not a JSON object", "send {\"…\": …}");
    }
  }

  @Nullable String find(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? exchange.find(name) : value.asText();
  }

  /** A list of texts; empty when absent, one where a text stands alone. */
  List<String> list(String name) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return exchange.all(name);
    }
    List<String> all = new ArrayList<>();
    (value.isArray() ? value : List.of(value)).forEach(one -> all.add(one.asText()));
    return all;
  }

  String find(String name, String otherwise) {
    String value = find(name);
    return value == null ? otherwise : value;
  }

  String need(String name) {
    String value = find(name);
    if (value == null) {
      throw Problem.bad("missing-field", "'" + name + "' is missing", "send it in the body");
    }
    return value;
  }

  public int number(String name, int otherwise, int least, int most) {
    String value = find(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("-?[0-9]{1,9}")
        || Integer.parseInt(value) < least
        || Integer.parseInt(value) > most) {
      throw Problem.bad(
          "bad-number",
          "'" + name + "' is not a whole number from " + least + " to " + most + " (" + value + ")",
          "send one");
    }
    return Integer.parseInt(value);
  }

  /** A place in something long, in bytes; 0 when it is not said. */
  long offset(String name) {
    String value = find(name, "0");
    if (!value.matches("[0-9]{1,15}")) {
      throw Problem.bad(
          "bad-number", "'" + name + "' is not an offset in bytes (" + value + ")", "send one");
    }
    return Long.parseLong(value);
  }

  @Nullable Instant instant(String name) {
    String value = find(name, "");
    try {
      return value.isEmpty() ? null : Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw Problem.bad(
          "bad-time",
          "'" + name + "' is not a time (" + value + ")",
          "send it like 2026-11-03T09:41:00Z");
    }
  }

  Duration duration(String name) {
    Duration duration = Durations.parse(need(name));
    if (duration == null || duration.isNegative() || duration.isZero()) {
      throw Problem.bad("bad-duration", "'" + name + "' is not a duration", "write it like 5m");
    }
    return duration;
  }

  /** A switch: on when it says true or 1. */
  boolean truth(String name) {
    String value = find(name, "false");
    return value.equals("true") || value.equals("1");
  }

  /** The text values of an object. */
  Map<String, String> texts(String name) {
    return Json.texts(body.path(name));
  }
}
