package jigi.operate.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import jigi.base.journal.EventDraft;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import jigi.operate.incident.Incident.State;
import org.jspecify.annotations.Nullable;

/** Incidents as pages, CLI and API show them, and what people do with them. */
public final class Incidents {
  /** How far back months are counted. */
  private static final Duration COUNTED = Duration.ofDays(366);

  private final IncidentEngine engine;
  private final IncidentLog log;
  private final Store store;
  private final InstantSource clock;

  public Incidents(IncidentEngine engine, InstantSource clock) {
    this.engine = engine;
    this.log = engine.log();
    this.store = log.store();
    this.clock = clock;
  }

  /**
   * An incident with all that belongs to it.
   *
   * @param runs ids, oldest first
   * @param responders actors, in the order of their coming
   * @param timeline oldest first
   */
  public record View(
      Incident incident,
      List<LinkedAlert> alerts,
      List<String> runs,
      List<String> responders,
      List<TimelineEntry> timeline,
      NextAction next) {
    /** Which of the phases 0–5, 5–30, 30–120 minutes and later it is in, from 0. */
    public int phase(java.time.Instant now) {
      java.time.Instant closed = incident.at().closed();
      long minutes =
          Duration.between(incident.at().opened(), closed == null ? now : closed).toMinutes();
      return minutes < 5 ? 0 : minutes < 30 ? 1 : minutes < 120 ? 2 : 3;
    }
  }

  /** Those not closed, the gravest first. */
  public List<Incident> open(@Nullable String system) {
    return store.read(IncidentRepository::open).stream()
        .filter(incident -> system == null || incident.system().equals(system))
        .toList();
  }

  /** Latest first. */
  public List<Incident> list(@Nullable String system, int limit) {
    return store.read(handle -> IncidentRepository.list(handle, system, limit));
  }

  /**
   * How many incidents there were month by month in the last year, how soon they were acknowledged
   * and repaired, and how the response times were kept.
   *
   * @param zone in which a system's months begin
   */
  public List<IncidentMonth> months(Function<String, ZoneId> zone) {
    Instant since = clock.instant().minus(COUNTED);
    return IncidentMonth.of(
        store.read(handle -> IncidentRepository.since(handle, since)), zone, engine::isTimed);
  }

  public @Nullable Incident find(String id) {
    return store.read(handle -> IncidentRepository.find(handle, id));
  }

  /** By its number for people, of one system. */
  public @Nullable Incident find(String system, long number) {
    return store.read(handle -> IncidentRepository.byNumber(handle, system, number));
  }

  /** The incident that an alert belongs to; null when it opened none. */
  public @Nullable Incident ofAlert(String alert) {
    return store.read(handle -> IncidentRepository.ofAlert(handle, alert));
  }

  /** Null when there is none of this id. */
  public @Nullable View view(String id) {
    return store.read(
        handle -> {
          Incident incident = IncidentRepository.find(handle, id);
          if (incident == null) {
            return null;
          }
          List<TimelineEntry> timeline =
              IncidentRepository.entries(handle, id).stream().sorted().toList();
          return new View(
              incident,
              IncidentRepository.alerts(handle, id),
              IncidentRepository.runs(handle, id),
              IncidentRepository.responders(handle, id),
              timeline,
              NextAction.of(incident, timeline));
        });
  }

  /** A person reports what no alert has seen. */
  public Incident report(String system, String title, Level level, String actor) {
    if (title.isBlank()) {
      throw new UserError(
          "no-title", "an incident needs a title", "say in a few words what is wrong");
    }
    return store.write(
        tx -> {
          java.time.Instant now = clock.instant();
          Incident incident =
              new Incident(
                  Ids.next(now),
                  system,
                  IncidentRepository.nextNumber(tx.handle(), system),
                  title.strip(),
                  new Incident.Grade(level, Severity.CRITICAL),
                  State.OPEN,
                  actor,
                  new Incident.Times(now, null, null, null, null),
                  new Incident.Hands(null, null, null));
          IncidentRepository.insert(tx.handle(), incident);
          log.append(
              tx,
              incident,
              IncidentEvents.draft(IncidentEvents.OPENED, incident)
                  .actor(actor)
                  .with("alert", "")
                  .with("detected", actor));
          tx.afterCommit(() -> engine.watchResponse(incident));
          return incident;
        });
  }

