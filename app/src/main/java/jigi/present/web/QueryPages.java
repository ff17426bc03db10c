package jigi.present.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;

/** The page where a person asks for samples. */
final class QueryPages {
  private static final List<String> SPANS = List.of("15m", "1h", "6h", "1d", "7d");

  private final Painter painter;
  private final Desk.Queries queries;

  QueryPages(Painter painter) {
    this.painter = painter;
    this.queries = painter.site().desk().queries();
  }

  List<Route> routes() {
    return List.of(Route.get("/query", "Asks for samples; ?q= ?span= ?live=1", this::ask));
  }

  private static Duration length(String span) {
    return Duration.parse(
        span.endsWith("d")
            ? "P" + span.toUpperCase(Locale.ROOT)
            : "PT" + span.toUpperCase(Locale.ROOT));
  }

  private Reply ask(Exchange exchange) {
    String text = Objects.requireNonNullElse(exchange.find("q"), "").strip();
    String asked = Objects.requireNonNullElse(exchange.find("span"), "1h");
    String span = SPANS.contains(asked) ? asked : "1h";
    Map<String, Object> model = new HashMap<>();
    model.put(
        "m",
        new QueryModel(
            text,
            span,
            SPANS,
            !text.isEmpty() && exchange.find("live") != null,
            text.isEmpty() ? null : queries.ask(exchange.scope(), text, length(span))));
    String title = painter.screen(exchange).t("web.nav.query");
    return painter.page(
        exchange, Sheet.of("query.jte", "query", "query.css", title).still(), model);
  }
}
