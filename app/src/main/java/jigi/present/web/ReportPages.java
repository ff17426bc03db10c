package jigi.present.web;

import java.util.List;
import java.util.Map;
import jigi.present.api.ReportApi;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ReportView;
import jigi.present.report.Report;
import jigi.present.report.ReportText;

/** Reports, and those that were made. */
final class ReportPages {
  private final Painter painter;
  private final Desk desk;

  ReportPages(Painter painter) {
    this.painter = painter;
    this.desk = painter.site().desk();
  }

  List<Route> routes() {
    String made = "/reports/made/{id}";
    String one = "/reports/{system}/{name}";
    return List.of(
        Route.get("/reports", "All reports.", this::list),
        Route.get(made, "One that was made.", this::made),
        Route.get(
            made + "/export",
            "As a file.",
            exchange -> ReportApi.export(desk, exchange, painter.screen(exchange).language())),
        Route.get(one, "One report, and those that were made.", this::detail),
        Route.post(one + "/make", "Makes one.", this::make));
  }

  private Reply list(Exchange exchange) {
    String title = painter.screen(exchange).t("web.nav.reports");
    return painter.page(
        exchange,
        Sheet.of("reports.jte", "reports", "report.css", title),
        Map.of(
            "rows",
            desk.reports().list(exchange.scope()),
            "made",
            desk.reports().made(exchange.scope())));
  }

  private Reply detail(Exchange exchange) {
    ReportView.Detail found = ReportApi.detail(desk, exchange, "view");
    Sheet sheet =
        Sheet.of("reportplan.jte", "reports", "report.css", found.row().title())
            .below(painter.screen(exchange).t("web.nav.reports"), "/reports");
    boolean mayRun = exchange.visitor().may(found.row().system(), "run");
    return painter.page(exchange, sheet, Map.of("d", found, "mayRun", mayRun));
  }

  private Reply make(Exchange exchange) {
    ReportView.Row row = ReportApi.detail(desk, exchange, "run").row();
    desk.reports()
        .make(
            row.system(),
            row.name(),
            ReportApi.day(exchange.find("day")),
            exchange.visitor().actor());
    return painter.done(exchange, row.path(), "started");
  }

  private Reply made(Exchange exchange) {
    Report report = ReportApi.report(desk, exchange);
    Screen screen = painter.screen(exchange);
    ReportText text = new ReportText(screen.messages(), screen.language(), report.period().zone());
    Report.Of of = report.of();
    Sheet sheet =
        Sheet.of("report.jte", "reports", "report.css", text.period(report.period()))
            .below(screen.t("web.nav.reports"), "/reports")
            .below(of.title(), "/reports/" + of.system() + "/" + of.name())
            .still();
    return painter.page(exchange, sheet, Map.of("r", report, "t", text));
  }
}
