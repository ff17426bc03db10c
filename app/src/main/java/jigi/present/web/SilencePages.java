package jigi.present.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.Durations;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.AlertDetail;
import jigi.present.api.view.Desk;
import jigi.present.api.view.SilenceRow;
import jigi.present.api.view.SystemRow;
import org.jspecify.annotations.Nullable;

/** Silences, and the form that makes one. */
final class SilencePages {
  private static final String HERE = "/silences";

  private final Painter painter;
  private final Desk.Alerts alerts;

  SilencePages(Painter painter) {
    this.painter = painter;
    this.alerts = painter.site().desk().alerts();
  }

  List<Route> routes() {
    return List.of(
        Route.get(HERE, "Silences; ?alert= to prepare one for an alert.", this::list),
        Route.post(HERE, "Silences alerts.", this::add),
        Route.post(HERE + "/{id}/end", "Ends a silence.", this::end));
  }

  private Reply list(Exchange exchange) {
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("silences.jte", "alerts", "runbook.css", screen.t("web.silences"))
            .below(screen.t("web.nav.alerts"), "/alerts")
            .still();
    List<String> systems =
        painter.site().desk().systems().list(exchange.scope()).stream()
            .map(SystemRow::system)
            .filter(system -> exchange.visitor().may(system, "run"))
            .toList();
    return painter.page(
        exchange,
        sheet,
        Map.of(
            "rows",
            alerts.silences(exchange.scope()),
            "draft",
            draft(exchange),
            "systems",
            systems));
  }

  private SilenceDraft draft(Exchange exchange) {
    String id = Objects.requireNonNullElse(exchange.find("alert"), "");
    AlertDetail alert = id.isEmpty() ? null : alerts.get(id);
    if (alert == null || !exchange.visitor().may(alert.row().system(), "view")) {
      return new SilenceDraft("", "");
    }
    String component = alert.row().labels().get("component");
    return new SilenceDraft(
        alert.row().system(),
        "alertname=\""
            + alert.row().rule()
            + "\""
            + (component == null ? "" : ", component=\"" + component + "\""));
  }

  private Reply add(Exchange exchange) {
    String system = exchange.need("system");
    exchange.require(system, "run");
    String each = blank(exchange.find("each"));
    alerts.silence(
        new Desk.Alerts.Silencing(
            system,
            exchange.need("matchers"),
            exchange.need("reason"),
            TypedTime.find(exchange.find("from"), painter.screen(exchange).zone()),
            span(exchange.need("for")),
            each,
            each == null ? null : span(exchange.need("each-for"))),
        exchange.visitor().actor());
    return painter.done(exchange, HERE, "silenced");
  }

  private static @Nullable String blank(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static Duration span(String text) {
    Duration span = Durations.parse(text.strip());
    if (span == null || span.isZero()) {
      throw Problem.bad("bad-duration", "'" + text + "' is not a duration", "write it like 2h");
    }
    return span;
  }

  private Reply end(Exchange exchange) {
    String id = exchange.variable("id");
    SilenceRow found =
        alerts.silences(exchange.scope()).stream()
            .filter(row -> row.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("silence " + id));
    exchange.require(found.system(), "run");
    alerts.unsilence(id, exchange.visitor().actor());
    return painter.done(exchange, HERE, "unsilenced");
  }
}
