package jigi.present.api;

import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.ConnectionRow;
import jigi.present.api.view.Desk;

/** The hosts and connections that manuals name, and their tests. */
public final class ConnectionApi {
  private final Desk.Connections connections;

  ConnectionApi(Desk desk) {
    this.connections = desk.connections();
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/connections",
            "All connections with what their last test has seen; ?system=",
            exchange -> list(exchange, "connection")),
        Route.post(
            "/api/v1/connections/{system}/{name}/test",
            "Makes the connection to see whether it can be made.",
            exchange -> test(exchange, "connection")),
        Route.get(
            "/api/v1/hosts",
            "All hosts with what their last test has seen; ?system=",
            exchange -> list(exchange, "host")),
        Route.post(
            "/api/v1/hosts/{system}/{name}/test",
            "Goes to the host, stage by stage, to see whether steps can be executed.",
            exchange -> test(exchange, "host")));
  }

  private Reply list(Exchange exchange, String sort) {
    String wanted = exchange.find("system");
    List<ConnectionRow> rows =
        connections.list(exchange.scope()).stream()
            .filter(row -> row.sort().equals(sort))
            .filter(row -> wanted == null || wanted.equals(row.system()))
            .toList();
    return Api.list(sort + "s", rows);
  }

  private Reply test(Exchange exchange, String sort) {
    ConnectionRow row = one(connections, exchange, sort);
    ConnectionRow seen =
        connections.test(row.system(), sort, row.name(), exchange.visitor().actor());
    return Api.one(Map.of(sort, seen, "status", seen.status(), "stages", seen.stages()));
  }

  /** The one of the address, for those who may run things in its system. */
  public static ConnectionRow one(Desk.Connections connections, Exchange exchange, String sort) {
    String system = exchange.variable("system");
    String name = exchange.variable("name");
    exchange.require(system, "run");
    return connections.list(exchange.scope()).stream()
        .filter(row -> row.system().equals(system) && row.sort().equals(sort))
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Problem.notFound(sort + " " + system + "/" + name));
  }
}
