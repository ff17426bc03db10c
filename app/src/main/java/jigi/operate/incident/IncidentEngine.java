package jigi.operate.incident;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Manual;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Following;
import jigi.base.journal.Journal;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Json;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.alert.AlertEvents;
import jigi.detect.rule.Severity;
import jigi.operate.incident.Incident.State;
import org.jspecify.annotations.Nullable;

/**
 * Opens incidents from alerts, gathers what belongs to them, and closes them once it is verified
 * that all is well again. It answers to the journal's events, each exactly once.
 */
public final class IncidentEngine {
  private static final CrashPoint OPENED = CrashPoint.named("incident.opened");

  /** What the engine works with. */
  public record Surroundings(
      Store store, Journal journal, Timeline timeline, IncidentPart part, IncidentChecks checks) {}

  private final Surroundings around;
  private final IncidentLog log;
  private final Verification verification;
  private final Opening opening;
  private final Failures failures;
  private volatile Map<String, IncidentPolicy> policies = Map.of();

  public IncidentEngine(Surroundings around) {
    this.around = around;
    this.log = new IncidentLog(around.store(), around.journal());
    this.verification = new Verification(log, around.timeline(), around.checks());
    this.opening = new Opening(log, this::policy, this::watchResponse);
    this.failures = new Failures(this, opening);
  }

  public void activate(List<Manual> manuals) {
    Map<String, IncidentPolicy> next = new HashMap<>();
    manuals.forEach(manual -> next.put(manual.system(), manual.part(around.part())));
    policies = Map.copyOf(next);
  }

  /** Begins to follow the journal and goes on with what was under way at the last stop. */
  public void start() {
    around
        .journal()
        .follow(
            Following.of("incident", "alert.", "run.", "delivery.", "checklist.ended")
                .fromBeginning(),
            this::on);
    for (Incident incident : around.store().read(IncidentRepository::open)) {
      if (incident.state() == State.RESOLVED) {
        verification.soon(incident.id());
      }
      watchResponse(incident);
    }
  }

  IncidentLog log() {
    return log;
  }

  private void on(Tx tx, Event event) {
    String kind = event.what().kind().name();
    if (kind.equals(AlertEvents.FIRING.name())) {
      onFiring(tx, event);
    } else if (kind.startsWith("alert.")) {
      onAlert(tx, event, kind);
    } else if (kind.startsWith("run.")) {
      onRun(tx, event, kind);
    } else if (kind.startsWith("checklist.")) {
      failures.onChecklist(tx, event);
    } else {
      onDelivery(tx, event);
    }
  }

  private void onFiring(Tx tx, Event event) {
    EventDraft what = event.what();
    String system = what.system();
    String id = what.args().get("id");
    String rule = what.args().get("alert");
    if (system == null || id == null || rule == null) {
      return;
    }
    IncidentPolicy policy = policy(system);
    Severity severity = Severity.ofLabel(what.args().get("severity"));
    JsonNode labels = Json.tree(what.args().getOrDefault("labels", "{}"));
    String label = labels.path("level").asText(null);
    String special = policy.kind(labels.path("kind").asText(null));
    LinkedAlert alert =
        new LinkedAlert(
            id,
            rule,
            severity,
            what.component(),
            what.args().get("summary"),
            what.args().get("value"),
            since(event),
            event.at(),
            null);
    Incident known = belongsTo(tx, system, alert, event.at().minus(policy.settle()));
    if (known != null) {
      join(tx, known, alert, event, policy.level(severity, label));
    } else if (policy.opens(severity, label, special)) {
      open(
          tx,
          alert,
          event,
          new Opening.Ask(
              system,
              alert.summary() == null ? rule : alert.summary(),
              new Incident.Grade(policy.level(severity, label), severity),
              "alert:" + rule,
              special,
              alert.component(),
              "jigi",
              event));
    }
  }

  /** The incident that this alert is a part of: of the same alert, or of what it stands on. */
  private @Nullable Incident belongsTo(
      Tx tx, String system, LinkedAlert alert, Instant closedAfter) {
    for (Incident incident :
        IncidentRepository.openOrClosedAfter(tx.handle(), system, closedAfter)) {
      if (IncidentRepository.hasRule(tx.handle(), incident.id(), alert.rule())
          || isRelated(tx, incident, alert.component())) {
        return incident;
      }
    }
    return null;
  }

