package jigi.present.api;

import java.util.List;
import java.util.Map;
import jigi.base.kernel.UserError;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.DiscoveryView;

/** What machines have, and drafts of it. */
final class DiscoveryApi {
  private final Desk.Discovery discovery;

  DiscoveryApi(Desk desk) {
    this.discovery = desk.discovery();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/discovery", "Machines that can be looked at.", this::machines),
        Route.post(
            "/api/v1/discovery/look",
            "Looks around on a {host}, system/name, and asks its Docker daemons, or the one at the"
                + " socket {docker}: findings and the draft of a manual.",
            this::look),
        Route.post(
            "/api/v1/discovery/write",
            "Writes the last draft of a {host} into the data directory; nothing is watched by it.",
            this::write));
  }

  private Reply machines(Exchange exchange) {
    return Api.list("machines", discovery.machines(exchange.scope()).machines());
  }

  private Reply look(Exchange exchange) {
    Ask ask = new Ask(exchange);
    DiscoveryView.Machine machine = machine(exchange, ask.need("host"));
    return Api.one(
        discovery.look(
            machine.system(), machine.name(), ask.find("name", ""), ask.find("docker", "")));
  }

  private Reply write(Exchange exchange) {
    DiscoveryView.Machine machine = machine(exchange, new Ask(exchange).need("host"));
    return Api.one(Map.of("folder", discovery.write(machine.system(), machine.name())));
  }

  /** Looking runs commands on the machine, so it needs what editing its manual needs. */
  private DiscoveryView.Machine machine(Exchange exchange, String host) {
    String[] parts = host.split("/", 2);
    if (parts.length < 2) {
      throw new UserError("bad-value", "'" + host + "' names no host", "write system/host");
    }
    exchange.require(parts[0], "edit");
    return discovery.machines(exchange.scope()).machines().stream()
        .filter(each -> each.system().equals(parts[0]) && each.name().equals(parts[1]))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("host " + host));
  }
}
