package jigi.present.api.rooms;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.operate.incident.Incident;
import jigi.operate.incident.IncidentMonth;
import jigi.operate.incident.Incidents;
import jigi.operate.incident.LinkedAlert;
import jigi.operate.incident.TimelineEntry;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.ComponentRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.IncidentCount;
import jigi.present.api.view.IncidentDesk;
import jigi.present.api.view.IncidentDetail;
import jigi.present.api.view.IncidentRow;
import jigi.present.api.view.NextAction;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.RunRow;
import jigi.present.api.view.RunbookRow;
import jigi.present.api.view.Scope;
import jigi.present.api.view.StepRow;
import org.jspecify.annotations.Nullable;

/** Incidents, with what their alerts, runs and components are now. */
final class IncidentRoom implements Desk.Incidents {
  private static final int LISTED = 200;

  private final Incidents incidents;
  private final AlertRoom alerts;
  private final RunRoom runs;
  private final RunbookRoom runbooks;
  private final ComponentRoom components;
  private final IncidentWorkRoom work;
  private final Function<String, ZoneId> zone;

  /** The rooms of what belongs to incidents. */
  record Shown(AlertRoom alerts, RunRoom runs, RunbookRoom runbooks, ComponentRoom components) {}

  IncidentRoom(
      Incidents incidents, Shown shown, IncidentWorkRoom work, Function<String, ZoneId> zone) {
    this.incidents = incidents;
    this.alerts = shown.alerts();
    this.runs = shown.runs();
    this.runbooks = shown.runbooks();
    this.components = shown.components();
    this.work = work;
    this.zone = zone;
  }

  @Override
  public List<IncidentCount> months(Scope scope) {
    return incidents.months(zone).stream()
        .filter(one -> scope.sees(one.system()))
        .map(IncidentRoom::count)
        .toList();
  }

  private static IncidentCount count(IncidentMonth one) {
    IncidentMonth.Answered answered = one.answered();
    return new IncidentCount(
        one.month().toString(),
        one.system(),
        one.level().name(),
        one.count(),
        one.open(),
        one.acknowledged(),
        one.repaired(),
        answered == null ? null : answered.inTime(),
        answered == null ? null : answered.due());
  }

  @Override
  public IncidentDesk work() {
    return work;
  }

  @Override
  public List<IncidentRow> list(Scope scope, boolean all) {
    List<Incident> found = all ? incidents.list(null, LISTED) : incidents.open(null);
    // One may close between the list and its own view; what is closed by then is not open.
    return found.stream()
        .filter(one -> scope.sees(one.system()))
        .map(this::row)
        .filter(row -> all || row.open())
        .toList();
  }

  private IncidentRow row(Incident incident) {
    if (incident.state() == Incident.State.CLOSED) {
      return plain(incidents, incident);
    }
    Incidents.View view = incidents.view(incident.id());
    return view == null ? plain(incidents, incident) : row(incidents, view.incident(), next(view));
  }

  /** Without asking what comes next. */
  static IncidentRow plain(Incidents incidents, Incident incident) {
    return row(incidents, incident, NextAction.none("nothing", Map.of()));
  }

  private static IncidentRow row(Incidents incidents, Incident incident, NextAction next) {
    return new IncidentRow(
        incident.id(),
        incident.number(),
        incident.system(),
        incident.title(),
        incident.grade().level().name(),
        incidents.called(incident.system(), incident.grade().level()),
        state(incident.state()),
        incident.at().opened(),
        incident.at().acknowledged(),
        incident.at().resolved(),
        incident.at().closed(),
        incident.by().acknowledgedBy(),
        next);
  }

  private static IncidentRow.State state(Incident.State state) {
    return switch (state) {
      case OPEN -> IncidentRow.State.OPEN;
      case ACKNOWLEDGED -> IncidentRow.State.ACKNOWLEDGED;
      case RESOLVED -> IncidentRow.State.RESOLVED;
      case CLOSED -> IncidentRow.State.CLOSED;
    };
  }

  private NextAction next(Incidents.View view) {
    String path = "/incidents/" + view.incident().id();
    String run = view.next().run();
    RunDetail detail = run == null ? null : runs.get(run);
    return switch (view.next().kind()) {
      case ACKNOWLEDGE ->
          new NextAction(
              "acknowledge",
              Map.of(),
              path + "/acknowledge",
              true,
              view.incident().at().isLate() ? null : incidents.respondBy(view.incident()));
      case ANSWER_RUN -> detail == null ? none("investigate") : answer(detail);
      case WATCH_RUN -> detail == null ? none("investigate") : watch(detail.row());
      case CHOOSE_RUNBOOK -> new NextAction("choose", Map.of(), "/runbooks", false, null);
      case AWAIT_VERIFICATION -> none("verify");
      case LOOK -> none("look");
      case READ_REPORT -> none("nothing");
    };
  }

