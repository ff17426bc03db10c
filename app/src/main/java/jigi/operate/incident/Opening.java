package jigi.operate.incident;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.kernel.Ids;
import jigi.base.store.Tx;
import jigi.detect.alert.AlertEvents;
import jigi.operate.incident.Incident.State;
import org.jspecify.annotations.Nullable;

/**
 * Opens incidents, whatever led to them, with the steps and the calls that their level asks for.
 */
final class Opening {
  /** What a call says of an alert, so that whoever is called need not look it up. */
  private static final Set<String> TOLD =
      Set.of("alert", "summary", "value", "expr", "since", "runbook", "labels", "annotations");

  private final IncidentLog log;
  private final Function<String, IncidentPolicy> policies;
  private final Consumer<Incident> watch;

  /**
   * @param watch begins to wait for an answer to an incident
   */
  Opening(IncidentLog log, Function<String, IncidentPolicy> policies, Consumer<Incident> watch) {
    this.log = log;
    this.policies = policies;
    this.watch = watch;
  }

  /**
   * What is to be opened.
   *
   * @param detectedBy {@code alert:WebDown}, {@code run:backup}, {@code checklist:daily} or the
   *     actor who reports it
   * @param kind of the manual's kinds; null for none
   * @param cause the event that led to it; null where a person reports it
   */
  record Ask(
      String system,
      String title,
      Incident.Grade grade,
      String detectedBy,
      @Nullable String kind,
      @Nullable String component,
      String actor,
      @Nullable Event cause) {}

  Incident open(Tx tx, Ask ask, Instant at) {
    IncidentPolicy policy = policies.apply(ask.system());
    Level level = policy.atLeast(ask.grade().level(), ask.kind());
    Incident incident =
        new Incident(
            Ids.next(at),
            ask.system(),
            IncidentRepository.nextNumber(tx.handle(), ask.system()),
            ask.title(),
            ask.kind(),
            new Incident.Grade(level, ask.grade().severity()),
            State.OPEN,
            ask.detectedBy(),
            Incident.Times.opened(at),
            new Incident.Hands(null, null, null));
    IncidentRepository.insert(tx.handle(), incident);
    Event cause = ask.cause();
    if (cause != null) {
      IncidentRepository.record(tx.handle(), incident.id(), TimelineEntry.of(cause));
    }
    log.append(tx, incident, opened(incident, ask));
    guide(tx, incident);
    room(tx, incident);
    call(tx, incident, policy.guide().calls().get(level), Guide.When.OPENED, alertOf(cause));
    callForKind(tx, incident, alertOf(cause));
    tx.afterCommit(() -> watch.accept(incident));
    return incident;
  }

  private static EventDraft opened(Incident incident, Ask ask) {
    Event cause = ask.cause();
    EventDraft draft =
        IncidentEvents.draft(IncidentEvents.OPENED, incident)
            .component(ask.component())
            .actor(ask.actor())
            .with("alert", alert(ask.detectedBy()))
            .with("detected", ask.detectedBy());
    return cause == null ? draft : draft.cause(cause.id());
  }

  private static String alert(String detectedBy) {
    return detectedBy.startsWith("alert:") ? detectedBy.substring("alert:".length()) : "";
  }

  /**
   * A level was raised or a kind was set: what that asks for and was not asked for before. Of what
   * is over nobody is called.
   */
  void changed(Tx tx, Incident before, Incident now) {
    if (now.state() == State.CLOSED) {
      return;
    }
    guide(tx, now);
    room(tx, now);
    if (now.grade().level().compareTo(before.grade().level()) < 0) {
      call(
          tx,
          now,
          policies.apply(now.system()).guide().calls().get(now.grade().level()),
          Guide.When.OPENED,
          Map.of());
    }
    if (now.kind() != null && !now.kind().equals(before.kind())) {
      callForKind(tx, now, Map.of());
    }
    tx.afterCommit(() -> watch.accept(now));
  }

  /** Nobody acknowledged in time. */
  void breached(Tx tx, Incident incident) {
    Guide guide = policies.apply(incident.system()).guide();
    Guide.Call call = guide.calls().get(incident.grade().level());
    call(tx, incident, call, Guide.When.BREACHED, Map.of());
  }

  /** Adds the steps that the incident does not have yet; none is ever taken away. */
  private void guide(Tx tx, Incident incident) {
    List<Task> known = GuideRepository.tasks(tx.handle(), incident.id());
    Set<String> texts = known.stream().map(Task::text).collect(Collectors.toSet());
    int number = known.size();
    Guide guide = policies.apply(incident.system()).guide();
    for (Guide.Phase phase : guide.of(incident.grade().level(), incident.kind())) {
      for (Guide.Step step : phase.steps()) {
        if (texts.add(step.text())) {
          GuideRepository.add(tx.handle(), incident.id(), Task.of(++number, phase, step));
        }
      }
    }
  }

  /** Grave incidents have a war room without anybody having to think of it. */
  private void room(Tx tx, Incident incident) {
    if (policies.apply(incident.system()).guide().rooms().contains(incident.grade().level())) {
      WarRoom.open(log, tx, incident, "jigi");
    }
  }

  /** What people are told of the alert that opens an incident; nothing where none does. */
  private static Map<String, String> alertOf(@Nullable Event cause) {
    Map<String, String> facts = new TreeMap<>();
    if (cause != null && cause.what().kind().name().equals(AlertEvents.FIRING.name())) {
      facts.putAll(cause.what().args());
      facts.keySet().retainAll(TOLD);
      facts.put("alert-id", cause.what().args().getOrDefault("id", ""));
    }
    return facts;
  }

  private void callForKind(Tx tx, Incident incident, Map<String, String> alert) {
    String kind = incident.kind();
    Guide.Kind special =
        kind == null ? null : policies.apply(incident.system()).guide().kinds().get(kind);
    if (special != null) {
      call(tx, incident, special.call(), Guide.When.OPENED, alert);
    }
  }

  private void call(
      Tx tx,
      Incident incident,
      Guide.@Nullable Call call,
      Guide.When now,
      Map<String, String> alert) {
    if (call != null && call.at() == now) {
      log.append(
          tx,
          incident,
          IncidentEvents.draft(IncidentEvents.CALLED, incident)
              .withAll(alert)
              .with("to", String.join(", ", call.to()))
              .with("by", String.join(", ", call.by())));
    }
  }
}
