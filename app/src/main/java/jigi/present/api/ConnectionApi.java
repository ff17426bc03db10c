package jigi.present.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.Stage;
import jigi.base.kernel.Status;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import org.jspecify.annotations.Nullable;

/** The connections that manuals name. */
public final class ConnectionApi {
  private final ConnectionRegistry connections;

  public ConnectionApi(ConnectionRegistry connections) {
    this.connections = connections;
  }

  /** One of them. */
  private record Row(
      String system, String name, String kind, String address, @Nullable String on) {}

  /** What its test has seen. */
  private record Tested(Row connection, Status status, List<Stage> stages) {}

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/connections", "All connections; ?system=", this::list),
        Route.post(
            "/api/v1/connections/{system}/{name}/test",
            "Makes the connection to see whether it can be made.",
            this::test));
  }

  private Reply list(Exchange exchange) {
    String wanted = exchange.find("system");
    List<Row> rows = new ArrayList<>();
    connections
        .all()
        .forEach(
            (system, named) -> {
              if (exchange.scope().sees(system) && (wanted == null || wanted.equals(system))) {
                named.forEach((name, connection) -> rows.add(row(system, name, connection)));
              }
            });
    return Api.list("connections", rows);
  }

  private Reply test(Exchange exchange) {
    String system = exchange.variable("system");
    String name = exchange.variable("name");
    exchange.require(system, "run");
    Connection found = connections.all().getOrDefault(system, Map.of()).get(name);
    if (found == null) {
      throw Problem.notFound("connection " + system + "/" + name);
    }
    try {
      ConnectionTest seen = connections.test(system, name);
      return Api.one(new Tested(row(system, name, found), seen.status(), seen.stages()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while testing a connection", e);
    }
  }

  private static Row row(String system, String name, Connection connection) {
    return new Row(system, name, connection.kind(), connection.text(), connection.on());
  }
}