  private static NextAction answer(RunDetail detail) {
    RunRow row = detail.row();
    RunDetail.Question question = detail.question();
    if (question == null) {
      return watch(row);
    }
    if (!question.approval()) {
      return new NextAction("decide", Map.of("run", row.title()), row.path(), false, row.due());
    }
    List<StepRow> steps = detail.steps();
    String step =
        !question.commands().isEmpty()
            ? question.commands().getFirst().title()
            : question.step() < 0 || question.step() >= steps.size()
                ? row.title()
                : steps.get(question.step()).title();
    return new NextAction(
        "approve",
        Map.of("run", row.title(), "step", step),
        row.path() + "#ask",
        false,
        question.expires());
  }

  private static NextAction watch(RunRow row) {
    return new NextAction("watch", Map.of("run", row.title()), row.path(), false, null);
  }

  private static NextAction none(String kind) {
    return NextAction.none(kind, Map.of());
  }

  @Override
  public Map<String, String> numbered(Scope scope, long number) {
    return incidents.numbered(number).stream()
        .filter(one -> scope.sees(one.system()))
        .collect(Collectors.toMap(Incident::system, Incident::id));
  }

  @Override
  public @Nullable IncidentDetail get(String id) {
    Incidents.View view = incidents.view(id);
    if (view == null) {
      return null;
    }
    List<AlertRow> linked = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    for (LinkedAlert link : view.alerts()) {
      AlertRow alert = alerts.row(link.alert());
      if (alert != null) {
        linked.add(alert);
      }
      if (link.component() != null) {
        names.add(link.component());
      }
    }
    List<ComponentRow> touched =
        names.stream()
            .map(name -> components.row(view.incident().system(), name))
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    List<Event> timeline =
        view.timeline().reversed().stream().map(entry -> event(view, entry)).toList();
    return new IncidentDetail(
        row(view.incident()),
        timeline,
        Strands.of(timeline),
        linked,
        runs.byIds(view.runs().reversed()),
        answering(view, linked, names),
        touched,
        components.externals(view.incident().system()),
        work.of(view));
  }

  /** What the manual offers, what answers its alerts, what fits what was seen, then all others. */
  private List<RunbookRow> answering(
      Incidents.View view, List<AlertRow> linked, Collection<String> touched) {
    String system = view.incident().system();
    List<String> told = new ArrayList<>(List.of(view.incident().title()));
    linked.forEach(alert -> told.add(alert.summary()));
    touched.forEach(component -> told.add(alerts.seen(system, component)));
    view.timeline().forEach(entry -> told.add(entry.args().getOrDefault("text", "")));
    Map<String, RunbookRow> all = new LinkedHashMap<>();
    List<RunbookRow> every = runbooks.list(system::equals);
    for (String name : incidents.guide(system).runbooks()) {
      every.stream()
          .filter(one -> one.name().equals(name))
          .forEach(one -> all.put(one.name(), one));
    }
    runbooks
        .suggested(system, linked.stream().map(AlertRow::rule).toList(), String.join("\n", told))
        .forEach(one -> all.put(one.name(), one));
    every.forEach(one -> all.putIfAbsent(one.name(), one));
    return List.copyOf(all.values());
  }

  private static Event event(Incidents.View view, TimelineEntry entry) {
    EventDraft draft =
        EventDraft.of(EventKind.of(entry.kind()))
            .system(view.incident().system())
            .component(entry.component())
            .actor(entry.actor())
            .run(entry.run())
            .incident(view.incident().id())
            .withAll(entry.args());
    return new Event(entry.event(), "", entry.seq(), entry.at(), draft, "");
  }

  @Override
  public void acknowledge(String id, String actor) {
    incidents.acknowledge(id, actor);
  }

  @Override
  public void note(String id, String actor, String text) {
    incidents.note(id, text, actor);
  }

  @Override
  public void level(String id, String actor, String level) {
    incidents.setLevel(id, IncidentWorkRoom.level(level), "", actor);
  }

  @Override
  public void close(String id, String actor, String text, boolean force) {
    incidents.close(id, text, force, actor);
  }
}
