package jigi.operate.notify;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import jigi.base.config.Manual;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Following;
import jigi.base.journal.Journal;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Language;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.schedule.Stretch;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import jigi.metrics.model.Labels;
import jigi.operate.notify.routing.Matchers;
import jigi.operate.notify.routing.Window;
import org.jspecify.annotations.Nullable;

/**
 * Answers to events with deliveries. That a delivery is wanted is recorded in the transaction that
 * takes note of the event, so each is made once, whatever dies in between.
 */
public final class NotifyEngine implements Directory {
  /** What the engine works with. */
  public record Surroundings(
      Store store,
      Journal journal,
      Timeline timeline,
      IncidentLookup incidents,
      NotifyPart part,
      Foundations foundations) {}

  /**
   * How a system is called and when its day begins.
   *
   * @param title what people call it
   */
  public record System(String title, ZoneId zone, Language language) {}

  private final Surroundings around;
  private final Function<Manual, System> describe;
  private final Outbox outbox;
  private final OnCalls onCalls;
  private final HandOvers handOvers;
  private final Escalations escalations;
  private final Groups groups;
  private final Silences silences;
  private final Destinations destinations;
  private final IncidentCalls calls;
  private final Updates updates;
  private final ScheduledRuns scheduledRuns;
  private volatile Map<String, NotifySettings> settings = Map.of();
  private volatile Map<String, System> systems = Map.of();
  private volatile boolean started;

  /**
   * @param describe reads title, zone and language from a manual's inventory
   */
  public NotifyEngine(Surroundings around, Function<Manual, System> describe) {
    this.around = around;
    this.describe = describe;
    this.onCalls = new OnCalls(around, this, this::handOver);
    this.outbox = new Outbox(around, this, onCalls);
    this.handOvers = new HandOvers(around, this, onCalls, outbox);
    this.escalations = new Escalations(around, this, outbox);
    this.groups =
        new Groups(around, this, new GroupSender(outbox, escalations), around.foundations());
    this.silences = new Silences(around, this, groups::look);
    this.destinations = new Destinations(around, this);
    this.calls = new IncidentCalls(outbox);
    this.updates = new Updates(this, outbox);
    this.scheduledRuns = new ScheduledRuns(outbox, around.incidents());
  }

  public void activate(List<Manual> manuals) {
    Map<String, NotifySettings> next = new HashMap<>();
    Map<String, System> described = new HashMap<>();
    for (Manual manual : manuals) {
      next.put(manual.system(), manual.part(around.part()));
      described.put(manual.system(), describe.apply(manual));
    }
    systems = Map.copyOf(described);
    settings = Map.copyOf(next);
    if (started) {
      next.keySet().forEach(handOvers::look);
    }
  }

  private void handOver(String system) {
    handOvers.look(system);
  }

  /**
   * Begins to follow the journal and goes on with what waits to be escalated.
   *
   * @param starter records the runs of deliveries
   */
  public void start(DeliverStep.RunStarter starter) {
    outbox.start(starter);
    onCalls.start();
    around
        .journal()
        .follow(
            Following.of(
                    "notify",
                    "alert.firing",
                    "alert.resolved",
                    "alert.acknowledged",
                    "run.finished",
                    "run.waiting",
                    "checklist.ended",
                    "checklist.overdue",
                    "incident.acknowledged",
                    "incident.announced",
                    "incident.breached",
                    "incident.called",
                    "incident.overdue")
                .fromBeginning(),
            this::on);
    escalations.start();
    groups.start();
    started = true;
    settings.keySet().forEach(handOvers::look);
  }

  /** Who is on call. */
  public OnCalls onCalls() {
    return onCalls;
  }

  /** What people do not want to hear of for a while. */
  public Silences silences() {
    return silences;
  }

  /** Where alerts go. */
  public Destinations destinations() {
    return destinations;
  }

  /**
   * Why an alert is expected now, and nobody and nothing is to act on it: {@code silence} or {@code
   * maintenance}; null when it is not.
   */
  public @Nullable String quiet(Tx tx, String system, Map<String, String> labels) {
    NotifySettings known = settings.get(system);
    if (known == null) {
      return null;
    }
    Instant now = around.timeline().instant();
    Mute mute =
        Mutes.wanted(
            new Mutes.Sight(system, now, zone(system), known),
            SilenceRepository.after(tx.handle(), system, now),
            Labels.of(labels));
    return mute == null ? null : mute.kind().key();
  }

