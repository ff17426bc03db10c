package jigi.operate.incident;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.kernel.Nearest;
import jigi.detect.metric.QueryCheck;
import jigi.detect.rule.Severity;
import org.jspecify.annotations.Nullable;

/** Reads the key {@code incidents}. */
public final class IncidentPart implements ManualPart<IncidentPolicy> {
  static final Shape<Level> LEVEL =
      Shapes.scalar(
          "a level", "P1", Map.of("enum", List.of("P0", "P1", "P2", "P3", "P4")), Level::named);

  private static final Field<List<Severity>> OPEN_FOR =
      Field.optional(
          "open-for",
          Shapes.listOf(Shapes.oneOf(Severity.class)),
          "critical",
          "Severities of alerts that open an incident.");
  private static final Field<Map<Severity, Level>> LEVELS =
      Field.optional(
          "levels",
          keyed("severities", Severity::named, List.of("critical", "warning", "info"), LEVEL),
          "The level by severity; an alert's label 'level' goes before it.");
  private static final Field<Map<Level, String>> NAMES =
      Field.optional(
          "names",
          keyed("levels", Level::named, List.of("P0", "P1", "P2", "P3", "P4"), Shapes.text()),
          "What the system's people call a level: {P0: Critical, P1: High}.");
  private static final Field<Map<Level, Duration>> RESPONSE =
      Field.optional(
          "response",
          keyed("levels", Level::named, List.of("P0", "P1", "P2", "P3", "P4"), Shapes.duration()),
          "How soon an incident of a level must be acknowledged.");
  private static final Field<Duration> SETTLE =
      Field.optional(
          "settle",
          Shapes.duration(),
          "10m",
          "How long after its end an incident is re-opened instead of opening a new one.");
  private static final Field<Map<String, Level>> RUNS =
      Field.optional(
          "runs",
          Shapes.mapOf(LEVEL),
          "Runbooks of which a failed run opens an incident, each with its level.");
  private static final Field<Map<String, Level>> CHECKLISTS =
      Field.optional(
          "checklists",
          Shapes.mapOf(LEVEL),
          "Checklists that open an incident when something in them is not OK, each with its"
              + " level.");
  private static final Field<Values> INCIDENTS =
      Field.optional(
          "incidents",
          ObjectShape.of(
              "incidents",
              Stream.concat(
                      Stream.of(OPEN_FOR, LEVELS, NAMES, RESPONSE, SETTLE, RUNS, CHECKLISTS),
                      GuideReader.FIELDS.stream())
                  .toList(),
              values -> values),
          "When incidents are opened, how grave they are, and what people do then.");

  private final Function<ManualReading, Mentioned> mentioned;

  /** Names of other parts of a manual that incidents may mention. */
  public record Mentioned(Names runbooks, Names checklists, Names conditions, QueryCheck queries) {}

  /**
   * @param mentioned of the manual that is being read
   */
  public IncidentPart(Function<ManualReading, Mentioned> mentioned) {
    this.mentioned = mentioned;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(INCIDENTS);
  }

  @Override
  public IncidentPolicy read(ManualReading reading) {
    Values values = reading.find(INCIDENTS);
    if (values == null) {
      return IncidentPolicy.DEFAULT;
    }
    Mentioned names = mentioned.apply(reading);
    Map<Severity, Level> levels = new EnumMap<>(IncidentPolicy.LEVELS);
    levels.putAll(values.find(LEVELS, Map.of()));
    return new IncidentPolicy(
        Set.copyOf(values.get(OPEN_FOR)),
        levels,
        values.find(RESPONSE, Map.of()),
        values.get(SETTLE),
        new GuideReader(reading, names).read(values),
        new IncidentPolicy.Sources(
            known(values, RUNS, names.runbooks(), "runbook", reading.problems()),
            known(values, CHECKLISTS, names.checklists(), "checklist", reading.problems())),
        values.find(NAMES, Map.of()));
  }

  private static Map<String, Level> known(
      Values values, Field<Map<String, Level>> field, Names names, String what, Problems problems) {
    Map<String, Level> levels = values.find(field, Map.of());
    levels
        .keySet()
        .forEach(
            name ->
                names.require(
                    name,
                    values.placeOfValue(field),
                    problems,
                    "unknown-" + what,
                    "the manual has no such " + what));
    return levels;
  }

  /** A mapping whose keys are of a fixed set. */
  static <K, V> Shape<Map<K, V>> keyed(
      String what, Function<String, @Nullable K> key, List<String> names, Shape<V> value) {
    Shape<Map<String, V>> map = Shapes.mapOf(value);
    return new Shape<>() {
      @Override
      public @Nullable Map<K, V> read(Node node, Problems problems) {
        Map<String, V> read = map.read(node, problems);
        if (read == null) {
          return null;
        }
        Map<K, V> keyed = new java.util.LinkedHashMap<>();
        read.forEach(
            (name, one) -> {
              K found = key.apply(name);
              if (found != null) {
                keyed.put(found, one);
              } else if (node instanceof Node.MapNode at) {
                problems.error(
                    at.placeOf(name),
                    "unknown-key",
                    "none of the " + what + " is called '" + name + "'",
                    Nearest.hint(name, names));
              }
            });
        return keyed.size() == read.size() ? keyed : null;
      }

      @Override
      public Map<String, Object> schema() {
        return Map.of(
            "type",
            "object",
            "propertyNames",
            Map.of("enum", names),
            "additionalProperties",
            value.schema());
      }

      @Override
      public String title() {
        return "a mapping of " + what + ", each to " + value.title();
      }
    };
  }
}
