package jigi.operate.incident;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;
import jigi.operate.incident.Incident.State;
import org.jspecify.annotations.Nullable;

/** What people do and write in an incident, and what they take upon themselves after it. */
public final class Handling {
  private final IncidentEngine engine;
  private final IncidentLog log;
  private final Timeline timeline;

  public Handling(IncidentEngine engine, Timeline timeline) {
    this.engine = engine;
    this.log = engine.log();
    this.timeline = timeline;
  }

  /** Waits for the follow-ups that are under way. */
  public void start() {
    log.store().read(GuideRepository::openFollowUps).stream()
        .filter(one -> one.overdue() == null)
        .forEach(this::watch);
  }

  /** The follow-ups of all incidents that nobody did yet, the earliest due first. */
  public List<FollowUp> openFollowUps() {
    return log.store().read(GuideRepository::openFollowUps);
  }

  /**
   * A step was done.
   *
   * @param number of the step
   * @param evidence what was seen; may be empty
   * @throws UserError {@code no-step}
   */
  public void tick(String id, int number, String evidence, String actor) {
    log.store()
        .change(
            tx -> {
              Incident incident = IncidentLog.get(tx, id);
              Task task = task(tx, incident, number);
              if (task.done() == null) {
                done(tx, incident, task, new Task.Done(timeline.instant(), actor, evidence));
              }
              if (incident.state() == State.RESOLVED) {
                tx.afterCommit(() -> engine.verifySoon(id));
              }
            });
  }

  /** A step was not done after all. */
  public void untick(String id, int number, String actor) {
    log.store()
        .change(
            tx -> {
              Incident incident = IncidentLog.get(tx, id);
              Task task = task(tx, incident, number);
              if (task.done() != null) {
                GuideRepository.done(tx.handle(), id, number, null);
                log.append(
                    tx,
                    incident,
                    draft(IncidentEvents.UNTICKED, incident, actor).with("task", task.text()));
              }
            });
  }

  private void done(Tx tx, Incident incident, Task task, Task.Done done) {
    GuideRepository.done(tx.handle(), incident.id(), task.number(), done);
    log.append(
        tx,
        incident,
        draft(IncidentEvents.TICKED, incident, done.by())
            .with("task", task.text())
            .with("evidence", done.evidence()));
    IncidentRepository.addResponder(tx.handle(), incident.id(), done.by(), done.at());
  }

