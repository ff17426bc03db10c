package jigi.operate.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.journal.EventDraft;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import org.jspecify.annotations.Nullable;

/** Tells people what incidents themselves ask for, beside the routes of their alerts. */
final class IncidentCalls {
  /** The argument of a call that names the alert because of which it is made. */
  private static final String ALERT = "alert-id";

  private final Outbox outbox;

  IncidentCalls(Outbox outbox) {
    this.outbox = outbox;
  }

  void on(Tx tx, String system, NotifySettings known, EventDraft what) {
    String incident = String.valueOf(what.links().incident());
    Map<String, String> args = what.args();
    Route critical = known.routes().get(Severity.CRITICAL);
    switch (what.kind().name()) {
      case "incident.breached" ->
          outbox.toRoute(
              tx,
              system,
              Delivery.Kind.BREACHED,
              incident,
              known.route(null, Severity.ofLabel(args.get("severity"))),
              args);
      case "incident.called" ->
          call(
              tx,
              outbox.toRoute(
                  system, Delivery.Kind.CALLED, incident, called(known, args, critical), args));
      case "incident.announced" ->
          outbox.toRoute(
              tx,
              system,
              Delivery.Kind.ANNOUNCED,
              incident,
              new Route(Outbox.members(known, names(args.get("to"))), names(args.get("by")), null),
              args);
      case "incident.overdue" -> undone(tx, system, known, what);
      default -> throw new IllegalStateException("not followed: " + what.kind().name());
    }
  }

  /** Whom the alert that opened the incident has told by its route need not hear it again. */
  private void call(Tx tx, List<Delivery> wanted) {
    for (Delivery one : wanted) {
      String alert = one.context().get(ALERT);
      if (alert == null) {
        outbox.enqueue(tx, List.of(one));
        continue;
      }
      // A look at the alert's group must not decide the same at the same time.
      GroupRepository.ofAlert(tx.handle(), alert)
          .forEach(group -> GroupRepository.lock(tx.handle(), group));
      if (!outbox.isTold(tx, one, Delivery.Kind.FIRING, List.of(alert))) {
        outbox.enqueue(tx, List.of(one));
        DeliveryRepository.link(tx.handle(), one.id(), List.of(alert));
      }
    }
  }

  /** Where all who are called are off duty, those of the gravest route are told in their place. */
  private static Route called(
      NotifySettings known, Map<String, String> args, @Nullable Route critical) {
    List<String> by = names(args.get("by"));
    List<Route.Step> next =
        critical == null
            ? List.of()
            : Stream.concat(
                    Stream.of(new Route.Step(Duration.ZERO, critical.to(), by)),
                    critical.steps().stream())
                .toList();
    return new Route(
        Outbox.members(known, names(args.get("to"))),
        by,
        next.isEmpty() ? null : new Route.Escalation(next));
  }

  /** Whoever took it upon themselves is told, and where nothing reaches them, all of the route. */
  private void undone(Tx tx, String system, NotifySettings known, EventDraft what) {
    String incident = String.valueOf(what.links().incident());
    Route warning = known.routes().get(Severity.WARNING);
    Route route = warning == null ? known.routes().get(Severity.CRITICAL) : warning;
    String person = what.args().getOrDefault("person", "");
    Route theirs = route == null ? null : new Route(List.of(person), route.by(), null);
    boolean reached =
        known.people().containsKey(person)
            && !outbox
                .toRoute(tx, system, Delivery.Kind.UNDONE, incident, theirs, what.args())
                .isEmpty();
    if (!reached) {
      outbox.toRoute(tx, system, Delivery.Kind.UNDONE, incident, route, what.args());
    }
  }

  private static List<String> names(@Nullable String list) {
    return list == null || list.isEmpty() ? List.of() : List.of(list.split(", "));
  }
}