  /** Somebody works on it from now on; the second who says so becomes a responder. */
  public Incident acknowledge(String id, String actor) {
    return change(
        id,
        (tx, incident) -> {
          IncidentRepository.addResponder(tx.handle(), id, actor, clock.instant());
          if (incident.state() == State.CLOSED || incident.at().acknowledged() != null) {
            return incident;
          }
          Incident acknowledged = Transitions.acknowledge(incident, clock.instant(), actor);
          log.save(tx, acknowledged, draft(IncidentEvents.ACKNOWLEDGED, acknowledged, actor));
          return acknowledged;
        });
  }

  public void note(String id, String text, String actor) {
    if (text.isBlank()) {
      throw new UserError("no-text", "the note is empty", "write what you saw or did");
    }
    change(
        id,
        (tx, incident) -> {
          log.append(
              tx, incident, draft(IncidentEvents.NOTE, incident, actor).with("text", text.strip()));
          return incident;
        });
  }

  public void addResponder(String id, String person, String actor) {
    change(
        id,
        (tx, incident) -> {
          IncidentRepository.addResponder(tx.handle(), id, person, clock.instant());
          log.append(
              tx,
              incident,
              draft(IncidentEvents.RESPONDER, incident, actor).with("person", person));
          return incident;
        });
  }

  public Incident setLevel(String id, Level level, String reason, String actor) {
    return change(
        id,
        (tx, incident) -> {
          Incident graded = incident.graded(new Incident.Grade(level, incident.grade().severity()));
          if (level != incident.grade().level()) {
            log.save(
                tx,
                graded,
                draft(IncidentEvents.LEVEL, graded, actor)
                    .with("from", incident.grade().level())
                    .with("reason", reason));
          }
          return graded;
        });
  }

  /**
   * A person closes it.
   *
   * @param force closes it although alerts fire or nothing is verified; needs a reason
   * @throws UserError {@code alerts-firing} or {@code not-verified} unless forced, {@code
   *     no-reason} when forced without a reason
   */
  public Incident close(String id, String reason, boolean force, String actor) {
    return change(
        id,
        (tx, incident) -> {
          if (incident.state() == State.CLOSED) {
            return incident;
          }
          refuseUnlessOver(tx, incident, reason, force);
          Incident closed = Transitions.close(incident, clock.instant(), actor, reason.strip());
          log.save(
              tx,
              closed,
              draft(IncidentEvents.CLOSED, closed, actor)
                  .with("reason", reason.strip())
                  .with("forced", force));
          return closed;
        });
  }

  private static void refuseUnlessOver(Tx tx, Incident incident, String reason, boolean force) {
    List<LinkedAlert> firing = IncidentLog.firing(tx, incident);
    if (!firing.isEmpty() && !force) {
      throw new UserError(
          "alerts-firing",
          incident.name()
              + " still has firing alerts ("
              + String.join(", ", firing.stream().map(LinkedAlert::rule).distinct().toList())
              + ")",
          "wait until they are resolved, or close it by force with a reason");
    }
    if (incident.state() == State.RESOLVED && !force) {
      throw new UserError(
          "not-verified",
          "it is not yet verified that all is well again (" + incident.name() + ")",
          "wait for the verification, or close it by force with a reason");
    }
    if (reason.isBlank()) {
      throw new UserError(
          "no-reason", "closing by hand needs a reason (" + incident.name() + ")", "say why");
    }
  }

  private Incident change(String id, BiFunction<Tx, Incident, Incident> work) {
    return store.write(tx -> work.apply(tx, IncidentLog.get(tx, id)));
  }

  private static EventDraft draft(
      jigi.base.journal.EventKind kind, Incident incident, String actor) {
    return IncidentEvents.draft(kind, incident).actor(actor);
  }
}
