package jigi.operate.incident;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.notify.NotifyPart;
import jigi.operate.notify.Ref;
import org.jspecify.annotations.Nullable;

/** Reads what a manual says people do in an incident. */
final class GuideReader {
  private static final Field<String> STEP =
      Field.required("step", Shapes.text(), "What is to be done.");
  private static final Field<List<Level>> STEP_LEVELS =
      Field.optional(
          "levels",
          Shapes.listOf(IncidentPart.LEVEL),
          "[P0, P1, P2, P3, P4]",
          "The levels of incidents that it is for.");
  private static final Field<Ref> STEP_RUNBOOK =
      Field.optional("runbook", Ref.shape("the name of a runbook"), "The runbook that does it.");
  private static final Field<Ref> VERIFY =
      Field.optional(
          "verify",
          Ref.shape("the name of a condition"),
          "The condition that is measured in its place; an incident is closed once it holds.");
  private static final Field<Boolean> REQUIRED =
      Field.optional(
          "required",
          Shapes.bool(),
          "false",
          "Whether an incident is closed only after somebody did it.");
  private static final Shape<Written> WRITTEN =
      Shapes.scalarOr(
          Shapes.mapped(Shapes.text(), Written::of),
          ObjectShape.of(
              "a step", List.of(STEP, STEP_LEVELS, STEP_RUNBOOK, VERIFY, REQUIRED), Written::of));

  private static final Field<String> PHASE =
      Field.required("phase", Shapes.text(), "What it is called.");
  private static final Field<Duration> UNTIL =
      Field.optional(
          "until",
          Shapes.duration(),
          "The time since the opening by which its steps should be done.");
  private static final Field<List<Written>> STEPS =
      Field.optional("steps", Shapes.listOf(WRITTEN), "What is to be done, in its order.");
  private static final Field<List<Values>> PHASES =
      Field.optional(
          "phases",
          Shapes.listOf(ObjectShape.of("a phase", List.of(PHASE, UNTIL, STEPS), values -> values)),
          "The steps that every incident guides people through.");

  private static final Field<List<Ref>> TO =
      Field.required(
          "to",
          Shapes.listOf(Ref.recipient("a person or a group")),
          "People, groups, and 'on-call: NAME' for whoever is on call.");
  private static final Field<List<Ref>> BY =
      Field.required("by", Shapes.listOf(Ref.shape("the name of a channel")), "Channels.");
  private static final Field<Guide.When> AT =
      Field.optional(
          "at",
          Shapes.oneOf(Guide.When.class),
          "breached",
          "When: at once (opened), or when nobody acknowledged in time (breached).");
  private static final Field<Map<Level, Values>> CALLS =
      Field.optional(
          "call",
          IncidentPart.keyed(
              "levels",
              Level::named,
              List.of("P0", "P1", "P2", "P3", "P4"),
              ObjectShape.of("a call", List.of(TO, BY, AT), values -> values)),
          "Who is told of an incident of a level, beside those whom the routes of its alerts"
              + " tell.");

  private static final Field<String> TITLE =
      Field.required("title", Shapes.text(), "What people call it.");
  private static final Field<Level> LEVEL =
      Field.optional(
          "level",
          IncidentPart.LEVEL,
          "P1",
          "The level that an incident of the kind has at least.");
  private static final Field<Values> CALL =
      Field.optional(
          "call",
          ObjectShape.of("a call", List.of(TO, BY), values -> values),
          "Who is told at once.");
  private static final Field<String> NOTICE =
      Field.optional("notice", Shapes.text(), "The draft of what customers are told.");
  private static final Field<Map<String, Values>> KINDS =
      Field.optional(
          "kinds",
          Shapes.mapOf(
              ObjectShape.of(
                  "a kind of incident",
                  List.of(TITLE, LEVEL, CALL, STEPS, NOTICE),
                  values -> values)),
          "Incidents with people and steps of their own, such as security; an alert's label 'kind'"
              + " names one, or a person.");
  private static final Field<List<Ref>> RUNBOOKS =
      Field.optional(
          "runbooks",
          Shapes.listOf(Ref.shape("the name of a runbook")),
          "What the page of an incident offers to do at once, the likeliest first.");

  static final List<Field<?>> FIELDS = List.of(PHASES, CALLS, KINDS, RUNBOOKS);

  /** A step as it is written, with where its names stand. */
  private record Written(Guide.Step step, @Nullable Ref runbook, @Nullable Ref verify) {
    static Written of(String text) {
      return new Written(
          new Guide.Step(text, Set.of(Level.values()), null, null, false), null, null);
    }

    static Written of(Values values) {
      Ref runbook = values.find(STEP_RUNBOOK);
      Ref verify = values.find(VERIFY);
      return new Written(
          new Guide.Step(
              values.get(STEP),
              Set.copyOf(values.get(STEP_LEVELS)),
              runbook == null ? null : runbook.name(),
              verify == null ? null : verify.name(),
              values.get(REQUIRED)),
          runbook,
          verify);
    }
  }

  private final ManualReading reading;
  private final IncidentPart.Mentioned names;

  GuideReader(ManualReading reading, IncidentPart.Mentioned names) {
    this.reading = reading;
    this.names = names;
  }

  Guide read(Values values) {
    Map<Level, Guide.Call> calls = new LinkedHashMap<>();
    values
        .find(CALLS, Map.of())
        .forEach((level, call) -> calls.put(level, call(call, call.get(AT))));
    Map<String, Guide.Kind> kinds = new LinkedHashMap<>();
    values.find(KINDS, Map.of()).forEach((name, kind) -> kinds.put(name, kind(kind)));
    return new Guide(
        values.find(PHASES, List.of()).stream().map(this::phase).toList(),
        calls,
        kinds,
        values.find(RUNBOOKS, List.of()).stream().map(this::runbook).toList());
  }

  private Guide.Phase phase(Values values) {
    return new Guide.Phase(values.get(PHASE), values.find(UNTIL), steps(values));
  }

  private Guide.Kind kind(Values values) {
    Values call = values.find(CALL);
    return new Guide.Kind(
        values.get(TITLE),
        values.get(LEVEL),
        call == null ? null : call(call, Guide.When.OPENED),
        steps(values),
        values.find(NOTICE));
  }

  private List<Guide.Step> steps(Values values) {
    List<Written> steps = values.find(STEPS, List.of());
    for (Written step : steps) {
      if (step.runbook() != null) {
        runbook(step.runbook());
      }
      if (step.verify() != null) {
        require(step.verify(), names.conditions(), "unknown-condition", "no such condition");
      }
    }
    return steps.stream().map(Written::step).toList();
  }

  private String runbook(Ref runbook) {
    require(runbook, names.runbooks(), "unknown-runbook", "no such runbook");
    return runbook.name();
  }

  private Guide.Call call(Values values, Guide.When at) {
    Names people = NotifyPart.recipients(reading);
    Names channels = NotifyPart.channels(reading);
    values.get(TO).forEach(one -> require(one, people, "unknown-person", "'people' knows nobody"));
    values
        .get(BY)
        .forEach(one -> require(one, channels, "unknown-channel", "no channel of this name"));
    return new Guide.Call(
        values.get(TO).stream().map(Ref::name).toList(),
        values.get(BY).stream().map(Ref::name).toList(),
        at);
  }

  private void require(Ref ref, Names among, String code, String what) {
    among.require(ref.name(), ref.place(), reading.problems(), code, what);
  }
}
