package jigi.present.web;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Urls;
import jigi.present.api.view.Desk;
import jigi.present.api.view.SystemRow;
import org.jspecify.annotations.Nullable;

/** The journal. */
final class JournalPages {
  private static final int LISTED = 100;
  private static final int READ = 300;
  private static final int MOST_READS = 10;
  private static final String DELIVERIES = "delivery.";

  private final Painter painter;
  private final Desk.History history;

  JournalPages(Painter painter) {
    this.painter = painter;
    this.history = painter.site().desk().history();
  }

  List<Route> routes() {
    return List.of(Route.get("/journal", "Everything that happened.", this::list));
  }

  private Reply list(Exchange exchange) {
    JournalModel.Filter filter =
        new JournalModel.Filter(
            text(exchange, "kind"),
            text(exchange, "system"),
            text(exchange, "component"),
            text(exchange, "q"));
    Page page = page(exchange, filter);
    Map<String, Object> model = new HashMap<>();
    model.put(
        "m",
        new JournalModel(
            page.events(),
            filter,
            painter.site().desk().systems().list(exchange.scope()).stream()
                .map(SystemRow::system)
                .toList(),
            older(page, filter),
            instant(exchange.find("before")),
            exchange.find("verify") == null ? null : history.verify()));
    String title = painter.screen(exchange).t("web.nav.journal");
    return painter.page(exchange, Sheet.of("journal.jte", "journal", "service.css", title), model);
  }

  /**
   * @param next the last event looked at; null when nothing is older
   */
  private record Page(List<Event> events, @Nullable Event next) {}

  /** Reads on until the page is full, because what is not shown is only known after reading. */
  private Page page(Exchange exchange, JournalModel.Filter filter) {
    String kind = filter.kind();
    boolean deliveries = kind.equals(DELIVERIES);
    Instant before = instant(exchange.find("before"));
    List<Event> seen = new ArrayList<>();
    Event last = null;
    for (int i = 0; i < MOST_READS; i++) {
      List<Event> found =
          history.find(
              new EventQuery(
                      orNull(filter.system()),
                      null,
                      null,
                      kind.isEmpty() || deliveries ? null : kind,
                      before,
                      READ)
                  .ofComponent(orNull(filter.component()))
                  .containing(orNull(filter.words())));
      for (Event event : found) {
        last = event;
        if (sees(exchange, event) && isShown(event, deliveries)) {
          seen.add(event);
        }
        if (seen.size() == LISTED) {
          return new Page(seen, event);
        }
      }
      if (found.size() < READ) {
        return new Page(seen, null);
      }
      before = found.getLast().at();
    }
    return new Page(seen, last);
  }

  /** The runs that carry notifications are many and tell little: only who asks sees them. */
  private static boolean isShown(Event event, boolean deliveries) {
    boolean run = "delivery".equals(event.what().args().get("lane"));
    return deliveries ? run || event.what().kind().name().startsWith(DELIVERIES) : !run;
  }

  private static boolean sees(Exchange exchange, Event event) {
    String system = event.what().system();
    return system == null
        ? exchange.visitor().may("*", "view")
        : exchange.visitor().may(system, "view");
  }

  private static String text(Exchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.find(name), "").strip();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String older(Page page, JournalModel.Filter filter) {
    if (page.next() == null) {
      return "";
    }
    return "/journal?before=" + Urls.encode(page.next().at().toString()) + filter.query();
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Problem.bad(
          "bad-time", "'" + text + "' is not a time", "write it like 2026-01-13T01:37:12Z");
    }
  }
}
