package jigi.present.web;

import java.time.Instant;
import java.util.List;
import jigi.base.journal.Event;
import jigi.present.api.http.Urls;
import jigi.present.api.view.ChainState;
import org.jspecify.annotations.Nullable;

/**
 * A page of the journal.
 *
 * @param systems that the reader may choose from
 * @param older the address of the page before; empty at the beginning
 * @param before only what happened earlier is shown; null for all
 */
public record JournalModel(
    List<Event> events,
    Filter filter,
    List<String> systems,
    String older,
    @Nullable Instant before,
    @Nullable ChainState chain) {
  /**
   * What was asked for; empty texts for all.
   *
   * @param words contained in what an event says
   */
  public record Filter(String kind, String system, String component, String words) {
    public boolean none() {
      return (kind + system + component + words).isEmpty();
    }

    String query() {
      return part("kind", kind)
          + part("system", system)
          + part("component", component)
          + part("q", words);
    }

    private static String part(String name, String value) {
      return value.isEmpty() ? "" : "&" + name + "=" + Urls.encode(value);
    }
  }

  public JournalModel {
    events = List.copyOf(events);
  }

  /** The address with another kind. */
  public String link(String otherKind) {
    String query =
        new Filter(otherKind, filter.system(), filter.component(), filter.words()).query();
    return query.isEmpty() ? "/journal" : "/journal?" + query.substring(1);
  }

  /** The newest events with the same filter. */
  public String newest() {
    return link(filter.kind());
  }
}
