package jigi.present.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Urls;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ManualView;
import org.jspecify.annotations.Nullable;

/** Changing a manual: draft, check, difference, write. */
final class ManualPages {
  private final Painter painter;
  private final Desk.Manuals manuals;

  ManualPages(Painter painter) {
    this.painter = painter;
    this.manuals = painter.site().desk().manuals();
  }

  List<Route> routes() {
    String one = "/manuals/{system}";
    return List.of(
        Route.get(one, "The files of a manual.", this::files),
        Route.get(one + "/edit", "A file to be changed.", this::edit),
        Route.post(one + "/check", "Checks a draft and shows what it changes.", this::check),
        Route.post(one + "/write", "Writes a draft into the manual.", this::write));
  }

  private static String editable(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "edit");
    return system;
  }

  private Reply files(Exchange exchange) {
    String system = editable(exchange);
    return painter.page(
        exchange,
        Sheet.of("manual.jte", "settings", "manual.css", system)
            .below(painter.screen(exchange).t("web.nav.settings"), "/settings"),
        Map.of("system", system, "files", manuals.files(system)));
  }

  private Reply edit(Exchange exchange) {
    ManualView.Opened opened = manuals.open(editable(exchange), exchange.need("file"));
    String version = exchange.find("version");
    if (version == null) {
      return page(exchange, opened, opened.text(), null);
    }
    String text =
        opened.versions().stream()
            .filter(one -> one.hash().equals(version))
            .map(ManualView.Version::text)
            .findFirst()
            .orElseThrow(() -> Problem.notFound("version " + version + " of " + opened.file()));
    return page(exchange, opened, text, null);
  }

  private Reply check(Exchange exchange) {
    String system = editable(exchange);
    String file = exchange.need("file");
    String draft = draft(exchange);
    return page(exchange, manuals.open(system, file), draft, manuals.check(system, file, draft));
  }

  /** Browsers send line ends of their own. */
  private static String draft(Exchange exchange) {
    String sent = exchange.find("draft");
    return sent == null ? "" : sent.replace("\r\n", "\n");
  }

  private Reply write(Exchange exchange) {
    String system = editable(exchange);
    String file = exchange.need("file");
    manuals.write(system, file, draft(exchange), exchange.need("seen"), exchange.visitor().actor());
    String path = "/manuals/" + system + "/edit?file=" + Urls.encode(file);
    return painter.done(exchange, path, "written");
  }

  private Reply page(
      Exchange exchange,
      ManualView.Opened opened,
      String draft,
      ManualView.@Nullable Checked checked) {
    Map<String, Object> model = new HashMap<>();
    model.put("d", opened);
    model.put("draft", draft);
    if (checked != null) {
      model.put("checked", checked);
    }
    return painter.page(
        exchange,
        Sheet.of("edit.jte", "settings", "manual.css", opened.file())
            .below(opened.system(), "/manuals/" + opened.system())
            .still(),
        model);
  }
}
