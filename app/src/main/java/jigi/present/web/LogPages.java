package jigi.present.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.Durations;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.LogsWanted;
import jigi.present.api.view.SystemRow;
import org.jspecify.annotations.Nullable;

/** Lines that log probes have kept. */
final class LogPages {
  private static final String USUAL = "24h";

  private final Painter painter;
  private final Desk desk;

  LogPages(Painter painter) {
    this.painter = painter;
    this.desk = painter.site().desk();
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/logs", "Kept lines of logs; ?q= ?system= ?component= ?within=24h", this::search));
  }

  private Reply search(Exchange exchange) {
    String given = text(exchange, "within");
    LogsModel.Filter filter =
        new LogsModel.Filter(
            text(exchange, "system"),
            text(exchange, "component"),
            text(exchange, "q"),
            LogsModel.WINDOWS.contains(given) ? given : USUAL);
    LogsWanted wanted =
        new LogsWanted(
            orNull(filter.system()),
            orNull(filter.component()),
            filter.words(),
            Objects.requireNonNull(Durations.parse(filter.within())));
    LogsModel model =
        new LogsModel(
            desk.logs().find(exchange.scope(), wanted),
            filter,
            desk.systems().list(exchange.scope()).stream().map(SystemRow::system).toList());
    String title = painter.screen(exchange).t("web.nav.logs");
    return painter.page(
        exchange, Sheet.of("logs.jte", "logs", "service.css", title), Map.of("m", model));
  }

  private static String text(Exchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.find(name), "").strip();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
