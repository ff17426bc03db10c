package jigi.present.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.journal.Event;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON values: times in ISO 8601 (UTC), durations in seconds, enums in lower case, what
 * is not a number as null.
 */
final class Plain {
  private Plain() {}

  static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Event event -> event(event);
      case Record record -> record(record);
      case Instant instant -> instant.toString();
      case java.time.temporal.Temporal date -> date.toString();
      case Duration duration -> duration.toNanos() / 1e9;
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case Double number -> number.isNaN() || number.isInfinite() ? null : number;
      case Collection<?> many -> list(many);
      case Map<?, ?> map -> map(map);
      default -> value;
    };
  }

  private static List<@Nullable Object> list(Collection<?> many) {
    List<@Nullable Object> all = new ArrayList<>();
    many.forEach(one -> all.add(of(one)));
    return all;
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> map) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    map.forEach((key, one) -> all.put(String.valueOf(key), of(one)));
    return all;
  }

  private static Map<String, @Nullable Object> record(Record record) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        all.put(component.getName(), of(component.getAccessor().invoke(record)));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("not readable: " + record.getClass(), e);
      }
    }
    return all;
  }

  private static Map<String, @Nullable Object> event(Event event) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("id", event.id());
    all.put("node", event.node());
    all.put("seq", event.seq());
    all.put("at", event.at().toString());
    all.put("kind", event.what().kind().name());
    all.put("system", event.what().system());
    all.put("component", event.what().component());
    all.put("actor", event.what().actor());
    all.put("cause", event.what().links().cause());
    all.put("run", event.what().links().run());
    all.put("incident", event.what().links().incident());
    all.put("args", event.what().args());
    all.put("hash", event.hash());
    return all;
  }
}
