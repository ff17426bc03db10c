package jigi.operate.runbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Field;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.run.Guards;
import jigi.base.run.Parameter;
import jigi.base.run.Parameters;
import jigi.base.schedule.Recurrence;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the dashes at the top of a runbook.
 *
 * @param recurrence null when it starts by no schedule
 */
record FrontMatter(
    String name,
    @Nullable String title,
    @Nullable String symptom,
    @Nullable String severity,
    @Nullable Duration target,
    Map<String, OnAlert> onAlert,
    List<String> disturbs,
    @Nullable String goal,
    Duration settle,
    List<Parameter> parameters,
    List<String> locks,
    Guards guards,
    @Nullable Recurrence recurrence,
    Places places) {
  /** Where values stand that are checked later. */
  record Places(Place goal, Place alert, Place schedule, Place disturbs) {}

  private static final Field<String> NAME =
      Field.required("runbook", Shapes.name(), "The runbook's name, unique within the manual.");
  private static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call it.");
  private static final Field<String> SYMPTOM =
      Field.optional("symptom", Shapes.text(), "How people recognise the situation.");
  private static final Field<String> SEVERITY =
      Field.optional(
          "severity",
          Shapes.oneOf(
              new TreeMap<>(Map.of("critical", "critical", "warning", "warning", "info", "info"))),
          "How grave the situation is.");
  private static final Field<Duration> TARGET =
      Field.optional("target", Shapes.duration(), "Within which time the situation is to be over.");
  private static final Field<Map<String, OnAlert>> ON_ALERT =
      Field.optional(
          "on-alert",
          Shapes.mapOf(Shapes.oneOf(OnAlert.class)),
          "What happens when an alert of that name fires.");
  private static final Field<List<String>> DISTURBS =
      Field.optional(
          "disturbs",
          Shapes.listOf(Shapes.name()),
          "Components that it takes down on purpose: runbooks that answer their alerts wait for"
              + " it.");
  private static final Field<String> GOAL =
      Field.optional(
          "goal",
          Shapes.name(),
          "A condition: checked before, and after each run block; the run stops when it holds.");
  private static final Field<Duration> SETTLE =
      Field.optional(
          "settle", Shapes.duration(), "30s", "How long the goal gets to hold after a run block.");
  private static final Field<Map<String, Parameter>> PARAMETERS =
      Field.optional("parameters", new NamedParameters(), "Values that a run is given, by name.");
  private static final Field<List<String>> LOCKS =
      Field.optional(
          "locks",
          Shapes.listOf(Shapes.qualifiedName()),
          "What no other run may hold meanwhile; absent: the runbook itself. Backups hold"
              + " SYSTEM/backup, deployments SYSTEM/deploy.");
  private static final Field<Integer> PER_HOUR =
      Field.optional("per-hour", Shapes.integer(1, 1000), "10", "So many automatic runs an hour.");
  private static final Field<Duration> COOL_DOWN =
      Field.optional("cool-down", Shapes.duration(), "Pause after an automatic run's end.");
  private static final Field<Integer> FAILURES =
      Field.optional(
          "failures", Shapes.integer(1, 1000), "3", "After so many failures in a row, ask.");
  private static final Field<Guards> LIMITS =
      Field.optional(
          "limits",
          ObjectShape.of("limits", List.of(PER_HOUR, COOL_DOWN, FAILURES), FrontMatter::guards),
          "Limits of automatic runs; what they hold back asks for an approval.");

  static final ObjectShape<FrontMatter> SHAPE =
      ObjectShape.of("a runbook", fields(), FrontMatter::build);

  private static List<Field<?>> fields() {
    List<Field<?>> all =
        new ArrayList<>(
            List.of(
                NAME,
                TITLE,
                SYMPTOM,
                SEVERITY,
                TARGET,
                ON_ALERT,
                DISTURBS,
                GOAL,
                SETTLE,
                PARAMETERS,
                LOCKS,
                LIMITS));
    all.addAll(Recurrence.FIELDS);
    return all;
  }

  private static FrontMatter build(Values v) {
    Map<String, Parameter> parameters = v.find(PARAMETERS);
    return new FrontMatter(
        v.get(NAME),
        v.find(TITLE),
        v.find(SYMPTOM),
        v.find(SEVERITY),
        v.find(TARGET),
        v.find(ON_ALERT, Map.of()),
        v.find(DISTURBS, List.of()),
        v.find(GOAL),
        v.get(SETTLE),
        parameters == null ? List.of() : List.copyOf(parameters.values()),
        v.find(LOCKS, List.of()),
        v.find(LIMITS, Guards.DEFAULT),
        Recurrence.of(v),
        new Places(
            v.placeOfValue(GOAL),
            v.placeOfValue(ON_ALERT),
            v.placeOfValue(Recurrence.SCHEDULE),
            v.placeOfValue(DISTURBS)));
  }

  private static Guards guards(Values v) {
    Duration coolDown = v.find(COOL_DOWN);
    return new Guards(v.get(PER_HOUR), coolDown == null ? 0 : coolDown.toMillis(), v.get(FAILURES));
  }

  /** {@code COLOR: {type: choice, choices: [blue, green]}}, or {@code NAME: word}. */
  private static final class NamedParameters implements Shape<Map<String, Parameter>> {
    private static final Field<Parameter.Type> TYPE =
        Field.optional("type", Shapes.oneOf(Parameter.Type.class), "word", "The type of value.");
    private static final Field<String> PATTERN =
        Field.optional("pattern", pattern(), "RE2 expression that the whole value must match.");
    private static final Field<List<String>> CHOICES =
        Field.optional("choices", Shapes.listOf(Shapes.text()), "The values of a choice.");
    private static final Field<String> DEFAULT =
        Field.optional("default", Shapes.text(), "The value when none is given.");
    private static final Field<String> LABEL =
        Field.optional("label", Shapes.text(), "The alert's label that may fill it in.");

    private static final ObjectShape<Parameter> KEYS =
        ObjectShape.of(
            "a parameter",
            List.of(TYPE, PATTERN, CHOICES, DEFAULT, LABEL),
            v -> {
              return new Parameter(
                  "",
                  v.get(TYPE),
                  v.find(PATTERN),
                  v.find(CHOICES, List.of()),
                  v.find(DEFAULT),
                  v.find(LABEL));
            });
    private static final Shape<Parameter> ONE =
        Shapes.scalarOr(
            Shapes.mapped(
                Shapes.oneOf(Parameter.Type.class),
                type -> new Parameter("", type, null, List.of(), null, null)),
            KEYS);

    private static Shape<String> pattern() {
      return Shapes.scalar(
          "an RE2 expression",
          "[a-z]+",
          Map.of("type", "string"),
          text -> {
            try {
              return com.google.re2j.Pattern.compile(text).pattern();
            } catch (com.google.re2j.PatternSyntaxException e) {
              return null;
            }
          });
    }

    @Override
    public @Nullable Map<String, Parameter> read(Node node, Problems problems) {
      Map<String, Parameter> read = Shapes.mapOf(ONE).read(node, problems);
      if (read == null) {
        return null;
      }
      List<String> refused =
          read.keySet().stream().filter(name -> !Parameters.nameAllowed(name)).toList();
      for (String name : refused) {
        Place place = node instanceof Node.MapNode map ? map.placeOf(name) : node.place();
        problems.error(
            place,
            "refused-parameter",
            "a parameter may not have this name (" + name + ")",
            "use capital letters, digits and _, and no name that programs obey, such as PATH");
      }
      Map<String, Parameter> named = new java.util.LinkedHashMap<>();
      read.forEach((name, p) -> named.put(name, named(name, p)));
      return refused.isEmpty() ? named : null;
    }

    private static Parameter named(String name, Parameter p) {
      return new Parameter(
          name, p.type(), p.pattern(), new ArrayList<>(p.choices()), p.otherwise(), p.label());
    }

    @Override
    public Map<String, Object> schema() {
      return Shapes.mapOf(ONE).schema();
    }

    @Override
    public String title() {
      return "a mapping of names, each to a type, or " + KEYS.title();
    }

    @Override
    public List<Shape<?>> inner() {
      return List.of(KEYS);
    }
  }
}
