package jigi.present.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.Language;
import jigi.present.api.http.Csrf;
import jigi.present.api.http.ErrorPage;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Visitor;

/** Puts data into templates, for one reader at a time. */
final class Painter implements ErrorPage {
  static final String LANGUAGE = "jigi-language";
  static final String THEME = "jigi-theme";
  private static final String NOTICE = "jigi-notice";
  private static final List<String> THEMES = List.of("system", "light", "dark");

  private final Site site;
  private final Assets assets;
  private final TemplateEngine engine;

  Painter(Site site, Assets assets) {
    this.site = site;
    this.assets = assets;
    this.engine =
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, Painter.class.getClassLoader(), "jigi.present.web.pages");
  }

  Site site() {
    return site;
  }

  Screen screen(Exchange exchange) {
    return new Screen(
        site.messages(), language(exchange), site.defaults().zone(), theme(exchange), now());
  }

  private java.time.Instant now() {
    return site.timeline().instant();
  }

  /** What a visitor prefers comes first, then what this browser was told, then what it asks for. */
  private Language language(Exchange exchange) {
    Visitor visitor = exchange.found();
    if (visitor != null && visitor.preferences() != null) {
      return visitor.preferences().language();
    }
    String chosen = exchange.cookie(LANGUAGE);
    String accepted = exchange.header("accept-language");
    for (Language language : Language.values()) {
      if (language.tag().equals(chosen)) {
        return language;
      }
    }
    for (Language language : Language.values()) {
      if (accepted != null && accepted.toLowerCase(Locale.ROOT).startsWith(language.tag())) {
        return language;
      }
    }
    return site.defaults().language();
  }

  private static String theme(Exchange exchange) {
    Visitor visitor = exchange.found();
    if (visitor != null && visitor.preferences() != null) {
      return visitor.preferences().theme().tag();
    }
    String chosen = exchange.cookie(THEME);
    return chosen != null && THEMES.contains(chosen) ? chosen : "system";
  }

  /** A page within the frame; {@code title} and crumbs are texts already. */
  Reply.Content page(Exchange exchange, Sheet sheet, Map<String, ?> model) {
    Screen screen = screen(exchange);
    Visitor visitor = exchange.visitor();
    String notice = exchange.cookie(NOTICE);
    Frame frame =
        new Frame(
            sheet.crumbs().getLast().text(),
            sheet.section(),
            sheet.style(),
            sheet.crumbs(),
            reader(visitor),
            site.desk().overview().rail(exchange.scope()),
            site.troubles().all(),
            notice != null && site.messages().has("notice." + notice) ? notice : "",
            exchange.here(),
            sheet.live());
    Map<String, Object> all = new LinkedHashMap<>(model);
    all.put("s", screen);
    all.put("f", frame);
    all.put("assets", assets);
    Reply.Content reply = Reply.html(render(sheet.template(), all));
    return notice == null ? reply : reply.with("Set-Cookie", cookie(exchange, NOTICE, "", 0));
  }

  private Frame.Reader reader(Visitor visitor) {
    return new Frame.Reader(
        visitor.name(),
        visitor.token() ? "" : Csrf.token(visitor),
        site.desk().house().hasMailbox(),
        site.version(),
        site.timeline().isRehearsal());
  }

  /** A page without a frame. */
  Reply.Content bare(Exchange exchange, int status, String template, Map<String, ?> model) {
    return bare(screen(exchange), status, template, model);
  }

  Reply.Content bare(Screen screen, int status, String template, Map<String, ?> model) {
    Map<String, Object> all = new LinkedHashMap<>(model);
    all.put("s", screen);
    all.put("assets", assets);
    return Reply.of(status, "text/html; charset=utf-8", render(template, all));
  }

  /** Goes back to where a form came from, with a word of confirmation on the next page. */
  Reply.Content done(Exchange exchange, String path, String notice) {
    return Reply.seeOther(path).with("Set-Cookie", cookie(exchange, NOTICE, notice, 20));
  }

  @Override
  public Reply.Content draw(Exchange exchange, Problem problem, String id) {
    Screen screen = screen(exchange);
    String key = "web.error." + problem.status();
    String title = screen.messages().has(key) ? screen.t(key) : screen.t("web.error.other");
    return bare(
        exchange,
        problem.status(),
        "error.jte",
        Map.of(
            "status", problem.status(),
            "title", title,
            "fact", said(screen, problem, "fact", problem.fact()),
            "hint", said(screen, problem, "hint", problem.hint()),
            "id", id));
  }

  /** Answers that people meet often are in their language; the others say the plain fact. */
  private static String said(Screen screen, Problem problem, String part, String otherwise) {
    String key = "problem." + problem.code() + "." + part;
    return screen.messages().has(key) ? screen.t(key) : otherwise;
  }

  static String cookie(Exchange exchange, String name, String value, long seconds) {
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + Duration.ofSeconds(seconds).toSeconds()
        + (exchange.secure() ? "; Secure" : "");
  }

  private String render(String template, Map<String, Object> model) {
    StringOutput out = new StringOutput(16_384);
    engine.render(template, model, out);
    return out.toString().stripLeading();
  }
}
