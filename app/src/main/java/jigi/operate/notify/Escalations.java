package jigi.operate.notify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.journal.Event;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import jigi.operate.notify.AlertGroup.Member;

/** Calls one after the other while nobody acknowledges an alert. */
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
    Instant now = around.timeline().instant();
    DeliveryRepository.Escalation awaited =
        new DeliveryRepository.Escalation(
            alert,
            system,
            severity.key(),
            args,
            new DeliveryRepository.Stand(now, 0, now.plus(escalation.steps().getFirst().after())));
    if (DeliveryRepository.await(tx.handle(), awaited)) {
      tx.afterCommit(() -> watch(awaited));
    }
  }

  private void watch(DeliveryRepository.Escalation escalation) {
    around
        .timeline()
        .at(
            escalation.stand().due(),
            "escalation",
            () -> around.store().change(tx -> escalate(tx, escalation)));
  }

  private void escalate(Tx tx, DeliveryRepository.Escalation escalation) {
    NotifySettings known = directory.settings(escalation.system());
    Receiver receiver =
        known == null
            ? null
            : known.routing().receivers().get(escalation.context().getOrDefault("receiver", ""));
    Route.Escalation all = receiver == null ? null : receiver.escalate();
    int step = escalation.stand().step();
    if (all == null || step >= all.steps().size()) {
      return;
    }
    Instant now = around.timeline().instant();
    List<Member> members = GroupRepository.members(tx.handle(), escalation.alert());
    DeliveryRepository.Escalation next =
        step + 1 == all.steps().size() ? null : escalation.next(all.steps());
    AlertGroup group = GroupRepository.lock(tx.handle(), escalation.alert());
    // What flaps is there even while nothing of it fires.
    boolean there =
        members.stream().anyMatch(Member::isFiring) || group != null && group.flap() != null;
    if (!there
        || !DeliveryRepository.escalate(
            tx.handle(), escalation, next == null ? null : next.stand(), now)) {
      return;
    }
    outbox
        .toStep(
            tx,
            escalation.system(),
            escalation.alert(),
            all.steps().subList(step, all.steps().size()),
            escalation.context())
        .forEach(
            delivery ->
                DeliveryRepository.link(
                    tx.handle(), delivery.id(), members.stream().map(Member::alert).toList()));
    if (next != null) {
      tx.afterCommit(() -> watch(next));
    }
  }

  /** Somebody is at the alert, and so at all that was told with it. */
  void end(Tx tx, Event event, String alert) {
    GroupRepository.acknowledge(tx.handle(), alert);
    GroupRepository.ofAlert(tx.handle(), alert)
        .forEach(
            group ->
                DeliveryRepository.endEscalation(
                    tx.handle(), group, event.at(), event.what().actor()));
  }
}
