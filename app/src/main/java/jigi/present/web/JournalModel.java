package jigi.present.web;

import java.util.List;
import jigi.base.journal.Event;
import jigi.present.api.http.Urls;
import jigi.present.api.view.ChainState;
import org.jspecify.annotations.Nullable;

/**
 * A page of the journal.
 *
 * @param kind prefix of the kinds; empty for all
 * @param older the address of the page before; empty at the beginning
 */
public record JournalModel(
    List<Event> events, String kind, String system, String older, @Nullable ChainState chain) {
  public JournalModel {
    events = List.copyOf(events);
  }

  /** The address with another kind. */
  public String link(String otherKind) {
    String query =
        (otherKind.isEmpty() ? "" : "&kind=" + Urls.encode(otherKind))
            + (system.isEmpty() ? "" : "&system=" + Urls.encode(system));
    return query.isEmpty() ? "/journal" : "/journal?" + query.substring(1);
  }
}
