package jigi.present.api;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Language;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.OneOf;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ReportView;
import jigi.present.report.Report;
import jigi.present.report.ReportExport;
import org.jspecify.annotations.Nullable;

/** Reports. */
public final class ReportApi {
  private final Desk desk;

  ReportApi(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    String plan = "/api/v1/reports/{system}/{name}";
    String one = "/api/v1/made-reports/{id}";
    return List.of(
        Route.get(
            "/api/v1/reports", "All reports, each with the newest that was made.", this::list),
        Route.get(plan, "One report with those that were made, newest first.", this::detail),
        Route.post(
            plan + "/make",
            "Makes one of the last period that is over, or of that with the {day} (2026-11-16);"
                + " gives the run's id.",
            this::make),
        Route.get(one, "One that was made, with its figures and those before.", this::one),
        Route.get(
            one + "/export",
            "As a file: ?format=txt, md, html or csv, ?language=ko or en.",
            exchange -> export(desk, exchange, Language.KO)));
  }

  private Reply list(Exchange exchange) {
    return Api.list("reports", desk.reports().list(exchange.scope()));
  }

  private Reply detail(Exchange exchange) {
    return Api.one(detail(desk, exchange, "view"));
  }

  /**
   * The report, if the visitor may do that with it.
   *
   * @throws Problem 404 when there is none to be seen, 403 when the verb is not granted
   */
  public static ReportView.Detail detail(Desk desk, Exchange exchange, String verb) {
    String system = exchange.variable("system");
    String name = exchange.variable("name");
    exchange.require(system, verb);
    ReportView.Detail found = desk.reports().get(system, name);
    if (found == null) {
      throw Problem.notFound("report " + system + "/" + name);
    }
    return found;
  }

  private Reply make(Exchange exchange) {
    ReportView.Row row = detail(desk, exchange, "run").row();
    LocalDate day = day(new Ask(exchange).find("day"));
    String run = desk.reports().make(row.system(), row.name(), day, exchange.visitor().actor());
    return Reply.json(201, Map.of("id", run)).with("Location", "/api/v1/runs/" + run);
  }

  /**
   * The day that was asked for; null for none.
   *
   * @throws Problem 400 when it is no date
   */
  public static @Nullable LocalDate day(@Nullable String text) {
    try {
      return text == null || text.isBlank() ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw Problem.bad("bad-day", "'" + text + "' is no date", "write it like 2026-11-16");
    }
  }

  private Reply one(Exchange exchange) {
    Report report = report(desk, exchange);
    return Api.one(new ReportView.Told(ReportView.Made.of(report), report.parts()));
  }

  /**
   * The one that was made, if the visitor may see it.
   *
   * @throws Problem 404 when there is none to be seen
   */
  public static Report report(Desk desk, Exchange exchange) {
    String id = exchange.variable("id");
    Report found = desk.reports().find(id);
    if (found == null || !exchange.visitor().may(found.of().system(), "view")) {
      throw Problem.notFound("report " + id);
    }
    return found;
  }

  /** As a file to keep; in the language that is asked for, else the given one. */
  public static Reply export(Desk desk, Exchange exchange, Language otherwise) {
    Report report = report(desk, exchange);
    ReportExport.Format format = format(exchange.find("format"));
    String language = exchange.find("language");
    boolean english = Language.EN.tag().equals(language == null ? otherwise.tag() : language);
    String text = desk.reports().export(report, format, english ? Language.EN : Language.KO);
    return Reply.of(200, format.type(), text)
        .with(
            "Content-Disposition",
            "attachment; filename=\"" + report.fileName() + "." + format.word() + "\"");
  }

  private static ReportExport.Format format(@Nullable String word) {
    String asked = word == null ? "txt" : word;
    return OneOf.named(
        asked,
        ReportExport.Format.values(),
        ReportExport.Format::word,
        "bad-format",
        "'" + asked + "' is no format");
  }
}
