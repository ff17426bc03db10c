package jigi.present.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.DiscoveryView;

/** What machines have, what of it is watched, and a draft of the rest for a person to review. */
final class DiscoveryPages {
  private final Painter painter;
  private final Desk.Discovery discovery;

  DiscoveryPages(Painter painter) {
    this.painter = painter;
    this.discovery = painter.site().desk().discovery();
  }

  List<Route> routes() {
    String one = "/discovery/{system}/{host}";
    return List.of(
        Route.get("/discovery", "Machines that can be looked at.", this::machines),
        Route.get(one, "What was found on a machine.", this::machine),
        Route.post(one + "/look", "Looks around on a machine.", this::look),
        Route.post(one + "/write", "Writes the draft into a folder.", this::write));
  }

  private Reply machines(Exchange exchange) {
    String title = painter.screen(exchange).t("web.discovery");
    return painter.page(
        exchange,
        Sheet.of("discovery.jte", "settings", "manual.css", title)
            .below(painter.screen(exchange).t("web.nav.settings"), "/settings")
            .still(),
        Map.of("machines", discovery.machines(exchange.scope()).machines()));
  }

  private DiscoveryView.Machine named(Exchange exchange) {
    String system = exchange.variable("system");
    String host = exchange.variable("host");
    exchange.require(system, "edit");
    return discovery.machines(exchange.scope()).machines().stream()
        .filter(each -> each.system().equals(system) && each.name().equals(host))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("host " + system + "/" + host));
  }

  private Reply machine(Exchange exchange) {
    DiscoveryView.Machine machine = named(exchange);
    Map<String, Object> model = new HashMap<>();
    model.put("machine", machine);
    DiscoveryView.Look look = discovery.last(machine.system(), machine.name());
    if (look != null) {
      model.put("look", look);
    }
    return painter.page(
        exchange,
        Sheet.of("found.jte", "settings", "manual.css", machine.name())
            .below(painter.screen(exchange).t("web.discovery"), "/discovery")
            .still(),
        model);
  }

  private Reply look(Exchange exchange) {
    DiscoveryView.Machine machine = named(exchange);
    discovery.look(machine.system(), machine.name(), "", "");
    return painter.done(exchange, path(machine), "looked");
  }

  private Reply write(Exchange exchange) {
    DiscoveryView.Machine machine = named(exchange);
    discovery.write(machine.system(), machine.name());
    return painter.done(exchange, path(machine), "drafted");
  }

  private static String path(DiscoveryView.Machine machine) {
    return "/discovery/" + machine.system() + "/" + machine.name();
  }
}