  /**
   * When the manual in force plans work on what has the labels, within a time; in order and joined.
   * What people silenced is not planned.
   */
  public List<Stretch> planned(String system, Labels labels, Stretch time) {
    NotifySettings known = settings.get(system);
    List<Stretch> all = new ArrayList<>();
    if (known != null) {
      for (Window window : known.windows().values()) {
        if (Matchers.all(window.matchers(), labels)) {
          all.addAll(window.when().within(time, zone(system)));
        }
      }
    }
    return Stretch.joined(all);
  }

  /**
   * Planned work of which everybody may know.
   *
   * @param when as a whole, also where it began before the time that was asked for
   */
  public record Announced(Stretch when, String text) {}

  /** What of a time is planned so that everybody may know. */
  public List<Announced> announced(String system, Stretch time) {
    NotifySettings known = settings.get(system);
    List<Announced> all = new ArrayList<>();
    for (Window window : known == null ? List.<Window>of() : known.windows().values()) {
      String told = window.told();
      if (told != null) {
        Stretch earlier = new Stretch(time.from().minus(window.when().lasts()), time.to());
        window.when().within(earlier, zone(system)).stream()
            .filter(one -> one.to().isAfter(time.from()))
            .forEach(one -> all.add(new Announced(one, told)));
      }
    }
    return all;
  }

  /** How often alerts fired that come and go and are told no more until they are calm, by id. */
  public Map<String, Long> flapping() {
    Map<String, Long> all = new TreeMap<>();
    around
        .store()
        .read(GroupRepository::flapping)
        .forEach((alert, flap) -> all.put(alert, flap.times()));
    return all;
  }

  /** Deliveries of all systems or of one, latest first. */
  public List<Delivery> deliveries(@Nullable String system, int limit) {
    return around.store().read(handle -> DeliveryRepository.newest(handle, system, limit));
  }

  /** Deliveries about an alert, a run or an incident, oldest first. */
  public List<Delivery> about(String subject) {
    return around.store().read(handle -> DeliveryRepository.about(handle, subject));
  }

  /**
   * Sends a test message by one channel to one person.
   *
   * @throws UserError {@code unknown-channel}, {@code unknown-person}
   */
  public Delivery test(String system, String channel, String person, String actor) {
    NotifySettings known = settings.get(system);
    if (known == null || known.channels().get(channel) == null) {
      throw new UserError(
          "unknown-channel", "no channel of this name (" + channel + ")", "see 'channels'");
    }
    if (known.people().get(person) == null) {
      throw new UserError(
          "unknown-person", "no person of this name (" + person + ")", "see 'people'");
    }
    Instant now = around.timeline().instant();
    Delivery delivery =
        outbox.delivery(
            system, Delivery.Kind.TEST, Ids.next(now), person, channel, Map.of("by", actor));
    around.store().change(tx -> outbox.enqueue(tx, delivery));
    return delivery;
  }

  private void on(Tx tx, Event event) {
    EventDraft what = event.what();
    String system = what.system();
    NotifySettings known = system == null ? null : settings.get(system);
    if (system == null || known == null) {
      return;
    }
    switch (what.kind().name()) {
      case "alert.firing" -> groups.onFiring(tx, event, system, known);
      case "alert.resolved" -> groups.onResolved(tx, event, known);
      case "alert.acknowledged" -> onTaken(tx, event, what.args().get("id"));
      case "incident.acknowledged" -> onIncidentAcknowledged(tx, event);
      case "incident.announced", "incident.breached", "incident.called", "incident.overdue" ->
          calls.on(tx, system, known, what);
      case "checklist.ended", "checklist.overdue" -> onChecklist(tx, system, known, what);
      case "run.finished" -> onFinished(tx, system, known, what);
      case "run.waiting" -> onWaiting(tx, system, known, what);
      default -> throw new IllegalStateException("not followed: " + what.kind().name());
    }
  }

  private void onIncidentAcknowledged(Tx tx, Event event) {
    String incident = event.what().links().incident();
    if (incident != null) {
      around.incidents().alertsOf(incident).forEach(alert -> onTaken(tx, event, alert));
      updates.taken(tx, event, incident);
    }
  }

