package jigi.detect.metric;

import java.time.Instant;
import java.util.function.Consumer;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;

/** What the journal says of stored samples. */
public final class MetricEvents {
  /** Arguments: {@code series} (selectors), {@code from}, {@code to}. Written before it is done. */
  public static final EventKind DELETED = EventKind.of("metric.deleted");

  public static final EventKind CLEANED = EventKind.of("metric.cleaned");

  /** One of the two could not be done; arguments: {@code error}. */
  public static final EventKind NOT_DELETED = EventKind.of("metric.not-deleted");

  private final Consumer<EventDraft> journal;

  public MetricEvents(Consumer<EventDraft> journal) {
    this.journal = journal;
  }

  public void deleting(String actor, String series, Instant from, Instant to) {
    journal.accept(
        EventDraft.of(DELETED)
            .with("series", series)
            .with("from", from.toString())
            .with("to", to.toString())
            .actor(actor));
  }

  public void cleaning(String actor) {
    journal.accept(EventDraft.of(CLEANED).actor(actor));
  }

  public void failed(String actor, String error) {
    journal.accept(EventDraft.of(NOT_DELETED).with("error", error).actor(actor));
  }
}