  private static Task task(Tx tx, Incident incident, int number) {
    return GuideRepository.tasks(tx.handle(), incident.id()).stream()
        .filter(task -> task.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "no-step",
                    incident.name() + " has no step " + number,
                    "see 'jigi incidents show " + incident.name() + "'"));
  }

  /**
   * Writes a text in a new version.
   *
   * @param base the version that the writer saw, 0 for none; null where it does not matter
   * @throws UserError {@code text-changed} when somebody else wrote since
   */
  public WrittenText write(
      String id, WrittenText.Field field, String text, @Nullable Integer base, String actor) {
    return log.store()
        .write(
            tx -> {
              Incident incident = IncidentLog.get(tx, id);
              int latest =
                  (int)
                      GuideRepository.texts(tx.handle(), id).stream()
                          .filter(one -> one.field() == field)
                          .count();
              if (base != null && base != latest) {
                throw new UserError(
                    "text-changed",
                    "somebody wrote version " + latest + " meanwhile (you saw " + base + ")",
                    "read it, and write yours anew");
              }
              WrittenText written =
                  new WrittenText(field, latest + 1, text.strip(), timeline.instant(), actor);
              GuideRepository.write(tx.handle(), id, written);
              EventDraft draft =
                  draft(IncidentEvents.WRITTEN, incident, actor)
                      .with("field", field.key())
                      .with("version", written.version());
              log.append(
                  tx,
                  incident,
                  field == WrittenText.Field.REPORT ? draft : draft.with("text", written.text()));
              return written;
            });
  }

  /**
   * Says what kind it is: that kind's steps and people come in addition, and its level at least.
   *
   * @throws UserError {@code unknown-kind}
   */
  public void setKind(String id, String kind, String actor) {
    log.store()
        .change(
            tx -> {
              Incident incident = IncidentLog.get(tx, id);
              IncidentPolicy policy = engine.policy(incident.system());
              Guide.Kind special = engine.kind(incident.system(), kind);
              if (kind.equals(incident.kind())) {
                return;
              }
              Level level = policy.atLeast(incident.grade().level(), kind);
              Incident now =
                  incident
                      .ofKind(kind)
                      .graded(new Incident.Grade(level, incident.grade().severity()));
              log.save(
                  tx, now, draft(IncidentEvents.KIND, now, actor).with("kind", special.title()));
              engine.changed(tx, incident, now);
            });
  }

  /**
   * A person says that it is repaired: from then on it is verified, and closed when that holds.
   *
   * @throws UserError {@code alerts-firing}, {@code nothing-measures}
   */
  public void repaired(String id, String actor) {
    log.store()
        .change(
            tx -> {
              Incident incident = IncidentLog.get(tx, id);
              Incidents.refuseWhileFiring(tx, incident);
              refuseWithoutMeasure(tx, incident);
              if (incident.state() == State.RESOLVED || incident.state() == State.CLOSED) {
                return;
              }
              Incident now = Transitions.resolve(incident, timeline.instant());
              log.save(tx, now, draft(IncidentEvents.REPAIRED, now, actor));
              tx.afterCommit(() -> engine.verifySoon(id));
            });
  }

  private static void refuseWithoutMeasure(Tx tx, Incident incident) {
    boolean measured =
        !IncidentRepository.alerts(tx.handle(), incident.id()).isEmpty()
            || GuideRepository.tasks(tx.handle(), incident.id()).stream()
                .anyMatch(task -> task.verify() != null);
    if (!measured) {
      throw new UserError(
          "nothing-measures",
          "no alert and no condition tells whether " + incident.name() + " is over",
          "close it with what you saw");
    }
  }

  /**
   * Somebody has to do something, so that it does not happen again.
   *
   * @throws UserError {@code no-text}, {@code no-person}
   */
  public FollowUp followUp(String id, String task, String person, Instant due, String actor) {
    if (task.isBlank()) {
      throw new UserError("no-text", "the follow-up is empty", "say what is to be done");
    }
    if (person.isBlank()) {
      throw new UserError("no-person", "nobody is to do it", "name one of 'people'");
    }
    return log.store()
        .write(
            tx -> {
              Incident incident = IncidentLog.get(tx, id);
              int number = GuideRepository.followUps(tx.handle(), id).size() + 1;
              FollowUp made =
                  new FollowUp(id, number, task.strip(), person.strip(), due, null, null);
              GuideRepository.add(tx.handle(), made);
              log.append(
                  tx,
                  incident,
                  draft(IncidentEvents.FOLLOW_UP, incident, actor)
                      .with("task", made.task())
                      .with("person", made.person())
                      .with("due", due));
              tx.afterCommit(() -> watch(made));
              return made;
            });
  }

  /**
   * A follow-up is done.
   *
   * @throws UserError {@code no-follow-up}
   */
  public void finish(String id, int number, String actor) {
    log.store()
        .change(
            tx -> {
              Incident incident = IncidentLog.get(tx, id);
              FollowUp found = find(tx, incident, number);
              if (found.done() == null) {
                GuideRepository.done(
                    tx.handle(), found, new Task.Done(timeline.instant(), actor, ""));
                log.append(
                    tx,
                    incident,
                    draft(IncidentEvents.FOLLOWED_UP, incident, actor).with("task", found.task()));
              }
            });
  }

  private static FollowUp find(Tx tx, Incident incident, int number) {
    return GuideRepository.followUps(tx.handle(), incident.id()).stream()
        .filter(one -> one.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "no-follow-up",
                    incident.name() + " has no follow-up " + number,
                    "see 'jigi incidents follow-ups'"));
  }

  private void watch(FollowUp followUp) {
    timeline.at(
        followUp.due(),
        "follow-up",
        () -> log.store().change(tx -> overdue(tx, followUp.incident(), followUp.number())));
  }

  private void overdue(Tx tx, String id, int number) {
    Incident incident = IncidentLog.get(tx, id);
    FollowUp found = find(tx, incident, number);
    if (found.done() != null || found.overdue() != null) {
      return;
    }
    GuideRepository.overdue(tx.handle(), found, timeline.instant());
    log.append(
        tx,
        incident,
        IncidentEvents.draft(IncidentEvents.OVERDUE, incident)
            .with("task", found.task())
            .with("person", found.person())
            .with("due", found.due()));
  }

  private static EventDraft draft(EventKind kind, Incident incident, String actor) {
    return IncidentEvents.draft(kind, incident).actor(Objects.requireNonNull(actor));
  }
}
