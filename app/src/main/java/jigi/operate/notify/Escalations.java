package jigi.operate.notify;

import java.time.Instant;
import java.util.Map;
import jigi.base.journal.Event;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import org.jspecify.annotations.Nullable;

/** Calls the next ones when nobody acknowledges an alert in time. */
final class Escalations {
  private final NotifyEngine.Surroundings around;
  private final Directory directory;
  private final Outbox outbox;

  Escalations(NotifyEngine.Surroundings around, Directory directory, Outbox outbox) {
    this.around = around;
    this.directory = directory;
    this.outbox = outbox;
  }

  /** Goes on with what waits. */
  void start() {
    around.store().read(DeliveryRepository::awaited).forEach(this::watch);
  }

  /** From now on an acknowledgement of the alert is waited for. */
  void begin(
      Tx tx,
      String alert,
      String system,
      Severity severity,
      Route.Escalation escalation,
      Map<String, String> args) {
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

  private void watch(DeliveryRepository.Escalation escalation) {
    around
        .timeline()
        .at(
            escalation.due(),
            "escalation",
            () -> around.store().change(tx -> escalate(tx, escalation)));
  }

  private void escalate(Tx tx, DeliveryRepository.Escalation escalation) {
    NotifySettings known = directory.settings(escalation.system());
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
      outbox.send(
          tx,
          escalation.system(),
          Delivery.Kind.ESCALATED,
          escalation.alert(),
          route.escalate().to(),
          route.escalate().by(),
          escalation.context());
    }
  }

  void end(Tx tx, Event event, @Nullable String alert) {
    if (alert != null) {
      DeliveryRepository.endEscalation(tx.handle(), alert, event.at(), event.what().actor());
    }
  }
}
