package jigi.base.journal;

/** The events of the journal itself. */
public final class JournalEvents {
  public static final EventKind PAYLOAD_DELETED = EventKind.of("journal.payload-deleted");

  private JournalEvents() {}
}
