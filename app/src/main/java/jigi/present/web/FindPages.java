package jigi.present.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;

/** Finds things by their names. */
final class FindPages {
  private static final int MOST = 50;

  private final Painter painter;

  FindPages(Painter painter) {
    this.painter = painter;
  }

  List<Route> routes() {
    return List.of(Route.get("/find", "Finds things by name.", this::find));
  }

  private Reply find(Exchange exchange) {
    String query = Objects.requireNonNullElse(exchange.find("q"), "").strip();
    List<FindModel.Hit> hits = query.isEmpty() ? List.of() : hits(query, exchange.scope());
    String title = painter.screen(exchange).t("web.find");
    return painter.page(
        exchange,
        Sheet.of("find.jte", "find", "", title).still(),
        Map.of("m", new FindModel(query, hits.stream().limit(MOST).toList())));
  }

  private List<FindModel.Hit> hits(String query, Scope scope) {
    Desk desk = painter.site().desk();
    List<FindModel.Hit> all = new ArrayList<>();
    desk.components()
        .list(scope)
        .forEach(c -> all.add(hit("services", c.name(), c.system() + " " + c.purpose(), c.path())));
    desk.runbooks()
        .list(scope)
        .forEach(r -> all.add(hit("runbooks", r.title(), r.name() + " " + r.symptom(), r.path())));
    desk.incidents()
        .list(scope, true)
        .forEach(i -> all.add(hit("incidents", i.title(), i.label(), i.path())));
    desk.alerts().list(scope).forEach(a -> all.add(hit("alerts", a.rule(), a.summary(), a.path())));
    desk.runs()
        .list(scope, new Desk.Runs.Wanted(null, null, false, null), 200)
        .forEach(r -> all.add(hit("runs", r.title(), "#" + r.number(), r.path())));
    String wanted = query.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(hit -> (hit.title() + " " + hit.note()).toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  private static FindModel.Hit hit(String section, String title, String note, String href) {
    return new FindModel.Hit(section, title, note, href);
  }
}
