package jigi.operate.checklist;

import java.util.List;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;

/** What this room records. Every event carries {@code name} and {@code title}; links: run. */
public final class ChecklistEvents {
  /** An item was answered or an answer replaced. Args: item (text), status, note, value. */
  public static final EventKind ANSWERED = EventKind.of("checklist.answered");

  /** All items are answered, or it was closed. Args: status, ok, notok, summary. */
  public static final EventKind ENDED = EventKind.of("checklist.ended");

  /**
   * It was not signed in time. Args: due, open (how many items). Of a single item that has a date
   * of its own: item, and its text within the title.
   */
  public static final EventKind OVERDUE = EventKind.of("checklist.overdue");

  /** A file was handed in. Args: item (text), file, hash. */
  public static final EventKind ATTACHED = EventKind.of("checklist.attached");

  /** Args: status, note. */
  public static final EventKind SIGNED = EventKind.of("checklist.signed");

  private ChecklistEvents() {}

  /** All of them, for the check of the catalogue. */
  public static List<EventKind> all() {
    return List.of(ANSWERED, ATTACHED, ENDED, OVERDUE, SIGNED);
  }

  static EventDraft of(EventKind kind, Sheet sheet) {
    return EventDraft.of(kind)
        .system(sheet.system())
        .run(sheet.run())
        .with("name", sheet.name())
        .with("title", sheet.title());
  }
}
