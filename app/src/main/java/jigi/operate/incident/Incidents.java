package jigi.operate.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import jigi.base.journal.EventDraft;
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
   * @param timeline oldest first
   * @param room who works on it, and what they said
   * @param work what people are to do, wrote, and took upon themselves
   */
  public record View(
      Incident incident,
      List<LinkedAlert> alerts,
      List<String> runs,
      List<TimelineEntry> timeline,
      WarRoom room,
      Work work,
      NextAction next) {
    /** Actors, in the order of their coming. */
    public List<String> responders() {
      return room.people().stream().map(WarRoom.Participant::person).toList();
    }
  }

  /**
   * What people are to do, wrote, and took upon themselves.
   *
   * @param tasks in the order of the guide
   * @param texts all versions of everything, the latest of a field last
   * @param notices for customers, oldest first
   */
  public record Work(
      List<Task> tasks,
      List<WrittenText> texts,
      List<FollowUp> followUps,
      List<CustomerNotice> notices) {
    /** The latest version; null where nobody wrote any. */
    public @Nullable WrittenText text(WrittenText.Field field) {
      return texts.stream()
          .filter(text -> text.field() == field)
          .reduce((earlier, later) -> later)
          .orElse(null);
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

  /** Those of all systems that have this number, latest first. */
  public List<Incident> numbered(long number) {
    return store.read(handle -> IncidentRepository.numbered(handle, number));
  }

  /** The incident that an alert belongs to; null when it opened none. */
  public @Nullable Incident ofAlert(String alert) {
    return store.read(handle -> IncidentRepository.ofAlert(handle, alert));
  }

  /** That runs began, oldest first. */
  List<TimelineEntry> runsOf(String id) {
    return store.read(handle -> IncidentRepository.entries(handle, id, "run.queued"));
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
              timeline,
              WarRoom.of(IncidentRepository.participants(handle, id), timeline),
              new Work(
                  GuideRepository.tasks(handle, id),
                  GuideRepository.texts(handle, id),
                  GuideRepository.followUps(handle, id),
                  CustomerNoticeRepository.of(handle, id)),
              NextAction.of(incident, timeline));
        });
  }

  /**
   * What a person has seen.
   *
   * @param kind of the manual's kinds; null for none
   * @param run that failed; null where it is about none
   */
  public record Seen(String title, Level level, @Nullable String kind, @Nullable String run) {
    public static Seen of(String title, Level level) {
      return new Seen(title, level, null, null);
    }
  }

  /**
   * A person reports what no alert has seen.
   *
   * @throws UserError {@code no-title}, {@code unknown-kind}
   */
  public Incident report(String system, Seen seen, String actor) {
    if (seen.title().isBlank()) {
      throw new UserError(
          "no-title", "an incident needs a title", "say in a few words what is wrong");
    }
    String kind = seen.kind();
    if (kind != null) {
      engine.kind(system, kind);
    }
    return store.write(
        tx -> {
          Incident incident =
              engine
                  .opening()
                  .open(
                      tx,
                      new Opening.Ask(
                          system,
                          seen.title().strip(),
                          new Incident.Grade(seen.level(), Severity.CRITICAL),
                          actor,
                          kind,
                          null,
                          actor,
                          null),
                      clock.instant());
          String run = seen.run();
          if (run != null) {
            IncidentRepository.link(tx.handle(), incident.id(), run);
          }
          return incident;
        });
  }

  /** By when somebody must have acknowledged it; null where its level has no response time. */
  public @Nullable Instant respondBy(Incident incident) {
    return engine.respondBy(incident);
  }

  /** What the manual says people do in incidents of a system. */
  public Guide guide(String system) {
    return engine.policy(system).guide();
  }

  /**
   * What the system's people call a level besides {@code P1}; null where the manual says nothing.
   */
  public @Nullable String called(String system, Level level) {
    return engine.policy(system).names().get(level);
  }

  /** Whether a bad end of this run opens an incident. */
  boolean opensFor(String system, String run) {
    return engine.policy(system).sources().runs().containsKey(run);
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

  /** Comes into the war room, which is opened where there is none. */
  public void join(String id, String actor) {
    change(
        id,
        (tx, incident) -> {
          WarRoom.open(log, tx, incident, actor);
          boolean there =
              IncidentRepository.participants(tx.handle(), id).stream()
                  .anyMatch(one -> one.person().equals(actor));
          if (!there) {
            IncidentRepository.addResponder(tx.handle(), id, actor, clock.instant());
            log.append(tx, incident, draft(IncidentEvents.JOINED, incident, actor));
          }
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
            engine.changed(tx, incident, graded);
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

  static void refuseWhileFiring(Tx tx, Incident incident) {
    List<LinkedAlert> firing = IncidentLog.firing(tx, incident);
    if (!firing.isEmpty()) {
      throw new UserError(
          "alerts-firing",
          incident.name()
              + " still has firing alerts ("
              + String.join(", ", firing.stream().map(LinkedAlert::rule).distinct().toList())
              + ")",
          "wait until they are resolved, or close it by force with a reason");
    }
  }

  private static void refuseUnlessOver(Tx tx, Incident incident, String reason, boolean force) {
    if (!force) {
      refuseWhileFiring(tx, incident);
      refuseWhileUndone(tx, incident);
    }
    if (incident.state() == State.RESOLVED && !force && !awaitsPerson(tx, incident)) {
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

  /** Whether it was said that only a person can tell whether it is over. */
  static boolean awaitsPerson(Tx tx, Incident incident) {
    return NextAction.awaitsPerson(
        IncidentRepository.entries(tx.handle(), incident.id()).stream().sorted().toList());
  }

  /** What has to be seen before an incident is closed, and was not. */
  private static void refuseWhileUndone(Tx tx, Incident incident) {
    List<String> open =
        GuideRepository.tasks(tx.handle(), incident.id()).stream()
            .filter(Task::holdsUp)
            .map(Task::text)
            .toList();
    if (!open.isEmpty()) {
      throw new UserError(
          "not-verified",
          "it is not yet seen that all is well again ("
              + incident.name()
              + ": "
              + String.join(", ", open)
              + ")",
          "do these steps, say that it is repaired and wait for the verification, or close it by"
              + " force with a reason");
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
