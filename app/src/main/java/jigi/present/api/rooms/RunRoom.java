package jigi.present.api.rooms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import jigi.base.run.Approval;
import jigi.base.run.Choice;
import jigi.base.run.Goal;
import jigi.base.run.Lane;
import jigi.base.run.Purpose;
import jigi.base.run.Question;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunAttempt;
import jigi.base.run.RunEngine;
import jigi.base.run.RunFilter;
import jigi.base.run.RunState;
import jigi.base.run.RunStep;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepState;
import jigi.operate.incident.Incidents;
import jigi.present.api.http.OneOf;
import jigi.present.api.view.Desk;
import jigi.present.api.view.HoldRow;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.RunOutput;
import jigi.present.api.view.RunRow;
import jigi.present.api.view.Scope;
import jigi.present.api.view.StepRow;
import org.jspecify.annotations.Nullable;

/** Runs, as the engine knows them. */
final class RunRoom implements Desk.Runs {
  private final RunEngine engine;
  private final Runs runs;
  private final Incidents incidents;
  private final Outputs outputs;

  RunRoom(RunEngine engine, Runs runs, Incidents incidents, Outputs outputs) {
    this.engine = engine;
    this.runs = runs;
    this.incidents = incidents;
    this.outputs = outputs;
  }

  @Override
  public List<HoldRow> held(Scope scope) {
    return engine.guard().holds().stream()
        .map(hold -> new HoldRow(hold.system(), hold.actor(), hold.at()))
        .filter(hold -> hold.all() || scope.sees(hold.system()))
        .toList();
  }

  @Override
  public void hold(@Nullable String system, String actor) {
    engine.guard().hold(system, actor);
  }

  @Override
  public void allow(@Nullable String system, String actor) {
    engine.guard().allow(system, actor);
  }

  @Override
  public List<RunRow> list(Scope scope, Wanted wanted, int limit) {
    RunFilter filter =
        RunFilter.newest(limit)
            .lane(wanted.deliveries() ? Lane.DELIVERY : Lane.NORMAL)
            .system(wanted.system())
            .state(state(wanted.state()))
            .before(wanted.before());
    return rows(filter).stream().filter(row -> scope.sees(row.system())).toList();
  }

  List<RunRow> rows(RunFilter filter) {
    return runs.overviews(filter).stream()
        .map(
            overview ->
                overview.run().state().ended()
                    ? row(overview.run(), overview.steps(), null)
                    : row(overview.run()))
        .toList();
  }

  List<RunRow> byIds(List<String> ids) {
    List<RunRow> rows = new ArrayList<>();
    for (String id : ids) {
      Run run = runs.find(id);
      if (run != null && run.lane() == Lane.NORMAL) {
        rows.add(row(run));
      }
    }
    return rows;
  }

  private static @Nullable RunState state(@Nullable String name) {
    return Arrays.stream(RunState.values())
        .filter(state -> state.key().equals(name))
        .findFirst()
        .orElse(null);
  }

  private RunRow row(Run run) {
    return row(runs.get(run.id()));
  }

  private static RunRow row(Runs.Detail detail) {
    return row(detail.run(), detail.steps(), due(detail));
  }

  private static RunRow row(Run run, List<RunStep> steps, @Nullable Instant due) {
    int skipped = (int) steps.stream().filter(step -> step.state() == StepState.SKIPPED).count();
    int ended = (int) steps.stream().filter(step -> step.state().ended()).count();
    return new RunRow(
        run.id(),
        run.number(),
        run.system(),
        run.name(),
        run.title(),
        run.state().key(),
        reason(run),
        run.at().queued(),
        run.at().ended(),
        ended - skipped,
        skipped,
        steps.size(),
        run.trigger().text(),
        run.actor(),
        due);
  }

  /** A run that a guard made ask says which. */
  private static @Nullable String reason(Run run) {
    boolean held =
        run.heldBy() != null && run.state() == RunState.WAITING && run.at().started() == null;
    return held ? "held-" + run.heldBy() : run.reason();
  }

