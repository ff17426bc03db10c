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
import jigi.detect.metric.Unit;
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

  private static final Field<List<Level>> ROOM =
      Field.optional(
          "room",
          Shapes.listOf(IncidentPart.LEVEL),
          "The levels whose incidents have a war room from the beginning; others get one when"
              + " somebody opens it.");
  private static final Field<String> MEASURE =
      Field.required("measure", Shapes.text(), "What people call it.");
  private static final Field<String> QUERY =
      Field.required("query", Shapes.text(), "PromQL; of several series the highest is drawn.");
  private static final Field<Unit> UNIT =
      Field.optional("unit", Shapes.oneOf(Unit.class), "count", "What it counts.");
  private static final Field<List<Values>> MEASURES =
      Field.optional(
          "measures",
          Shapes.listOf(
              ObjectShape.of("a measure", List.of(MEASURE, QUERY, UNIT), values -> values)),
          "What the page of an incident draws of the time around its beginning.");

  private static final Field<String> NOTICE_TITLE =
      Field.required("title", Shapes.text(), "What stands above it.");
  private static final Field<String> NOTICE_TEXT =
      Field.required("text", Shapes.text(), "The draft.");
  private static final Field<List<Ref>> NOTICE_TO =
      Field.optional(
          "to", Shapes.listOf(Ref.recipient("a person or a group")), "To whom it is sent.");
  private static final Field<List<Ref>> NOTICE_BY =
      Field.optional("by", Shapes.listOf(Ref.shape("the name of a channel")), "By which channels.");
  private static final Field<Notice.Stage> PUBLISH =
      Field.optional(
          "publish",
          Shapes.oneOf(Notice.Stage.class),
          "The stage under which it is published on the status page, too.");
  private static final Field<Map<String, Values>> NOTICES =
      Field.optional(
          "notices",
          Shapes.mapOf(
              ObjectShape.of(
                  "a notice",
                  List.of(NOTICE_TITLE, NOTICE_TEXT, NOTICE_TO, NOTICE_BY, PUBLISH),
                  values -> values)),
          "What customers may be told: a draft that somebody edits and somebody approves.");

  static final List<Field<?>> FIELDS =
      List.of(PHASES, CALLS, KINDS, RUNBOOKS, ROOM, MEASURES, NOTICES);

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
        values.find(RUNBOOKS, List.of()).stream().map(this::runbook).toList(),
        Set.copyOf(values.find(ROOM, List.of())),
        values.find(MEASURES, List.of()).stream().map(this::measure).toList(),
        notices(values.find(NOTICES, Map.of())));
  }

  private Guide.Measure measure(Values values) {
    String query = values.get(QUERY);
    names.queries().check(query, values.placeOfValue(QUERY), reading.problems());
    return new Guide.Measure(values.get(MEASURE), query, values.get(UNIT));
  }

  private Map<String, Guide.Template> notices(Map<String, Values> written) {
    Map<String, Guide.Template> all = new LinkedHashMap<>();
    written.forEach((name, values) -> all.put(name, notice(values)));
    return all;
  }

  private Guide.Template notice(Values values) {
    List<String> to = people(values.find(NOTICE_TO, List.of()));
    List<String> by = channels(values.find(NOTICE_BY, List.of()));
    Notice.Stage publish = values.find(PUBLISH);
    if (to.isEmpty() != by.isEmpty() || to.isEmpty() && publish == null) {
      values.error(
          NOTICE_TITLE,
          "notice-to-nobody",
          "'" + values.get(NOTICE_TITLE) + "' reaches nobody",
          "say 'to' whom and 'by' what it is sent, or 'publish' it");
    }
    return new Guide.Template(values.get(NOTICE_TITLE), values.get(NOTICE_TEXT), to, by, publish);
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
    return new Guide.Call(people(values.get(TO)), channels(values.get(BY)), at);
  }

  private List<String> people(List<Ref> named) {
    Names people = NotifyPart.recipients(reading);
    named.forEach(one -> require(one, people, "unknown-person", "'people' knows nobody"));
    return named.stream().map(Ref::name).toList();
  }

  private List<String> channels(List<Ref> named) {
    Names channels = NotifyPart.channels(reading);
    named.forEach(one -> require(one, channels, "unknown-channel", "no channel of this name"));
    return named.stream().map(Ref::name).toList();
  }

  private void require(Ref ref, Names among, String code, String what) {
    among.require(ref.name(), ref.place(), reading.problems(), code, what);
  }
}
