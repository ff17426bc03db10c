package jigi.operate.notify;

import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;

/**
 * What the journal says of deliveries. Arguments: {@code delivery, kind, person, channel, alert}
 * and {@code alert-id} where it is about one.
 */
public final class NotifyEvents {
  /** Args: proof. */
  public static final EventKind ACCEPTED = EventKind.of("delivery.accepted");

  /** The first refusal of a delivery. Args: error. */
  public static final EventKind FAILED = EventKind.of("delivery.failed");

  /** Nobody was told. Args: error. */
  public static final EventKind DEAD = EventKind.of("delivery.dead");

  /** Args: silence, matchers, reason, until. */
  public static final EventKind SILENCED = EventKind.of("silence.created");

  /** Somebody ended a silence before its time. Args: silence, matchers. */
  public static final EventKind UNSILENCED = EventKind.of("silence.ended");

  /** Args: override, schedule, person, from, until, reason. */
  public static final EventKind OVERRIDDEN = EventKind.of("on-call.overridden");

  /** Somebody ended an override before its time. Args: override, schedule, person. */
  public static final EventKind OVERRIDE_ENDED = EventKind.of("on-call.override-ended");

  /**
   * Args: schedule, title, from-person, to-person, and next-hand-over where one is within a month.
   */
  public static final EventKind HANDED_OVER = EventKind.of("on-call.handed-over");

  /** The same arguments, {@code from-person} is empty. */
  public static final EventKind ON_CALL_AGAIN = EventKind.of("on-call.again");

  /** The same arguments, {@code to-person} is empty. */
  public static final EventKind NOBODY_ON_CALL = EventKind.of("on-call.nobody");

  /** Somebody posted to a channel what its provider did not sign. Args: channel. */
  public static final EventKind ANSWER_REFUSED = EventKind.of("channel.refused");

  private NotifyEvents() {}

  static EventDraft draft(EventKind kind, Delivery delivery) {
    EventDraft draft =
        EventDraft.of(kind)
            .system(delivery.system())
            .incident(delivery.kind().isOfIncident() ? delivery.subject() : null)
            .with("delivery", delivery.id())
            .with("kind", delivery.kind().key())
            .with("person", delivery.person())
            .with("channel", delivery.channel())
            .with("alert", delivery.context().getOrDefault("alert", ""));
    String alert = delivery.context().get("id");
    return alert == null ? draft : draft.with("alert-id", alert);
  }
}
