package jigi.present.web;

import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jigi.present.api.AgendaApi;
import jigi.present.api.ChecklistApi;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Upload;
import jigi.present.api.view.Agenda;
import jigi.present.api.view.ChecklistView;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;

/** Checklists and the calendar. */
final class ChecklistPages {
  private final Painter painter;
  private final Desk desk;

  ChecklistPages(Painter painter) {
    this.painter = painter;
    this.desk = painter.site().desk();
  }

  List<Route> routes() {
    String run = "/checklists/runs/{id}";
    String one = "/checklists/{system}/{name}";
    return List.of(
        Route.get("/calendar", "What was and is due.", this::calendar),
        Route.get("/checklists", "All checklists.", this::list),
        Route.get(run, "One that was begun.", this::sheet),
        Route.post(run + "/answer", "Answers an item.", this::answer),
        Route.post(run + "/sign", "Signs it.", this::sign),
        Route.post(run + "/evidence", "Hands in a file.", this::attach),
        Route.get(
            run + "/evidence/{file}",
            "Downloads a file.",
            exchange -> ChecklistApi.download(desk, exchange)),
        Route.get(run + "/export", "As evidence.", this::export),
        Route.get(
            "/checklists/export",
            "A month, as evidence.",
            exchange ->
                ChecklistApi.exportMonth(desk, exchange, painter.screen(exchange).language())),
        Route.get(one, "One checklist.", this::detail),
        Route.post(one + "/run", "Begins it.", this::start));
  }

  private Reply list(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.checklists");
    return painter.page(
        exchange,
        Sheet.of("checklists.jte", "checklists", "checklist.css", title),
        Map.of(
            "rows",
            desk.checklists().list(exchange.scope()),
            "month",
            YearMonth.from(exchange.now().atZone(AgendaApi.zone(desk, exchange, null)))));
  }

  private Reply detail(Exchange exchange) {
    ChecklistView.Detail found = find(exchange, "view");
    Sheet sheet =
        Sheet.of("checklist.jte", "checklists", "checklist.css", found.row().title())
            .below(painter.screen(exchange).t("web.nav.checklists"), "/checklists");
    boolean mayRun = exchange.visitor().may(found.row().system(), "run");
    boolean mayEdit = exchange.visitor().may(found.row().system(), "edit");
    return painter.page(exchange, sheet, Map.of("d", found, "mayRun", mayRun, "mayEdit", mayEdit));
  }

  private ChecklistView.Detail find(Exchange exchange, String verb) {
    String system = exchange.variable("system");
    String name = exchange.variable("name");
    exchange.require(system, verb);
    ChecklistView.Detail found = desk.checklists().get(system, name);
    if (found == null) {
      throw Problem.notFound("checklist " + system + "/" + name);
    }
    return found;
  }

  private Reply start(Exchange exchange) {
    ChecklistView.Row row = find(exchange, "run").row();
    String id = desk.checklists().start(row.system(), row.name(), exchange.visitor().actor());
    return painter.done(exchange, "/checklists/runs/" + id, "started");
  }

  private Reply sheet(Exchange exchange) {
    ChecklistView.Sheet found = ChecklistApi.sheet(desk, exchange, "view");
    String system = found.row().system();
    Sheet sheet =
        Sheet.of("sheet.jte", "checklists", "checklist.css", "#" + found.done().number())
            .below(painter.screen(exchange).t("web.nav.checklists"), "/checklists")
            .below(found.row().title(), found.row().path())
            .still();
    return painter.page(
        exchange,
        sheet,
        Map.of(
            "d", found,
            "mayRun", exchange.visitor().may(system, "run"),
            "mine", mine(exchange, found),
            "maySign", exchange.visitor().isAmong(system, found.roles())));
  }

  private static Set<Integer> mine(Exchange exchange, ChecklistView.Sheet found) {
    return found.lines().stream()
        .filter(line -> exchange.visitor().isAmong(found.row().system(), line.work().asked()))
        .map(ChecklistView.Line::index)
        .collect(Collectors.toSet());
  }

  private Reply answer(Exchange exchange) {
    ChecklistView.Sheet found = ChecklistApi.sheet(desk, exchange, "run");
    int item = ChecklistApi.item(exchange.need("item"));
    ChecklistApi.requireRole(exchange, found, item);
    String note = exchange.find("note");
    desk.checklists()
        .answer(
            found.done().run(),
            new Desk.Checklists.Answered(
                item, exchange.need("status"), note == null ? "" : note, exchange.find("value")),
            exchange.visitor().actor());
    return Reply.seeOther(found.done().path() + "#item-" + item);
  }

  private Reply attach(Exchange exchange) {
    ChecklistView.Sheet found = ChecklistApi.sheet(desk, exchange, "run");
    int item = ChecklistApi.item(exchange.need("item"));
    ChecklistApi.requireRole(exchange, found, item);
    Upload file = exchange.file("file");
    if (file == null || file.name().isEmpty()) {
      throw Problem.bad("missing-field", "no file was chosen", "choose one");
    }
    desk.checklists()
        .attach(found.done().run(), item, file.name(), file.bytes(), exchange.visitor().actor());
    return Reply.seeOther(found.done().path() + "#item-" + item);
  }

  private Reply sign(Exchange exchange) {
    ChecklistView.Sheet found = ChecklistApi.sheet(desk, exchange, "run");
    exchange.requireAmong(found.row().system(), found.roles());
    String note = exchange.find("note");
    desk.checklists()
        .sign(
            found.done().run(),
            note == null ? "" : note,
            exchange.fields("f-"),
            exchange.visitor().actor());
    return Reply.seeOther(found.done().path());
  }

  private Reply export(Exchange exchange) {
    return ChecklistApi.export(desk, exchange, painter.screen(exchange).language());
  }

  private Reply calendar(Exchange exchange) {
    ZoneId zone = AgendaApi.zone(desk, exchange, exchange.find("zone"));
    YearMonth month = AgendaApi.month(exchange.find("month"), exchange, zone);
    String title = painter.screen(exchange).t("web.nav.calendar");
    String chosen = exchange.find("system");
    Scope scope = exchange.scope();
    Scope shown = chosen == null ? scope : system -> system.equals(chosen) && scope.sees(system);
    List<String> systems =
        desk.agenda().list(scope).stream().map(Agenda.Item::system).distinct().sorted().toList();
    return painter.page(
        exchange,
        Sheet.of("calendar.jte", "calendar", "calendar.css", title),
        Map.of(
            "month",
            desk.agenda().month(shown, month, zone),
            "today",
            exchange.now().atZone(zone).toLocalDate(),
            "systems",
            systems,
            "chosen",
            chosen == null ? "" : chosen));
  }
}