  private void onTaken(Tx tx, Event event, @Nullable String alert) {
    if (alert != null) {
      escalations.end(tx, event, alert);
      GroupRepository.ofAlert(tx.handle(), alert).forEach(group -> updates.taken(tx, event, group));
    }
  }

  /** A run stands still until somebody consents to what comes, or says how it goes on. */
  private void onWaiting(Tx tx, String system, NotifySettings known, EventDraft what) {
    String why = what.args().get("why");
    if ("approval".equals(what.args().get("reason"))) {
      ofRun(tx, system, known, Delivery.Kind.APPROVAL, what);
    } else if (why != null && !why.equals("item")) { // those of checklists are told when overdue
      ofRun(tx, system, known, Delivery.Kind.ASKED, what);
    }
  }

  /** What a run did, and could not take back, is left for a person. */
  private void onFinished(Tx tx, String system, NotifySettings known, EventDraft what) {
    boolean stranded = "undo-failed".equals(what.args().get("reason"));
    if (stranded) {
      ofRun(tx, system, known, Delivery.Kind.STRANDED, what);
    }
    scheduledRuns.onFinished(tx, known, what, stranded);
  }

  /** Told to the people of the gravest route, because nothing goes on without them. */
  private void ofRun(
      Tx tx, String system, NotifySettings known, Delivery.Kind kind, EventDraft what) {
    String run = what.links().run();
    Route route = known.routes().get(Severity.CRITICAL);
    if (run == null || route == null) {
      return;
    }
    Map<String, String> args = new TreeMap<>(what.args());
    args.put("run-title", what.args().getOrDefault("title", what.args().getOrDefault("name", "")));
    outbox.toRoute(tx, system, kind, run, route, args);
  }

  /**
   * What a checklist found, or that nobody did it, is a warning; where none is routed, critical.
   */
  private void onChecklist(Tx tx, String system, NotifySettings known, EventDraft what) {
    String run = what.links().run();
    boolean over = what.kind().name().equals("checklist.overdue");
    if (run == null || (!over && "ok".equals(what.args().get("status")))) {
      return;
    }
    Route route = known.forWarnings();
    Delivery.Kind kind = over ? Delivery.Kind.OVERDUE : Delivery.Kind.CHECKED;
    Map<String, String> args = new TreeMap<>(what.args());
    args.remove("status");
    outbox.toRoute(tx, system, kind, run, route, args);
  }

  /**
   * Tells people something of a run, once for each attempt.
   *
   * @param to people and groups; empty for those of the gravest route
   * @param by channels; empty for those of that route
   * @param facts as messages know them: {@code summary}, {@code text}, and {@code page} for a page
   *     other than the run's
   * @return whom it goes to, {@code kim by mail}
   */
  public List<String> tell(
      String system,
      String run,
      String attempt,
      List<String> to,
      List<String> by,
      Map<String, String> facts) {
    Map<String, String> args = new TreeMap<>(facts);
    args.put("attempt", attempt);
    return outbox.tell(new Outbox.Notice(system, run, attempt, to, by, args));
  }

  /** Where notices go out. */
  Outbox outbox() {
    return outbox;
  }

  @Override
  public ZoneId zone(String system) {
    return system(system).zone();
  }

  @Override
  public @Nullable NotifySettings settings(String system) {
    return settings.get(system);
  }

  @Override
  public Language language(String system, @Nullable Person person) {
    return person != null && person.language() != null
        ? person.language()
        : system(system).language();
  }

  @Override
  public MessageWriter.Known known(Delivery delivery) {
    System system = system(delivery.system());
    String alert = delivery.context().get("id");
    IncidentLookup.Named incident = alert == null ? null : around.incidents().ofAlert(alert);
    return new MessageWriter.Known(
        system.title(),
        system.zone(),
        incident == null ? null : incident.id(),
        incident == null ? null : incident.name(),
        incident == null ? null : String.join(", ", incident.actions()));
  }

  /** What people call it, and where and in which language they are. */
  public System system(String system) {
    System described = systems.get(system);
    return described == null ? new System(system, ZoneId.of("UTC"), Language.EN) : described;
  }
}
