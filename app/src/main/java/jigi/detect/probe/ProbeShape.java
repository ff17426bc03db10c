package jigi.detect.probe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Field;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.kernel.Durations;
import org.jspecify.annotations.Nullable;

/** Reads a probe of one kind: the kind's keys and the common ones. */
final class ProbeShape implements Shape<ProbeSpec> {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);

  static final Field<String> NAME =
      Field.optional("name", Shapes.name(), "Tells a component's probes apart; default: the kind.");
  static final Field<Duration> EVERY =
      Field.optional("every", Shapes.duration(), "15s", "Time between two executions.");
  static final Field<Duration> TIMEOUT =
      Field.optional(
          "timeout",
          Shapes.duration(),
          "How long one try may take, at most 'every'; default 5s, or 'every' if that is shorter.");
  static final Field<Integer> RETRIES =
      Field.optional(
          "retries", Shapes.integer(0, 10), "0", "Further tries before it counts as failed.");

  static final Field<Duration> START_GRACE =
      Field.optional(
          "start-grace",
          Shapes.duration(),
          "How long the target may take to start: failures are UNKNOWN until it answered once or the"
              + " time is over, after Jigi begins to watch it and after a step acted on it.");

  private final ProbeKind kind;
  private final ObjectShape<Values> keys;

  ProbeShape(ProbeKind kind) {
    this.kind = kind;
    List<Field<?>> fields = Field.join(kind.fields(), NAME, EVERY, TIMEOUT, RETRIES, START_GRACE);
    this.keys = ObjectShape.of("a probe of kind " + kind.name(), fields, values -> values);
  }

  ProbeKind kind() {
    return kind;
  }

  List<Field<?>> fields() {
    return keys.fields();
  }

  @Override
  public @Nullable ProbeSpec read(Node node, Problems problems) {
    Values values = keys.read(node, problems);
    if (values == null) {
      return null;
    }
    ProbeSpec.Pace pace = pace(values, problems);
    Check check = kind.configure(values, problems);
    if (pace == null || check == null) {
      return null;
    }
    return new ProbeSpec(
        values.find(NAME, kind.name()),
        kind,
        pace,
        check,
        kind.offer(values),
        definition(node),
        values.place());
  }

  private static ProbeSpec.@Nullable Pace pace(Values values, Problems problems) {
    Duration every = values.get(EVERY);
    Duration timeout = values.find(TIMEOUT);
    if (timeout == null) {
      timeout = every.compareTo(USUAL_TIMEOUT) < 0 ? every : USUAL_TIMEOUT;
    } else if (timeout.compareTo(every) > 0) {
      problems.error(
          values.placeOfValue(TIMEOUT),
          "timeout-too-long",
          "a try may not take longer than the interval ('"
              + Durations.format(timeout)
              + "' > "
              + Durations.format(every)
              + ")",
          "lower 'timeout' or raise 'every'");
      return null;
    }
    return new ProbeSpec.Pace(
        every, timeout, values.get(RETRIES), values.find(START_GRACE, Duration.ZERO));
  }

  /** The node without its places and with sorted keys. */
  private static String definition(Node node) {
    return switch (node) {
      case Node.MapNode map -> {
        Map<String, String> sorted = new TreeMap<>();
        map.entries().forEach((key, value) -> sorted.put(quoted(key), definition(value)));
        yield sorted.toString();
      }
      case Node.ListNode list ->
          list.items().stream().map(ProbeShape::definition).toList().toString();
      case Node.ScalarNode scalar -> quoted(scalar.text());
      case Node.EmptyNode empty -> "~";
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public Map<String, Object> schema() {
    return keys.schema();
  }

  @Override
  public String title() {
    return keys.title();
  }

  @Override
  public List<Shape<?>> inner() {
    return List.of(keys);
  }

  @Override
  public String page() {
    return ObjectShape.pageBeside(kind.getClass(), kind.name());
  }
}
