package jigi.present.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.UserError;
import jigi.present.api.ConnectionApi;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Urls;
import jigi.present.api.view.ConnectionRow;
import jigi.present.api.view.Desk;

/** Hosts and connections: where to, what their last test has seen, and testing them now. */
final class ConnectionPages {
  private static final List<String> SORTS = List.of("host", "connection");

  private final Painter painter;
  private final Desk.Connections connections;

  ConnectionPages(Painter painter) {
    this.painter = painter;
    this.connections = painter.site().desk().connections();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/connections", "All hosts and connections; ?system=", this::list),
        Route.post("/connections/test", "Tests all of them; of a {system}.", this::testAll),
        Route.post("/connections/{system}/{sort}/{name}/test", "Tests one of them.", this::test));
  }

  private Reply list(Exchange exchange) {
    String system = Objects.requireNonNullElse(exchange.find("system"), "");
    Screen screen = painter.screen(exchange);
    ConnectionsModel model =
        ConnectionsModel.of(
            connections.list(exchange.scope()),
            system,
            each -> exchange.visitor().may(each, "run"));
    return painter.page(
        exchange,
        Sheet.of("connections.jte", "settings", "service.css", screen.t("web.connections"))
            .below(screen.t("web.nav.settings"), "/settings"),
        Map.of("m", model));
  }

  private Reply testAll(Exchange exchange) {
    String system = Objects.requireNonNullElse(exchange.find("system"), "");
    if (!system.isEmpty()) {
      exchange.require(system, "run");
    }
    List<ConnectionRow> rows =
        connections.list(exchange.scope()).stream()
            .filter(row -> system.isEmpty() || row.system().equals(system))
            .filter(row -> exchange.visitor().may(row.system(), "run"))
            .toList();
    if (rows.isEmpty()) {
      throw new UserError(
          "nothing-to-test",
          "there is no connection that you may test",
          "name one under 'connections:' in jigi.yaml");
    }
    connections.begin(rows, exchange.visitor().actor());
    return painter.done(exchange, "/connections" + query(system), "testing");
  }

  private Reply test(Exchange exchange) {
    String sort = exchange.variable("sort");
    if (!SORTS.contains(sort)) {
      throw Problem.notFound(sort + " here");
    }
    ConnectionRow row = ConnectionApi.one(connections, exchange, sort);
    connections.begin(List.of(row), exchange.visitor().actor());
    return painter.done(exchange, "/connections" + query(row.system()), "testing");
  }

  private static String query(String system) {
    return system.isEmpty() ? "" : "?system=" + Urls.encode(system);
  }
}
