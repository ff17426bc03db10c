package jigi.present.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.kernel.Status;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.AlertDetail;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.ComponentDetail;
import jigi.present.api.view.Desk;
import jigi.present.api.view.TargetsWanted;
import org.jspecify.annotations.Nullable;

/** Components, alerts, the journal. */
final class WatchApi {
  /** Of one answer: a storm has more. */
  private static final int MOST_ALERTS = 1000;

  private final Desk desk;

  WatchApi(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/now", "What needs somebody now.", this::now),
        Route.get("/api/v1/components", "All components; ?system= ?bad=1", this::components),
        Route.get("/api/v1/components/{system}/{component}", "One component.", this::component),
        Route.post(
            "/api/v1/components/{system}/{component}/probe", "Runs its probes now.", this::probe),
        Route.get("/api/v1/conditions", "Named conditions with what they say.", this::conditions),
        Route.get(
            "/api/v1/scrape-targets",
            "What is scraped, the worst first, and what was found and dropped; ?system= ?q= ?bad=1",
            this::targets),
        Route.get(
            "/api/v1/alerts/list",
            "Pending, firing and lately resolved alerts, the worst first; ?page= ?limit=",
            this::alerts),
        Route.get("/api/v1/alerts/{id}", "One alert.", this::alert),
        Route.post("/api/v1/alerts/{id}/acknowledge", "Takes an alert.", this::takeAlert),
        Route.get(
            "/api/v1/journal",
            "Events, newest first; ?system= ?kind= ?run= ?incident= ?before= ?limit=",
            this::journal),
        Route.get("/api/v1/journal/verify", "Verifies the chain.", this::verify));
  }

  private Reply now(Exchange exchange) {
    return Api.one(desk.overview().now(exchange.scope()));
  }

  private Reply components(Exchange exchange) {
    String system = exchange.find("system");
    boolean bad = exchange.find("bad") != null;
    return Api.list(
        "components",
        desk.components().list(exchange.scope()).stream()
            .filter(row -> system == null || row.system().equals(system))
            .filter(row -> !bad || row.status() != Status.OK)
            .toList());
  }

  private Reply component(Exchange exchange) {
    return Api.one(findComponent(exchange, "view"));
  }

  private Reply probe(Exchange exchange) {
    ComponentDetail found = findComponent(exchange, "run");
    String probe = new Ask(exchange).find("probe");
    desk.components().probe(found.row().system(), found.row().name(), probe);
    return Api.one(desk.components().get(found.row().system(), found.row().name()));
  }

  private ComponentDetail findComponent(Exchange exchange, String verb) {
    String system = exchange.variable("system");
    String name = exchange.variable("component");
    exchange.require(system, verb);
    ComponentDetail found = desk.components().get(system, name);
    if (found == null) {
      throw Problem.notFound("component " + system + "/" + name);
    }
    return found;
  }

  private Reply conditions(Exchange exchange) {
    return Api.list("conditions", desk.house().conditions(exchange.scope()));
  }

  private Reply targets(Exchange exchange) {
    TargetsWanted wanted =
        new TargetsWanted(
            exchange.find("system"),
            java.util.Objects.requireNonNullElse(exchange.find("q"), ""),
            exchange.find("bad") != null);
    return Api.one(desk.targets().find(exchange.scope(), wanted));
  }

  private Reply alerts(Exchange exchange) {
    Ask ask = new Ask(exchange);
    int limit = ask.number("limit", MOST_ALERTS, 1, MOST_ALERTS);
    int page = ask.number("page", 1, 1, 1_000_000);
    List<AlertRow> all = desk.alerts().list(exchange.scope());
    return Api.one(
        new AlertPage(
            all.stream().skip((page - 1L) * limit).limit(limit).toList(), all.size(), page));
  }

  /**
   * @param total how many there are on all pages
   */
  private record AlertPage(List<AlertRow> alerts, int total, int page) {}

  private Reply alert(Exchange exchange) {
    return Api.one(findAlert(exchange, "view"));
  }

  private Reply takeAlert(Exchange exchange) {
    AlertDetail found = findAlert(exchange, "run");
    desk.alerts().acknowledge(found.row().id(), exchange.visitor().actor());
    return Api.done();
  }

  private AlertDetail findAlert(Exchange exchange, String verb) {
    AlertDetail found = desk.alerts().get(exchange.variable("id"));
    if (found == null || !exchange.visitor().may(found.row().system(), "view")) {
      throw Problem.notFound("alert " + exchange.variable("id"));
    }
    exchange.require(found.row().system(), verb);
    return found;
  }

  private Reply journal(Exchange exchange) {
    EventQuery query =
        new EventQuery(
            exchange.find("system"),
            exchange.find("run"),
            exchange.find("incident"),
            exchange.find("kind"),
            instant(exchange.find("before")),
            new Ask(exchange).number("limit", 100, 1, 1000));
    List<Event> seen =
        desk.history().find(query).stream().filter(event -> sees(exchange, event)).toList();
    return Api.list("events", seen);
  }

  private Reply verify(Exchange exchange) {
    exchange.require("*", "view");
    return Api.one(desk.history().verify());
  }

  private static boolean sees(Exchange exchange, Event event) {
    String system = event.what().system();
    return exchange.visitor().may(system == null ? "*" : system, "view");
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
