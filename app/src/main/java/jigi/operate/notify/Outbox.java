package jigi.operate.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import org.jspecify.annotations.Nullable;

/** Turns what has to be told into deliveries: to whom, by what, each once. */
final class Outbox {
  private static final CrashPoint ENQUEUED = CrashPoint.named("delivery.enqueued");

  private final NotifyEngine.Surroundings around;
  private final Directory directory;
  private final OnCalls onCalls;
  private final Digests digests;
  private volatile DeliverStep.@Nullable RunStarter runs;

  Outbox(NotifyEngine.Surroundings around, Directory directory, OnCalls onCalls) {
    this.around = around;
    this.directory = directory;
    this.onCalls = onCalls;
    this.digests = new Digests(around, directory, this::hand);
  }

  /**
   * @param starter records the runs of deliveries
   */
  void start(DeliverStep.RunStarter starter) {
    runs = starter;
    digests.start();
  }

  List<Delivery> toRoute(
      Tx tx,
      String system,
      Delivery.Kind kind,
      String subject,
      @Nullable Route route,
      Map<String, String> args) {
    return enqueue(tx, toRoute(system, kind, subject, route, args));
  }

  /** What would go to a route now; not on its way yet. */
  List<Delivery> toRoute(
      String system,
      Delivery.Kind kind,
      String subject,
      @Nullable Route route,
      Map<String, String> args) {
    return route == null
        ? List.of()
        : drafts(
            system, kind, subject, available(system, route.to(), route.steps()), route.by(), args);
  }

  /**
   * Tells those of a step of an escalation.
   *
   * @param steps it and those after it
   */
  List<Delivery> toStep(
      Tx tx, String system, String subject, List<Route.Step> steps, Map<String, String> args) {
    Route.Step step = steps.getFirst();
    List<String> to = available(system, step.to(), steps.subList(1, steps.size()));
    return send(tx, system, Delivery.Kind.ESCALATED, subject, to, step.by(), args);
  }

  /**
   * Tells those whom an escalation called that it is over.
   *
   * @param sent that it is over, so that nobody is told twice
   */
  List<Delivery> toCalled(
      Tx tx, String system, String subject, List<Delivery> sent, Map<String, String> args) {
    Set<String> told = new HashSet<>();
    sent.forEach(delivery -> told.add(address(delivery)));
    List<Delivery> more = new ArrayList<>();
    for (Delivery one : DeliveryRepository.about(tx.handle(), subject)) {
      if (one.kind() == Delivery.Kind.ESCALATED && told.add(address(one))) {
        more.addAll(
            send(
                tx,
                system,
                Delivery.Kind.RESOLVED,
                subject,
                List.of(one.person()),
                List.of(one.channel()),
                args));
      }
    }
    return more;
  }

  private String address(Delivery delivery) {
    return isShared(delivery) ? delivery.channel() : delivery.channel() + "/" + delivery.person();
  }

  /** Whether its channel shows it to more than its person. */
  boolean isShared(Delivery delivery) {
    Channel channel = directory.channel(delivery.system(), delivery.channel());
    return channel != null && channel.isShared();
  }

  /** Those who may be called now, else those of the next steps, else all: never nobody. */
  private List<String> available(String system, List<String> to, List<Route.Step> next) {
    List<String> on = available(system, to);
    for (int i = 0; on.isEmpty() && i < next.size(); i++) {
      on = available(system, next.get(i).to());
    }
    return on.isEmpty() ? onCalls.called(system, to).people() : on;
  }

  private List<String> available(String system, List<String> recipients) {
    NotifySettings known = Objects.requireNonNull(directory.settings(system));
    var now = around.timeline().instant().atZone(directory.zone(system));
    OnCalls.Called called = onCalls.called(system, recipients);
    return called.people().stream()
        .filter(
            name -> {
              Person person = known.people().get(name);
              return person != null
                  && (called.onCall().contains(name) || person.hours().include(now));
            })
        .toList();
  }

  List<Delivery> send(
      Tx tx,
      String system,
      Delivery.Kind kind,
      String subject,
      List<String> to,
      List<String> by,
      Map<String, String> args) {
    return enqueue(tx, drafts(system, kind, subject, to, by, args));
  }

  private List<Delivery> drafts(
      String system,
      Delivery.Kind kind,
      String subject,
      List<String> to,
      List<String> by,
      Map<String, String> args) {
    NotifySettings known = Objects.requireNonNull(directory.settings(system));
    List<Delivery> sent = new ArrayList<>();
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
      each.forEach(person -> sent.add(delivery(system, kind, subject, person, name, args)));
    }
    return sent;
  }

  List<Delivery> enqueue(Tx tx, List<Delivery> wanted) {
    wanted.forEach(delivery -> enqueue(tx, delivery));
    return wanted;
  }

  /**
   * Whether whom a message is for was told of these alerts in another kind of message already, so
   * that it would say nothing new.
   */
  boolean isTold(Tx tx, Delivery wanted, Delivery.Kind otherwise, List<String> alerts) {
    return !alerts.isEmpty()
        && alerts.stream()
            .allMatch(
                alert ->
                    DeliveryRepository.about(tx.handle(), alert).stream()
                        .anyMatch(
                            one ->
                                one.kind() == otherwise
                                    && one.progress().state().isOnItsWay()
                                    && address(one).equals(address(wanted))));
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

  /** The people and schedules that are named, those of groups among them. */
  static List<String> members(NotifySettings known, List<String> names) {
    Set<String> all = new LinkedHashSet<>();
    for (String name : names) {
      all.addAll(known.groups().getOrDefault(name, List.of(name)));
    }
    return List.copyOf(all);
  }

  /** Whom a notice would go to. */
  List<String> recipients(Notice notice) {
    NotifySettings known = directory.settings(notice.system());
    if (known == null) {
      return List.of();
    }
    List<String> all = members(known, notice.to());
    Route route = known.routes().get(Severity.CRITICAL);
    List<String> to = all.isEmpty() && route != null ? route.to() : all;
    return onCalls.called(notice.system(), to).people();
  }

  /** By what a notice would go; all channels where neither the step nor a route says. */
  List<String> channels(Notice notice) {
    NotifySettings known = directory.settings(notice.system());
    if (known == null || !notice.by().isEmpty()) {
      return notice.by();
    }
    Route route = known.routes().get(Severity.CRITICAL);
    return route == null ? known.channels().keySet().stream().sorted().toList() : route.by();
  }

  void enqueue(Tx tx, Delivery delivery) {
    if (!digests.holds(tx, delivery)) {
      hand(tx, delivery);
    }
  }

  private void hand(Tx tx, Delivery delivery) {
    DeliverStep.RunStarter starter = Objects.requireNonNull(runs, "start() comes first");
    DeliveryRepository.insert(tx.handle(), delivery);
    Channel channel = directory.channel(delivery.system(), delivery.channel());
    starter.start(tx, DeliverStep.request(delivery, channel != null && channel.fallback() != null));
    tx.afterCommit(ENQUEUED::pass);
  }

  Delivery delivery(
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
        Delivery.Progress.QUEUED,
        now,
        null);
  }
}
