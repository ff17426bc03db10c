package jigi.present.web;

import java.time.Instant;
import java.time.format.DateTimeParseException;
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
import org.jspecify.annotations.Nullable;

/** The journal. */
final class JournalPages {
  private static final int LISTED = 100;

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
    String kind = Objects.requireNonNullElse(exchange.find("kind"), "");
    String system = Objects.requireNonNullElse(exchange.find("system"), "");
    EventQuery query =
        new EventQuery(
            exchange.find("system"),
            null,
            null,
            exchange.find("kind"),
            instant(exchange.find("before")),
            LISTED);
    List<Event> found = history.find(query);
    List<Event> seen = found.stream().filter(event -> sees(exchange, event)).toList();
    Map<String, Object> model = new HashMap<>();
    model.put(
        "m",
        new JournalModel(
            seen,
            kind,
            system,
            older(found, kind, system),
            exchange.find("verify") == null ? null : history.verify()));
    String title = painter.screen(exchange).t("web.nav.journal");
    return painter.page(exchange, Sheet.of("journal.jte", "journal", "", title), model);
  }

  private static boolean sees(Exchange exchange, Event event) {
    String system = event.what().system();
    return system == null
        ? exchange.visitor().may("*", "view")
        : exchange.visitor().may(system, "view");
  }

  private static String older(List<Event> found, String kind, String system) {
    if (found.size() < LISTED) {
      return "";
    }
    return "/journal?before="
        + Urls.encode(found.getLast().at().toString())
        + (kind.isEmpty() ? "" : "&kind=" + Urls.encode(kind))
        + (system.isEmpty() ? "" : "&system=" + Urls.encode(system));
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
