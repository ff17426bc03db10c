package jigi.operate.notify;

import java.time.Instant;
import java.util.List;
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

  /**
   * From now on an acknowledgement is waited for, unless one is already.
   *
   * @param alert id of the group of alerts
   */
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
    Receiver receiver =
        known == null
            ? null
            : known.routing().receivers().get(escalation.context().getOrDefault("receiver", ""));
    Instant now = around.timeline().instant();
    Route.Escalation next = receiver == null ? null : receiver.escalate();
    if (next == null) {
      return;
    }
    if (DeliveryRepository.escalate(tx.handle(), escalation.alert(), now)) {
      List<String> alerts =
          GroupRepository.members(tx.handle(), escalation.alert()).stream()
              .map(AlertGroup.Member::alert)
              .toList();
      outbox
          .send(
              tx,
              escalation.system(),
              Delivery.Kind.ESCALATED,
              escalation.alert(),
              next.to(),
              next.by(),
              escalation.context())
          .forEach(delivery -> DeliveryRepository.link(tx.handle(), delivery.id(), alerts));
    }
  }

  /** Somebody is at the alert, and so at all that was told with it. */
  void end(Tx tx, Event event, @Nullable String alert) {
    if (alert != null) {
      GroupRepository.ofAlert(tx.handle(), alert)
          .forEach(
              group ->
                  DeliveryRepository.endEscalation(
                      tx.handle(), group, event.at(), event.what().actor()));
    }
  }
}