  private boolean isRelated(Tx tx, Incident incident, @Nullable String component) {
    return component != null
        && IncidentRepository.components(tx.handle(), incident.id()).stream()
            .anyMatch(other -> around.checks().related(incident.system(), component, other));
  }

  private void open(Tx tx, LinkedAlert alert, Event event, Opening.Ask ask) {
    Incident incident = opening.open(tx, ask, event.at());
    IncidentRepository.attach(tx.handle(), incident.id(), alert);
    tx.afterCommit(OPENED::pass);
  }

  Opening opening() {
    return opening;
  }

  private void join(Tx tx, Incident incident, LinkedAlert alert, Event event, Level level) {
    IncidentRepository.attach(tx.handle(), incident.id(), alert);
    IncidentRepository.record(tx.handle(), incident.id(), TimelineEntry.of(event));
    boolean over = incident.state() == State.RESOLVED || incident.state() == State.CLOSED;
    Incident now = over ? reopened(incident, event.at()) : incident;
    log.save(
        tx,
        now,
        IncidentEvents.draft(over ? IncidentEvents.REOPENED : IncidentEvents.ATTACHED, now)
            .component(alert.component())
            .cause(event.id())
            .with("alert", alert.rule()));
    if (level.compareTo(now.grade().level()) < 0) {
      Incident raised = now.graded(new Incident.Grade(level, alert.severity()));
      log.save(
          tx,
          raised,
          IncidentEvents.draft(IncidentEvents.LEVEL, raised)
              .with("from", now.grade().level())
              .with("reason", "alert:" + alert.rule()));
      changed(tx, now, raised);
    } else if (over) {
      tx.afterCommit(() -> watchResponse(now));
    }
  }

  /** What somebody already works on stays acknowledged; what was closed must be seen again. */
  private static Incident reopened(Incident incident, Instant again) {
    Incident.Times at = incident.at();
    boolean keeps = incident.state() == State.RESOLVED && at.acknowledged() != null;
    return incident.with(
        keeps ? State.ACKNOWLEDGED : State.OPEN,
        keeps ? at.reopened() : at.askedAgain(again),
        new Incident.Hands(keeps ? incident.by().acknowledgedBy() : null, null, null));
  }

  private void onAlert(Tx tx, Event event, String kind) {
    String alert = event.what().args().get("id");
    Incident incident = alert == null ? null : IncidentRepository.ofAlert(tx.handle(), alert);
    if (alert == null || incident == null || incident.state() == State.CLOSED) {
      return;
    }
    IncidentRepository.record(tx.handle(), incident.id(), TimelineEntry.of(event));
    if (kind.equals(AlertEvents.RESOLVED.name())) {
      IncidentRepository.resolveAlert(tx.handle(), incident.id(), alert, event.at());
      if (!IncidentRepository.isFiring(tx.handle(), incident.id())
          && incident.state() != State.RESOLVED) {
        resolve(tx, incident, event);
      }
    } else if (kind.equals(AlertEvents.ACKNOWLEDGED.name()) && incident.state() == State.OPEN) {
      log.save(
          tx,
          Transitions.acknowledge(incident, event.at(), event.what().actor()),
          IncidentEvents.draft(IncidentEvents.ACKNOWLEDGED, incident)
              .actor(event.what().actor())
              .cause(event.id()));
      IncidentRepository.addResponder(tx.handle(), incident.id(), event.what().actor(), event.at());
    }
  }

  void resolve(Tx tx, Incident incident, Event event) {
    Incident resolved = Transitions.resolve(incident, event.at());
    log.save(
        tx, resolved, IncidentEvents.draft(IncidentEvents.RESOLVED, resolved).cause(event.id()));
    tx.afterCommit(() -> verification.soon(incident.id()));
  }

  /** What was over came back. */
  void reopen(Tx tx, Incident incident, Event event, String source) {
    Incident now = reopened(incident, event.at());
    log.save(
        tx,
        now,
        IncidentEvents.draft(IncidentEvents.REOPENED, now).cause(event.id()).with("alert", source));
    tx.afterCommit(() -> watchResponse(now));
  }

  /** Its level was raised, or it is of another kind. */
  void changed(Tx tx, Incident before, Incident now) {
    opening.changed(tx, before, now);
  }

  void verifySoon(String incident) {
    verification.soon(incident);
  }

  IncidentPolicy policy(String system) {
    return policies.getOrDefault(system, IncidentPolicy.DEFAULT);
  }

