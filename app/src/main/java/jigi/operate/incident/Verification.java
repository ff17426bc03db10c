package jigi.operate.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import jigi.base.journal.EventDraft;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.store.Tx;
import jigi.operate.incident.Incident.State;
import jigi.operate.incident.IncidentChecks.Check;
import jigi.operate.incident.IncidentChecks.RunFacts;
import org.jspecify.annotations.Nullable;

/**
 * Closes an incident whose alerts are over once no run of it is open and what its runs work towards
 * holds at a measurement made since. Until then it asks again.
 */
final class Verification {
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final IncidentLog log;
  private final Timeline timeline;
  private final IncidentChecks checks;

  Verification(IncidentLog log, Timeline timeline, IncidentChecks checks) {
    this.log = log;
    this.timeline = timeline;
    this.checks = checks;
  }

  void soon(String incident) {
    later(incident, Duration.ZERO);
  }

  private void later(String incident, Duration delay) {
    timeline.after(delay, "verify incident", () -> verify(incident));
  }

  private void verify(String id) {
    Incident incident = log.store().read(handle -> IncidentRepository.find(handle, id));
    if (incident == null || incident.state() != State.RESOLVED) {
      return;
    }
    Instant since = Objects.requireNonNull(incident.at().resolved());
    List<RunFacts> runs =
        log.store().read(handle -> IncidentRepository.runs(handle, id)).stream()
            .map(checks::run)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    if (runs.stream().anyMatch(RunFacts::open)) {
      // The end of the run asks again.
      return;
    }
    Steps steps = steps(incident, since);
    Check measured = measure(incident, runs, since);
    if (measured == null && !steps.tell()) {
      log.store().change(tx -> unmeasured(tx, id, since));
      return;
    }
    Check seen = measured == null ? new Check(Status.OK, steps.seen()) : measured;
    Check result = worse(seen, steps);
    log.store()
        .change(
            tx -> {
              steps.held().forEach((task, check) -> held(tx, id, task, check));
              decide(tx, id, since, result);
            });
    // What only a person can do is asked for again when they did it.
    if (seen.status() != Status.OK || !steps.failed().isEmpty()) {
      later(id, AGAIN);
    }
  }

  /** Nothing is asked again: only a person can tell. */
  private void unmeasured(Tx tx, String id, Instant since) {
    Incident incident = IncidentLog.get(tx, id);
    boolean said = Incidents.awaitsPerson(tx, incident);
    if (incident.state() == State.RESOLVED && since.equals(incident.at().resolved()) && !said) {
      log.append(tx, incident, IncidentEvents.draft(IncidentEvents.UNMEASURED, incident));
    }
  }

  /**
   * The steps that hold up the end.
   *
   * @param held those whose condition held, with what was measured
   * @param failed those whose condition did not hold, likewise
   * @param people those that a person has to do
   * @param done those that a person did and that would hold it up otherwise
   */
  private record Steps(
      Map<Task, Check> held, Map<Task, Check> failed, List<Task> people, List<Task> done) {
    /** Whether they say anything of whether it is over. */
    boolean tell() {
      return !(held.isEmpty() && failed.isEmpty() && people.isEmpty() && done.isEmpty());
    }

    /** What people saw, {@code try the service: user:kim, 200}. */
    String seen() {
      return done.stream()
          .map(task -> task.text() + ": " + by(Objects.requireNonNull(task.done())))
          .collect(Collectors.joining("; "));
    }

    private static String by(Task.Done done) {
      return done.evidence().isEmpty() ? done.by() : done.by() + ", " + done.evidence();
    }
  }

