package jigi.operate.incident;

import java.util.Map;
import java.util.Objects;
import jigi.base.journal.Event;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import jigi.operate.incident.Incident.State;
import org.jspecify.annotations.Nullable;

/** Runs and checklists that end badly open incidents; the next good one says that it is over. */
final class Failures {
  private final IncidentEngine engine;
  private final Opening opening;

  Failures(IncidentEngine engine, Opening opening) {
    this.engine = engine;
    this.opening = opening;
  }

  /** What ended, as {@link Incident#detectedBy} names it; null for another event. */
  static @Nullable String source(String kind, Map<String, String> args) {
    String name = args.get("name");
    return switch (kind) {
      case "run.finished" -> name == null ? null : "run:" + name;
      case "checklist.ended" -> name == null ? null : "checklist:" + name;
      default -> null;
    };
  }

  /** Whether what ended ended well. */
  static boolean isGood(String kind, Map<String, String> args) {
    return kind.equals("run.finished")
        ? "succeeded".equals(args.get("state"))
        : "ok".equals(args.get("status"));
  }

  /**
   * @param serves whether the run was started for an incident: its end opens no other
   */
  void onRun(Tx tx, Event event, boolean serves) {
    Map<String, String> args = event.what().args();
    String system = event.what().system();
    String name = args.get("name");
    String run = event.what().links().run();
    String state = args.getOrDefault("state", "");
    if (system == null || name == null || run == null || state.equals("cancelled")) {
      return;
    }
    Level level = serves ? null : engine.policy(system).sources().runs().get(name);
    Incident incident = ended(tx, event, ended(event, system, level));
    if (incident != null) {
      IncidentRepository.link(tx.handle(), incident.id(), run);
    }
  }

  void onChecklist(Tx tx, Event event) {
    String system = event.what().system();
    String name = event.what().args().get("name");
    if (system == null || name == null) {
      return;
    }
    Level level = engine.policy(system).sources().checklists().get(name);
    ended(tx, event, ended(event, system, level));
  }

  private static Ended ended(Event event, String system, @Nullable Level level) {
    String kind = event.what().kind().name();
    Map<String, String> args = event.what().args();
    String source = Objects.requireNonNull(source(kind, args));
    return new Ended(system, source, level, isGood(kind, args));
  }

  /**
   * @param level of the incident that its bad end opens; null for none
   */
  private record Ended(String system, String source, @Nullable Level level, boolean good) {}

  private @Nullable Incident ended(Tx tx, Event event, Ended ended) {
    Incident known =
        IncidentRepository.openOrClosedAfter(tx.handle(), ended.system(), event.at()).stream()
            .filter(one -> one.state() != State.CLOSED)
            .filter(one -> one.detectedBy().equals(ended.source()))
            .findFirst()
            .orElse(null);
    if (known == null) {
      return ended.good() || ended.level() == null ? null : open(tx, event, ended, ended.level());
    }
    IncidentRepository.record(tx.handle(), known.id(), TimelineEntry.of(event));
    boolean resolved = known.state() == State.RESOLVED;
    if (ended.good() && !resolved && IncidentLog.firing(tx, known).isEmpty()) {
      engine.resolve(tx, known, event);
    } else if (!ended.good() && resolved) {
      engine.reopen(tx, known, event, ended.source());
    }
    return known;
  }

  private Incident open(Tx tx, Event event, Ended ended, Level level) {
    Map<String, String> args = event.what().args();
    String title = args.getOrDefault("title", args.getOrDefault("name", ""));
    String detail = args.getOrDefault("summary", args.getOrDefault("reason", ""));
    return opening.open(
        tx,
        new Opening.Ask(
            ended.system(),
            detail.isBlank() ? title : title + ": " + detail,
            new Incident.Grade(level, Severity.CRITICAL),
            ended.source(),
            null,
            null,
            "jigi",
            event),
        event.at());
  }
}
