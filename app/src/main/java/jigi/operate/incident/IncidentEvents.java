package jigi.operate.incident;

import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;

/** What the journal says of incidents. Every event carries {@code number, name, title, level}. */
public final class IncidentEvents {
  /** Args: severity, alert (the rule), detected. */
  public static final EventKind OPENED = EventKind.of("incident.opened");

  /** Another alert joined it. Args: alert. */
  public static final EventKind ATTACHED = EventKind.of("incident.attached");

  /** An alert came back soon after the end. Args: alert. */
  public static final EventKind REOPENED = EventKind.of("incident.reopened");

  public static final EventKind ACKNOWLEDGED = EventKind.of("incident.acknowledged");

  /** Args: text. */
  public static final EventKind NOTE = EventKind.of("incident.note");

  /** Args: person. */
  public static final EventKind RESPONDER = EventKind.of("incident.responder");

  /** Args: from, reason. */
  public static final EventKind LEVEL = EventKind.of("incident.level");

  /** All alerts are over. */
  public static final EventKind RESOLVED = EventKind.of("incident.resolved");

  /** The verification did not hold yet. Args: evidence. */
  public static final EventKind UNVERIFIED = EventKind.of("incident.unverified");

  /** Nothing measures whether it is over: a person has to look. */
  public static final EventKind UNMEASURED = EventKind.of("incident.unmeasured");

  /** Args: evidence. */
  public static final EventKind VERIFIED = EventKind.of("incident.verified");

  /** Nobody acknowledged in time. Args: response. */
  public static final EventKind BREACHED = EventKind.of("incident.breached");

  /** Args: reason. */
  public static final EventKind CLOSED = EventKind.of("incident.closed");

  /**
   * People are called, beside those of the alerts' routes. Args: to, by (names with commas
   * between), and of the alert that opens it {@code alert-id} and what people are told of it.
   */
  public static final EventKind CALLED = EventKind.of("incident.called");

  /** A step of the guide is done. Args: task, evidence. */
  public static final EventKind TICKED = EventKind.of("incident.ticked");

  /** Args: task. */
  public static final EventKind UNTICKED = EventKind.of("incident.unticked");

  /** Args: field ({@link WrittenText.Field}), version, and text except of the report. */
  public static final EventKind WRITTEN = EventKind.of("incident.written");

  /** Args: kind (its title). */
  public static final EventKind KIND = EventKind.of("incident.kind");

  /** A person says that it is repaired. */
  public static final EventKind REPAIRED = EventKind.of("incident.repaired");

  /** Args: task, person, due. */
  public static final EventKind FOLLOW_UP = EventKind.of("incident.follow-up");

  /** Args: task. */
  public static final EventKind FOLLOWED_UP = EventKind.of("incident.followed-up");

  /** A follow-up was not done in time. Args: task, person, due. */
  public static final EventKind OVERDUE = EventKind.of("incident.overdue");

  /** Everybody is told of it. Args: public-title, stage, text. */
  public static final EventKind PUBLISHED = EventKind.of("incident.published");

  /** What everybody was told is shown no more. */
  public static final EventKind WITHDRAWN = EventKind.of("incident.withdrawn");

  /** It has a war room. */
  public static final EventKind ROOM = EventKind.of("incident.room");

  /** Somebody came into the war room. */
  public static final EventKind JOINED = EventKind.of("incident.joined");

  /** A notice for customers was written. Args: notice (its number), public-title, text. */
  public static final EventKind DRAFTED = EventKind.of("incident.drafted");

  /**
   * A notice for customers was approved: it is sent. Args: notice, public-title, text, and to, by
   * (names with commas between, empty where it is only published).
   */
  public static final EventKind ANNOUNCED = EventKind.of("incident.announced");

  /** A notice for customers is not sent. Args: notice, public-title. */
  public static final EventKind DISCARDED = EventKind.of("incident.discarded");

  private IncidentEvents() {}

  static EventDraft draft(EventKind kind, Incident incident) {
    return EventDraft.of(kind)
        .system(incident.system())
        .incident(incident.id())
        .with("number", incident.number())
        .with("name", incident.name())
        .with("title", incident.title())
        .with("level", incident.grade().level())
        .with("severity", incident.grade().severity().key());
  }
}