  private Steps steps(Incident incident, Instant since) {
    Steps steps =
        new Steps(
            new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (Task task : log.store().read(h -> GuideRepository.tasks(h, incident.id()))) {
      String condition = task.verify();
      if (task.holdsUp() && condition != null) {
        Check check = fresh(() -> checks.fresh(incident.system(), condition, since));
        (check.status() == Status.OK ? steps.held() : steps.failed()).put(task, check);
      } else if (task.holdsUp()) {
        steps.people().add(task);
      } else if (task.required() || condition != null) {
        steps.done().add(task);
      }
    }
    return steps;
  }

  private static Check worse(Check measured, Steps steps) {
    List<Status> statuses = new ArrayList<>(List.of(measured.status()));
    List<String> evidence = new ArrayList<>();
    if (!measured.evidence().isEmpty()) {
      evidence.add(measured.evidence());
    }
    steps.held().forEach((task, check) -> add(task.text(), check, statuses, evidence));
    steps.failed().forEach((task, check) -> add(task.text(), check, statuses, evidence));
    Check open = new Check(Status.UNKNOWN, "not done yet");
    steps.people().forEach(task -> add(task.text(), open, statuses, evidence));
    return new Check(Status.worst(statuses), String.join("; ", evidence));
  }

  private void held(Tx tx, String id, Task task, Check check) {
    Incident incident = IncidentLog.get(tx, id);
    if (incident.state() == State.RESOLVED) {
      Task.Done done = new Task.Done(timeline.instant(), "jigi", check.evidence());
      GuideRepository.done(tx.handle(), id, task.number(), done);
      log.append(
          tx,
          incident,
          IncidentEvents.draft(IncidentEvents.TICKED, incident)
              .with("task", task.text())
              .with("evidence", check.evidence()));
    }
  }

  /**
   * By the goals of its runs; where there are none, by the components that its alerts named, and by
   * the good end of the run or checklist whose bad end opened it. Null where nothing measures it.
   */
  private @Nullable Check measure(Incident incident, List<RunFacts> runs, Instant since) {
    List<Status> statuses = new ArrayList<>();
    List<String> evidence = new ArrayList<>();
    List<String> goals =
        runs.stream().map(RunFacts::goal).filter(Objects::nonNull).distinct().toList();
    for (String goal : goals) {
      add(goal, fresh(() -> checks.fresh(incident.system(), goal, since)), statuses, evidence);
    }
    if (goals.isEmpty()) {
      for (String component : components(incident.id())) {
        Check check = fresh(() -> checks.freshComponent(incident.system(), component, since));
        add(component, check, statuses, evidence);
      }
      TimelineEntry end = lastEnd(incident);
      if (end != null) {
        boolean good = Failures.isGood(end.kind(), end.args());
        Check check =
            new Check(good ? Status.OK : Status.FAIL, good ? "ended well" : "ended badly");
        add(incident.detectedBy(), check, statuses, evidence);
      }
    }
    if (statuses.isEmpty()) {
      return null;
    }
    return new Check(Status.worst(statuses), String.join("; ", evidence));
  }

  /** Of the run or the checklist that opened it; null for an incident that opened otherwise. */
  private @Nullable TimelineEntry lastEnd(Incident incident) {
    return log.store().read(handle -> IncidentRepository.entries(handle, incident.id())).stream()
        .sorted()
        .filter(entry -> incident.detectedBy().equals(Failures.source(entry.kind(), entry.args())))
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  private static void add(String name, Check check, List<Status> statuses, List<String> evidence) {
    statuses.add(check.status());
    evidence.add(name + ": " + check.evidence());
  }

  private List<String> components(String incident) {
    return log.store().read(handle -> IncidentRepository.components(handle, incident));
  }

  /** A measurement that waits. */
  private interface Measurement {
    Check take() throws InterruptedException;
  }

  private static Check fresh(Measurement measurement) {
    try {
      return measurement.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Check(Status.UNKNOWN, "interrupted");
    }
  }

  private void decide(Tx tx, String id, Instant since, Check result) {
    Incident incident = IncidentLog.get(tx, id);
    // An alert may have come back while it was measured.
    if (incident.state() != State.RESOLVED || !since.equals(incident.at().resolved())) {
      return;
    }
    if (result.status() != Status.OK) {
      recordOnce(tx, incident, result);
      return;
    }
    log.append(
        tx,
        incident,
        IncidentEvents.draft(IncidentEvents.VERIFIED, incident)
            .with("evidence", result.evidence()));
    Incident closed = Transitions.close(incident, timeline.instant(), "jigi", "verified");
    log.save(
        tx, closed, IncidentEvents.draft(IncidentEvents.CLOSED, closed).with("reason", "verified"));
  }

  private void recordOnce(Tx tx, Incident incident, Check result) {
    EventDraft draft =
        IncidentEvents.draft(IncidentEvents.UNVERIFIED, incident)
            .with("evidence", result.evidence());
    List<TimelineEntry> entries = IncidentRepository.entries(tx.handle(), incident.id());
    boolean said =
        !entries.isEmpty()
            && entries.getLast().kind().equals(draft.kind().name())
            && entries.getLast().args().equals(draft.args());
    if (!said) {
      log.append(tx, incident, draft);
    }
  }
}
