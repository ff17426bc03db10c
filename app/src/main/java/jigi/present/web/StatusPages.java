package jigi.present.web;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.kernel.Html;
import jigi.present.api.Api;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.PublicStatus;

/** What everybody may read without signing in: a page, a feed (RFC 4287) and the same as JSON. */
final class StatusPages {
  private static final String CACHED = "public, max-age=30";

  private final Painter painter;

  StatusPages(Painter painter) {
    this.painter = painter;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/status/{system}", "What everybody may know of a system.", this::page),
        Route.open("GET", "/status/{system}/feed.atom", "Its news as a feed.", this::feed),
        Route.open("GET", "/status/{system}/status.json", "The same for programs.", this::json));
  }

  /** A system without a page answers as one that does not exist. */
  private PublicStatus find(Exchange exchange) {
    String system = exchange.variable("system");
    PublicStatus found = painter.site().desk().everybody().get(system);
    if (found == null) {
      throw Problem.notFound("page " + exchange.path());
    }
    return found;
  }

  private Reply page(Exchange exchange) {
    PublicStatus status = find(exchange);
    Screen reader = painter.screen(exchange);
    Screen screen =
        new Screen(
            reader.messages(), reader.language(), status.zone(), reader.theme(), reader.now());
    return painter.bare(
        screen, 200, "status.jte", Map.of("p", status, "m", new StatusModel(status)));
  }

  /** What a feed says of one update. */
  private record Entry(PublicStatus.News news, PublicStatus.Said said, int number) {
    String id(String page) {
      return page + "#" + news.id() + "-" + number;
    }
  }

  private Reply feed(Exchange exchange) {
    PublicStatus status = find(exchange);
    String page = exchange.origin() + status.path();
    List<Entry> entries =
        Stream.concat(status.current().stream(), status.past().stream())
            .flatMap(StatusPages::entries)
            .sorted(Comparator.comparing((Entry entry) -> entry.said().at()).reversed())
            .toList();
    Instant updated = entries.isEmpty() ? Instant.EPOCH : entries.getFirst().said().at();
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.append("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    out.append(status.language().tag()).append("\">\n");
    String title = text(status, "web.public.heading", Map.of("name", status.title()));
    head(out, page, title, updated);
    link(out, page + "/feed.atom", "self");
    Html.element(out.append("<author>"), "name", status.title());
    out.append("</author>\n");
    for (Entry entry : entries) {
      entry(out, page, status, entry);
    }
    return Reply.of(200, "application/atom+xml; charset=utf-8", out.append("</feed>\n").toString())
        .with("Cache-Control", CACHED);
  }

  private static Stream<Entry> entries(PublicStatus.News news) {
    List<PublicStatus.Said> oldest = news.updates().reversed();
    return Stream.iterate(0, i -> i < oldest.size(), i -> i + 1)
        .map(i -> new Entry(news, oldest.get(i), i + 1));
  }

  private void entry(StringBuilder out, String page, PublicStatus status, Entry entry) {
    String stage = text(status, "incident.stage." + entry.said().stage(), Map.of());
    out.append("<entry>\n");
    head(out, entry.id(page), entry.news().title() + " – " + stage, entry.said().at());
    Html.element(out, "content", entry.said().text());
    out.append("\n</entry>\n");
  }

  /** In the system's language: a feed has one. */
  private String text(PublicStatus status, String key, Map<String, String> arguments) {
    return painter.site().messages().text(status.language(), key, arguments);
  }

  private static void head(StringBuilder out, String id, String title, Instant updated) {
    Html.element(out, "id", id);
    Html.element(out, "title", title);
    Html.element(out, "updated", updated.toString());
    link(out, id, "alternate");
  }

  private static void link(StringBuilder out, String href, String rel) {
    out.append("<link rel=\"").append(rel).append("\" href=\"");
    out.append(Html.escaped(href)).append("\"/>\n");
  }

  private Reply json(Exchange exchange) {
    PublicStatus status = find(exchange);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", status.title());
    all.put("at", status.at());
    all.put("status", status.worst());
    all.put("components", status.parts());
    all.put("maintenance", status.works());
    all.put("current", status.current());
    all.put("past", status.past());
    return Api.one(all).with("Cache-Control", CACHED);
  }
}