  private static @Nullable Instant due(Runs.Detail detail) {
    Runs.OpenQuestion ask = detail.ask();
    if (ask != null && ask.approval() != null) {
      return ask.approval().expires();
    }
    return detail.steps().stream()
        .filter(step -> step.state() == StepState.ACTIVE)
        .map(RunStep::due)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable RunDetail get(String id) {
    if (runs.find(id) == null) {
      return null;
    }
    Runs.Detail detail = runs.get(id);
    Run run = detail.run();
    Goal goal = detail.definition().goal();
    var incident = run.incident() == null ? null : incidents.find(run.incident());
    List<StepRow> steps = new ArrayList<>();
    for (int i = 0; i < detail.steps().size(); i++) {
      steps.add(step(detail, i));
    }
    return new RunDetail(
        row(detail),
        run.definition(),
        goal == null ? null : goal.condition(),
        incident == null ? null : IncidentRoom.plain(incidents, incident),
        run.parameters(),
        run.state().ended() ? Objects.requireNonNullElse(run.reason(), "") : "",
        steps,
        question(detail));
  }

  private static StepRow step(Runs.Detail detail, int index) {
    RunStep step = detail.steps().get(index);
    StepDefinition definition = detail.definition().steps().get(index);
    List<StepRow.AttemptRow> attempts =
        telling(detail.attempts(index)).stream().map(RunRoom::attempt).toList();
    return new StepRow(
        index,
        definition.title(),
        definition.act().kind(),
        definition.role() == Role.OWN ? "" : definition.role().name().toLowerCase(Locale.ROOT),
        definition.act().attributes().get("on"),
        shown(detail, step),
        step.evidence().lines().findFirst().orElse(""),
        step.started(),
        step.ended(),
        definition.act().source(),
        attempts);
  }

  /** Without checks that were followed by the same check: only the last of a row tells. */
  private static List<RunAttempt> telling(List<RunAttempt> all) {
    List<RunAttempt> some = new ArrayList<>();
    for (RunAttempt attempt : all) {
      boolean again =
          !some.isEmpty()
              && attempt.purpose() != Purpose.ACT
              && some.getLast().purpose() == attempt.purpose();
      if (again) {
        some.removeLast();
      }
      some.add(attempt);
    }
    return some;
  }

  private static String shown(Runs.Detail detail, RunStep step) {
    return switch (step.state()) {
      case PENDING -> asked(detail, step.index()) ? "waiting" : "todo";
      case ACTIVE -> detail.run().state() == RunState.WAITING ? "waiting" : "running";
      case SUCCEEDED, FAILED, SKIPPED -> step.state().key();
    };
  }

  private static boolean asked(Runs.Detail detail, int step) {
    Runs.OpenQuestion ask = detail.ask();
    return ask != null && ask.step() == step;
  }

  private static StepRow.AttemptRow attempt(RunAttempt attempt) {
    return new StepRow.AttemptRow(
        attempt.id(),
        attempt.number(),
        attempt.purpose().key(),
        attempt.outcome() == null ? "running" : attempt.outcome().key(),
        attempt.begun(),
        attempt.ended(),
        attempt.bytes() == 0 && attempt.evidence().contains("\n")
            ? attempt.evidence().length()
            : attempt.bytes());
  }

  private static RunDetail.@Nullable Question question(Runs.Detail detail) {
    Runs.OpenQuestion ask = detail.ask();
    if (ask == null) {
      return null;
    }
    Approval approval = ask.approval();
    if (approval != null) {
      return new RunDetail.Question(
          ask.step(),
          approval.asks(),
          commands(detail, ask.step()),
          approval.hash(),
          List.of(),
          approval.expires(),
          new RunDetail.Consents(approval.needed(), approval.given()),
          null);
    }
    Question question = ask.question();
    boolean undo = ask.step() >= 0 && detail.definition().steps().get(ask.step()).undo() != null;
    boolean item =
        ask.step() >= 0 && detail.definition().steps().get(ask.step()).act().kind().equals("item");
    boolean checkable = question != null && question.checkable(detail.definition(), ask.step());
    List<String> choices =
        Arrays.stream(Choice.values())
            .filter(choice -> choice != Choice.UNDO || undo)
            .filter(choice -> choice != Choice.CHECK || checkable)
            .filter(choice -> !item || choice == Choice.MARK_DONE || choice == Choice.ABANDON)
            .map(Choice::key)
            .toList();
    return new RunDetail.Question(
        ask.step(),
        List.of(),
        List.of(),
        null,
        choices,
        null,
        new RunDetail.Consents(1, List.of()),
        question == null ? null : question.why());
  }

  /** What acts from here up to the next approval: that is what consent lets happen. */
  private static List<RunDetail.Command> commands(Runs.Detail detail, int from) {
    List<RunDetail.Command> commands = new ArrayList<>();
    List<StepDefinition> steps = detail.definition().steps();
    for (int i = Math.max(0, from); i < steps.size(); i++) {
      StepDefinition step = steps.get(i);
      if (step.act().kind().equals("approve") && i > from) {
        break;
      }
      if (!step.act().source().isBlank() && step.role() != Role.LOOK) {
        String target = step.act().attributes().get("on");
        commands.add(new RunDetail.Command(step.title(), target, step.act().source()));
      }
    }
    return commands;
  }

  @Override
  public RunOutput output(String id, String attempt, long from, int limit) {
    return outputs.read(id, attempt, from, limit);
  }

  @Override
  public void cancel(String id, String actor) {
    engine.cancel(id, actor);
  }

  @Override
  public void approve(String id, int step, String actor, String hash) {
    engine.approve(id, step, actor, hash);
  }

  @Override
  public void decline(String id, int step, String actor, String hash) {
    engine.decline(id, step, actor, hash);
  }

  @Override
  public void choose(String id, int step, String choice, String actor, String evidence) {
    Choice known =
        OneOf.named(
            choice,
            Choice.values(),
            Choice::key,
            "unknown-choice",
            "'" + choice + "' is no choice");
    engine.choose(id, step, known, actor, evidence);
  }
}