  /**
   * A kind that the manual names.
   *
   * @throws UserError {@code unknown-kind}
   */
  Guide.Kind kind(String system, String name) {
    Map<String, Guide.Kind> kinds = policy(system).guide().kinds();
    Guide.Kind kind = kinds.get(name);
    if (kind == null) {
      throw new UserError(
          "unknown-kind",
          "'" + system + "' has no kind of incident '" + name + "'",
          kinds.isEmpty()
              ? "name it under 'incidents: kinds'"
              : Nearest.hint(name, kinds.keySet()));
    }
    return kind;
  }

  private void onRun(Tx tx, Event event, String kind) {
    String run = event.what().links().run();
    if (run == null) {
      return;
    }
    Incident incident = IncidentRepository.ofRun(tx.handle(), run);
    if (incident == null && kind.equals("run.queued")) {
      incident = servedBy(tx, event);
      if (incident != null) {
        IncidentRepository.link(tx.handle(), incident.id(), run);
      }
    }
    if (kind.equals("run.finished") && !"delivery".equals(event.what().args().get("lane"))) {
      failures.onRun(tx, event, incident != null);
    }
    if (incident == null || incident.state() == State.CLOSED) {
      return;
    }
    IncidentRepository.record(tx.handle(), incident.id(), TimelineEntry.of(event));
    if (kind.equals("run.finished") && incident.state() == State.RESOLVED) {
      String id = incident.id();
      tx.afterCommit(() -> verification.soon(id));
    }
  }

  /** The incident that a new run serves: the one it names, or that of the alert that started it. */
  private @Nullable Incident servedBy(Tx tx, Event event) {
    String named = event.what().links().incident();
    if (named != null) {
      return IncidentRepository.find(tx.handle(), named);
    }
    String trigger = event.what().args().getOrDefault("trigger", "");
    String system = event.what().system();
    if (!trigger.startsWith("alert:") || system == null) {
      return null;
    }
    String rule = trigger.substring("alert:".length());
    return IncidentRepository.openOrClosedAfter(tx.handle(), system, event.at()).stream()
        .filter(incident -> IncidentRepository.hasRule(tx.handle(), incident.id(), rule))
        .findFirst()
        .orElse(null);
  }

  private void onDelivery(Tx tx, Event event) {
    String alert = event.what().args().get("alert-id");
    String named = event.what().links().incident();
    Incident incident = null;
    if (named != null) {
      incident = IncidentRepository.find(tx.handle(), named);
    } else if (alert != null) {
      incident = IncidentRepository.ofAlert(tx.handle(), alert);
    }
    // The message of the recovery is accepted when the incident may be closed already.
    if (incident != null) {
      IncidentRepository.record(tx.handle(), incident.id(), TimelineEntry.of(event));
    }
  }

  /** Whether an incident of this system and level has a response time. */
  boolean isTimed(Incident incident) {
    return policy(incident.system()).response().containsKey(incident.grade().level());
  }

  /** By when somebody must have acknowledged it; null where its level has no response time. */
  @Nullable Instant respondBy(Incident incident) {
    Duration response = policy(incident.system()).response().get(incident.grade().level());
    return response == null ? null : incident.at().asked().plus(response);
  }

  /** Begins to wait for an answer, where the level has a response time. */
  void watchResponse(Incident incident) {
    Instant due = respondBy(incident);
    if (due != null && incident.state() == State.OPEN && !incident.at().isLate()) {
      around.timeline().at(due, "response " + incident.name(), () -> breach(incident.id()));
    }
  }

  private void breach(String id) {
    around
        .store()
        .change(
            tx -> {
              Incident incident = IncidentLog.get(tx, id);
              Duration response =
                  policy(incident.system()).response().get(incident.grade().level());
              Instant now = around.timeline().instant();
              if (incident.state() != State.OPEN
                  || incident.at().isLate()
                  || response == null
                  || now.isBefore(incident.at().asked().plus(response))) {
                return;
              }
              log.save(
                  tx,
                  incident.with(incident.state(), incident.at().breached(now), incident.by()),
                  IncidentEvents.draft(IncidentEvents.BREACHED, incident)
                      .with("response", Durations.format(response)));
              opening.breached(tx, incident);
            });
  }

  private static Instant since(Event event) {
    String since = event.what().args().get("since");
    return since == null ? event.at() : Instant.parse(since);
  }
}
