package jigi.present.api;

import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Language;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Urls;
import jigi.present.api.view.ChecklistView;
import jigi.present.api.view.Desk;

/** Checklists. */
public final class ChecklistApi {
  private final Desk desk;

  ChecklistApi(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    String one = "/api/v1/checklists/{system}/{name}";
    String run = "/api/v1/checklist-runs/{id}";
    return List.of(
        Route.get("/api/v1/checklists", "All checklists, each with its newest run.", this::list),
        Route.get(one, "One checklist with those that were begun, newest first.", this::detail),
        Route.post(one + "/run", "Begins it; gives the run's id.", this::start),
        Route.get(run, "One that was begun, item by item.", this::sheet),
        Route.post(
            run + "/answer",
            "Answers {item} (from 0) with {status} (ok, warn, unknown, fail), {note}, {value}.",
            this::answer),
        Route.post(run + "/sign", "Signs it with a {note} and {fields}.", this::sign),
        Route.post(
            run + "/evidence",
            "Hands in the body as a file: ?item= (from 0), ?name=; 5 MB at most.",
            this::attach),
        Route.get(run + "/evidence/{file}", "Downloads a file.", this::download),
        Route.get(
            "/api/v1/checklist-export",
            "All of a month: ?system=, ?month=2026-11, ?format=md, html or csv.",
            exchange -> exportMonth(desk, exchange, Language.KO)),
        Route.get(
            run + "/export",
            "As evidence: ?format=md, html or csv, ?language=ko or en.",
            this::export));
  }

  private Reply list(Exchange exchange) {
    return Api.list("checklists", desk.checklists().list(exchange.scope()));
  }

  private Reply detail(Exchange exchange) {
    return Api.one(find(exchange, "view"));
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
    ChecklistView.Detail found = find(exchange, "run");
    String id =
        desk.checklists()
            .start(found.row().system(), found.row().name(), exchange.visitor().actor());
    return Reply.json(201, Map.of("id", id)).with("Location", "/api/v1/checklist-runs/" + id);
  }

  private Reply sheet(Exchange exchange) {
    return Api.one(sheet(desk, exchange, "view"));
  }

  /**
   * The one that was begun, if the visitor may do that with it.
   *
   * @throws Problem 404 when there is none to be seen, 403 when the verb is not granted
   */
  public static ChecklistView.Sheet sheet(Desk desk, Exchange exchange, String verb) {
    String id = exchange.variable("id");
    ChecklistView.Sheet found = desk.checklists().sheet(id);
    if (found == null || !exchange.visitor().may(found.row().system(), "view")) {
      throw Problem.notFound("checklist run " + id);
    }
    exchange.require(found.row().system(), verb);
    return found;
  }

  private Reply answer(Exchange exchange) {
    ChecklistView.Sheet found = sheet(desk, exchange, "run");
    Ask ask = new Ask(exchange);
    ask.need("item");
    int item = ask.number("item", 0, 0, 9999);
    requireRole(exchange, found, item);
    desk.checklists()
        .answer(
            found.done().run(),
            new Desk.Checklists.Answered(
                item, ask.find("status", "ok"), ask.find("note", ""), ask.find("value")),
            exchange.visitor().actor());
    return Api.done();
  }

  private Reply sign(Exchange exchange) {
    ChecklistView.Sheet found = sheet(desk, exchange, "run");
    exchange.requireAmong(found.row().system(), found.roles());
    Ask ask = new Ask(exchange);
    desk.checklists()
        .sign(
            found.done().run(),
            ask.find("note", ""),
            ask.texts("fields"),
            exchange.visitor().actor());
    return Api.done();
  }

  private Reply attach(Exchange exchange) {
    ChecklistView.Sheet found = sheet(desk, exchange, "run");
    int item = item(exchange.need("item"));
    requireRole(exchange, found, item);
    String id =
        desk.checklists()
            .attach(
                found.done().run(),
                item,
                exchange.need("name"),
                exchange.body(),
                exchange.visitor().actor());
    return Reply.json(201, Map.of("id", id));
  }

  /**
   * @throws Problem 400 when it is no number
   */
  public static int item(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw Problem.bad("bad-number", "'" + text + "' is no item", "write its number from 0");
    }
    return Integer.parseInt(text);
  }

  /**
   * An item that names a role is answered by those who hold it.
   *
   * @throws Problem 403 when it is asked of others
   */
  public static void requireRole(Exchange exchange, ChecklistView.Sheet found, int item) {
    if (item < found.lines().size()) {
      exchange.requireAmong(found.row().system(), found.lines().get(item).work().asked());
    }
  }

  private Reply download(Exchange exchange) {
    return download(desk, exchange);
  }

  /** To be kept, and never to be shown or executed by the browser. */
  public static Reply download(Desk desk, Exchange exchange) {
    ChecklistView.Sheet found = sheet(desk, exchange, "view");
    String run = found.done().run();
    ChecklistView.File file = desk.checklists().file(run, exchange.variable("file"));
    if (file == null) {
      throw Problem.notFound("file " + exchange.variable("file"));
    }
    byte[] bytes = desk.checklists().bytes(run, file.id());
    String name = Urls.encode(file.name()).replace("+", "%20");
    return new Reply.Content(200, file.type(), bytes, List.of())
        .with("Content-Disposition", "attachment; filename*=UTF-8''" + name)
        .with("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  /** A month of a system's checklists, as a file to keep. */
  public static Reply exportMonth(Desk desk, Exchange exchange, Language otherwise) {
    String system = exchange.need("system");
    exchange.require(system, "view");
    Ask ask = new Ask(exchange);
    ZoneId zone = zone(desk, exchange, system);
    YearMonth month = AgendaApi.month(exchange.find("month"), exchange, zone);
    String format = ask.find("format", "md");
    String text = desk.checklists().export(system, month, format, language(ask, otherwise), zone);
    return file(system + "-" + month + "." + format, format, text);
  }

  private static ZoneId zone(Desk desk, Exchange exchange, String system) {
    return ZoneId.of(desk.house().zones(exchange.scope()).getOrDefault(system, "UTC"));
  }

  private static Language language(Ask ask, Language otherwise) {
    String asked = ask.find("language", otherwise.tag());
    return asked.equals(Language.EN.tag()) ? Language.EN : Language.KO;
  }

  private static Reply file(String name, String format, String text) {
    String type =
        switch (format) {
          case "html" -> "text/html; charset=utf-8";
          case "csv" -> "text/csv; charset=utf-8";
          default -> "text/markdown; charset=utf-8";
        };
    return Reply.of(200, type, text)
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  private Reply export(Exchange exchange) {
    return export(desk, exchange, Language.KO);
  }

  /** As a file to keep; in the language that is asked for, else the given one. */
  public static Reply export(Desk desk, Exchange exchange, Language otherwise) {
    ChecklistView.Sheet found = sheet(desk, exchange, "view");
    Ask ask = new Ask(exchange);
    String format = ask.find("format", "md");
    String text =
        desk.checklists()
            .export(
                found.done().run(),
                format,
                language(ask, otherwise),
                zone(desk, exchange, found.row().system()));
    return file(found.row().name() + "-" + found.done().number() + "." + format, format, text);
  }
}
