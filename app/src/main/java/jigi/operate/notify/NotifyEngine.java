package jigi.operate.notify;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import jigi.base.config.Manual;
import jigi.base.journal.Event;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Following;
import jigi.base.journal.Journal;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Language;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Answers to events with deliveries. That a delivery is wanted is recorded in the transaction that
 * takes note of the event, so each is made once, whatever dies in between.
 */
public final class NotifyEngine implements Directory {
  private static final CrashPoint ENQUEUED = CrashPoint.named("delivery.enqueued");

  /** What the engine works with. */
  public record Surroundings(
      Store store, Journal journal, Timeline timeline, IncidentLookup incidents, NotifyPart part) {}

  /**
   * How a system is called and when its day begins.
   *
   * @param title what people call it
   */
  public record System(String title, ZoneId zone, Language language) {}

  private final Surroundings around;
  private final Function<Manual, System> describe;
  private volatile DeliverStep.@Nullable RunStarter runs;
  private volatile Map<String, NotifySettings> settings = Map.of();
  private volatile Map<String, System> systems = Map.of();

  /**
   * @param describe reads title, zone and language from a manual's inventory
   */
  public NotifyEngine(Surroundings around, Function<Manual, System> describe) {
    this.around = around;
    this.describe = describe;
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
  }

  /**
   * Begins to follow the journal and goes on with what waits to be escalated.
   *
   * @param starter records the runs of deliveries
   */
  public void start(DeliverStep.RunStarter starter) {
    runs = starter;
    around
        .journal()
        .follow(
            Following.of(
                    "notify",
                    "alert.firing",
                    "alert.resolved",
                    "alert.acknowledged",
                    "run.waiting",
                    "checklist.ended",
                    "checklist.overdue",
                    "incident.acknowledged",
                    "incident.breached")
                .fromBeginning(),
            this::on);
    around.store().read(DeliveryRepository::awaited).forEach(this::watch);
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
        delivery(system, Delivery.Kind.TEST, Ids.next(now), person, channel, Map.of("by", actor));
    around.store().change(tx -> enqueue(tx, delivery));
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
      case "alert.firing" -> onFiring(tx, system, known, what.args());
      case "alert.resolved" -> onResolved(tx, event, what.args());
      case "alert.acknowledged" -> endEscalation(tx, event, what.args().get("id"));
      case "incident.acknowledged" -> onIncidentAcknowledged(tx, event);
      case "incident.breached" ->
          toRoute(
              tx,
              system,
              Delivery.Kind.BREACHED,
              String.valueOf(what.links().incident()),
              known.route(null, Severity.ofLabel(what.args().get("severity"))),
              what.args());
      case "checklist.ended", "checklist.overdue" -> onChecklist(tx, system, known, what);
      case "run.waiting" -> onWaiting(tx, system, known, what);
      default -> throw new IllegalStateException("not followed: " + what.kind().name());
    }
  }

  private void onFiring(Tx tx, String system, NotifySettings known, Map<String, String> args) {
    Severity severity = Severity.ofLabel(args.get("severity"));
    Route route = known.route(args.get("alert"), severity);
    String alert = args.get("id");
    if (route == null || alert == null) {
      return;
    }
    toRoute(tx, system, Delivery.Kind.FIRING, alert, route, args);
    Route.Escalation escalation = route.escalate();
    if (escalation != null) {
      DeliveryRepository.Escalation awaited =
          new DeliveryRepository.Escalation(
              alert,
              system,
              severity.key(),
              args,
              around.timeline().instant().plus(escalation.after()));
      DeliveryRepository.await(tx.handle(), awaited);
      tx.afterCommit(() -> watch(awaited));
    }
  }

  /** Whoever was told that it fires is told that it is over. */
  private void onResolved(Tx tx, Event event, Map<String, String> args) {
    String alert = args.get("id");
    if (alert == null) {
      return;
    }
    endEscalation(tx, event, alert);
    Set<String> told = new LinkedHashSet<>();
    for (Delivery before : DeliveryRepository.about(tx.handle(), alert)) {
      boolean first = before.fallbackOf() == null;
      if (first && told.add(before.person() + " " + before.channel())) {
        enqueue(
            tx,
            delivery(
                before.system(),
                Delivery.Kind.RESOLVED,
                alert,
                before.person(),
                before.channel(),
                args));
      }
    }
  }

  private void onIncidentAcknowledged(Tx tx, Event event) {
    String incident = event.what().links().incident();
    if (incident != null) {
      around.incidents().alertsOf(incident).forEach(alert -> endEscalation(tx, event, alert));
    }
  }

  /** A run asks: the people of the gravest route are told, because something stands still. */
  private void onWaiting(Tx tx, String system, NotifySettings known, EventDraft what) {
    String run = what.links().run();
    Route route = known.routes().get(Severity.CRITICAL);
    if (run == null || route == null || !"approval".equals(what.args().get("reason"))) {
      return;
    }
    Map<String, String> args = new TreeMap<>(what.args());
    args.put("run-title", what.args().getOrDefault("title", what.args().getOrDefault("name", "")));
    toRoute(tx, system, Delivery.Kind.APPROVAL, run, route, args);
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
    Route warning = known.routes().get(Severity.WARNING);
    Route route = warning == null ? known.routes().get(Severity.CRITICAL) : warning;
    Delivery.Kind kind = over ? Delivery.Kind.OVERDUE : Delivery.Kind.CHECKED;
    Map<String, String> args = new TreeMap<>(what.args());
    args.remove("status");
    toRoute(tx, system, kind, run, route, args);
  }

  private void toRoute(
      Tx tx,
      String system,
      Delivery.Kind kind,
      String subject,
      @Nullable Route route,
      Map<String, String> args) {
    if (route != null) {
      send(tx, system, kind, subject, available(system, route), route.by(), args);
    }
  }

  /** Those of the route who may be called now, else those after them, else all: never nobody. */
  private List<String> available(String system, Route route) {
    List<String> on = available(system, route.to());
    if (on.isEmpty() && route.escalate() != null) {
      on = available(system, route.escalate().to());
    }
    return on.isEmpty() ? route.to() : on;
  }

  private List<String> available(String system, List<String> people) {
    NotifySettings known = Objects.requireNonNull(settings.get(system));
    var now = around.timeline().instant().atZone(system(system).zone());
    return people.stream()
        .filter(
            name -> {
              Person person = known.people().get(name);
              return person != null && person.hours().include(now);
            })
        .toList();
  }

  private void send(
      Tx tx,
      String system,
      Delivery.Kind kind,
      String subject,
      List<String> to,
      List<String> by,
      Map<String, String> args) {
    NotifySettings known = Objects.requireNonNull(settings.get(system));
    for (String name : by) {
      Channel channel = known.channels().get(name);
      if (channel == null) {
        continue;
      }
      List<String> reached = new ArrayList<>();
      for (String person : to) {
        Person one = known.people().get(person);
        if (one != null && channel.reaches(one)) {
          reached.add(person);
        }
      }
      List<String> each =
          channel.isShared() && !reached.isEmpty() ? reached.subList(0, 1) : reached;
      each.forEach(person -> enqueue(tx, delivery(system, kind, subject, person, name, args)));
    }
  }

  /**
   * What a step of a runbook says.
   *
   * @param attempt of the step: it is said once, however often that is repeated
   * @param to people and groups; empty for those of the gravest route
   * @param by channels; empty for those of that route
   */
  record Notice(
      String system,
      String run,
      String attempt,
      List<String> to,
      List<String> by,
      Map<String, String> args) {}

  /** Records what has to be told, once; gives whom it goes to, {@code kim by mail}. */
  List<String> tell(Notice notice) {
    List<String> reached = new ArrayList<>();
    around
        .store()
        .change(
            tx -> {
              List<Delivery> before = told(tx, notice);
              if (before.isEmpty()) {
                send(
                    tx,
                    notice.system(),
                    Delivery.Kind.NOTICE,
                    notice.run(),
                    recipients(notice),
                    channels(notice),
                    notice.args());
              }
              reached.clear();
              told(tx, notice).forEach(one -> reached.add(one.person() + " by " + one.channel()));
            });
    return reached;
  }

  private static List<Delivery> told(Tx tx, Notice notice) {
    return DeliveryRepository.about(tx.handle(), notice.run()).stream()
        .filter(one -> notice.attempt().equals(one.context().get("attempt")))
        .toList();
  }

  /** Whom a notice would go to. */
  List<String> recipients(Notice notice) {
    NotifySettings known = settings.get(notice.system());
    if (known == null) {
      return List.of();
    }
    Set<String> all = new LinkedHashSet<>();
    for (String name : notice.to()) {
      all.addAll(known.groups().getOrDefault(name, List.of(name)));
    }
    Route route = known.routes().get(Severity.CRITICAL);
    return all.isEmpty() && route != null ? route.to() : List.copyOf(all);
  }

  /** By what a notice would go; all channels where neither the step nor a route says. */
  List<String> channels(Notice notice) {
    NotifySettings known = settings.get(notice.system());
    if (known == null || !notice.by().isEmpty()) {
      return notice.by();
    }
    Route route = known.routes().get(Severity.CRITICAL);
    return route == null ? known.channels().keySet().stream().sorted().toList() : route.by();
  }

  private void enqueue(Tx tx, Delivery delivery) {
    DeliverStep.RunStarter starter = Objects.requireNonNull(runs, "start() comes first");
    DeliveryRepository.insert(tx.handle(), delivery);
    Channel channel = channel(delivery.system(), delivery.channel());
    starter.start(tx, DeliverStep.request(delivery, channel != null && channel.fallback() != null));
    tx.afterCommit(ENQUEUED::pass);
  }

  private Delivery delivery(
      String system,
      Delivery.Kind kind,
      String subject,
      String person,
      String channel,
      Map<String, String> args) {
    Instant now = around.timeline().instant();
    return new Delivery(
        Ids.next(now),
        system,
        kind,
        subject,
        person,
        channel,
        args,
        new Delivery.Progress(Delivery.State.QUEUED, 0, null, null, null),
        now,
        null);
  }

  private void watch(DeliveryRepository.Escalation escalation) {
    around
        .timeline()
        .at(
            escalation.due(),
            "escalation",
            () -> around.store().change(tx -> escalate(tx, escalation)));
  }

  private void escalate(Tx tx, DeliveryRepository.Escalation escalation) {
    NotifySettings known = settings.get(escalation.system());
    Route route =
        known == null
            ? null
            : known.route(
                escalation.context().get("alert"), Severity.ofLabel(escalation.severity()));
    Instant now = around.timeline().instant();
    if (route == null || route.escalate() == null) {
      return;
    }
    if (DeliveryRepository.endEscalation(tx.handle(), escalation.alert(), now, "jigi")) {
      send(
          tx,
          escalation.system(),
          Delivery.Kind.ESCALATED,
          escalation.alert(),
          route.escalate().to(),
          route.escalate().by(),
          escalation.context());
    }
  }

  private static void endEscalation(Tx tx, Event event, @Nullable String alert) {
    if (alert != null) {
      DeliveryRepository.endEscalation(tx.handle(), alert, event.at(), event.what().actor());
    }
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

  private System system(String system) {
    System described = systems.get(system);
    return described == null ? new System(system, ZoneId.of("UTC"), Language.EN) : described;
  }
}
