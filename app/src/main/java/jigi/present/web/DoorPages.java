package jigi.present.web;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.access.Preferences;
import jigi.base.access.Theme;
import jigi.base.kernel.Language;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Front;
import jigi.present.api.http.Gate;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Urls;
import jigi.present.api.http.Visitor;
import org.jspecify.annotations.Nullable;

/** Coming in, going out, and how one wants to be spoken to. */
final class DoorPages {
  private static final long SESSION_SECONDS = 30L * 24 * 3600;
  private static final long YEAR_SECONDS = 365L * 24 * 3600;

  private final Painter painter;
  private final Gate gate;

  DoorPages(Painter painter, Gate gate) {
    this.painter = painter;
    this.gate = gate;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/sign-in", "The sign-in page.", this::form),
        Route.open("POST", "/sign-in", "Signs in by name and password.", this::signIn),
        Route.open(
            "GET", "/sign-in/{link}", "What a one-time link opens: a page that posts.", this::link),
        Route.open("GET", "/link", "The same, by ?secret=", this::linkBySecret),
        Route.open("POST", "/sign-in/link", "Redeems a one-time link.", this::redeem),
        Route.post("/sign-out", "Ends the session.", this::signOut),
        Route.open(
            "POST",
            "/preferences",
            "Language and theme; kept with the user when one is signed in.",
            this::preferences));
  }

  private Reply form(Exchange exchange) {
    String next = Urls.local(exchange.find("next"));
    if (exchange.found() != null) {
      return Reply.seeOther(next);
    }
    return form(exchange, 200, next, "", "");
  }

  private Reply form(Exchange exchange, int status, String next, String name, String trouble) {
    return painter.bare(
        exchange,
        status,
        "sign-in.jte",
        Map.of("host", host(exchange), "next", next, "name", name, "trouble", trouble));
  }

  private Reply signIn(Exchange exchange) {
    String next = Urls.local(exchange.find("next"));
    String name = Objects.requireNonNullElse(exchange.find("name"), "");
    String password = Objects.requireNonNullElse(exchange.find("password"), "");
    Screen screen = painter.screen(exchange);
    return switch (gate.signIn(name, password, exchange.address())) {
      case Gate.Welcome welcome -> enter(exchange, welcome, next);
      case Gate.Refused _ -> form(exchange, 401, next, name, screen.t("web.sign-in.wrong"));
      case Gate.Later later ->
          form(
              exchange,
              429,
              next,
              name,
              screen.t("web.sign-in.later", "t", screen.span(later.after())));
    };
  }

  private Reply link(Exchange exchange) {
    return link(exchange, 200, exchange.variable("link"), "");
  }

  private Reply linkBySecret(Exchange exchange) {
    return link(exchange, 200, exchange.need("secret"), "");
  }

  private Reply link(Exchange exchange, int status, String link, String trouble) {
    return painter.bare(
        exchange,
        status,
        "link.jte",
        Map.of("host", host(exchange), "link", link, "trouble", trouble));
  }

  private Reply redeem(Exchange exchange) {
    Screen screen = painter.screen(exchange);
    return switch (gate.redeem(exchange.need("link"), exchange.address())) {
      case Gate.Welcome welcome -> enter(exchange, welcome, "/");
      case Gate.Refused _ -> link(exchange, 401, "", screen.t("web.link.wrong"));
      case Gate.Later later ->
          link(exchange, 429, "", screen.t("web.sign-in.later", "t", screen.span(later.after())));
    };
  }

  private Reply enter(Exchange exchange, Gate.Welcome welcome, String next) {
    Visitor visitor = welcome.first() ? gate.bySession(welcome.cookie()) : null;
    if (visitor != null) {
      // Who has chosen no language yet goes on in the one of the door.
      gate.prefer(visitor, new Preferences(painter.screen(exchange).language(), Theme.SYSTEM));
    }
    return Reply.seeOther(next)
        .with(
            "Set-Cookie",
            Painter.cookie(exchange, Front.SESSION, welcome.cookie(), SESSION_SECONDS));
  }

  private Reply signOut(Exchange exchange) {
    String cookie = exchange.cookie(Front.SESSION);
    if (cookie != null) {
      gate.signOut(cookie);
    }
    return Reply.seeOther("/sign-in")
        .with("Set-Cookie", Painter.cookie(exchange, Front.SESSION, "", 0));
  }

  private Reply preferences(Exchange exchange) {
    Screen screen = painter.screen(exchange);
    Language language = chosen(Language.values(), exchange.find("language"), screen.language());
    Theme known = chosen(Theme.values(), screen.theme(), Theme.SYSTEM);
    Theme theme = chosen(Theme.values(), exchange.find("theme"), known);
    Visitor visitor = exchange.found();
    if (visitor != null) {
      gate.prefer(visitor, new Preferences(language, theme));
    }
    return Reply.seeOther(Urls.local(exchange.find("back")))
        .with("Set-Cookie", kept(exchange, Painter.LANGUAGE, language.tag()))
        .with("Set-Cookie", kept(exchange, Painter.THEME, theme.tag()));
  }

  private static String kept(Exchange exchange, String name, String value) {
    return Painter.cookie(exchange, name, value, YEAR_SECONDS);
  }

  private static Language chosen(Language[] all, @Nullable String tag, Language otherwise) {
    return Arrays.stream(all).filter(one -> one.tag().equals(tag)).findFirst().orElse(otherwise);
  }

  private static Theme chosen(Theme[] all, @Nullable String tag, Theme otherwise) {
    return Arrays.stream(all).filter(one -> one.tag().equals(tag)).findFirst().orElse(otherwise);
  }

  private static String host(Exchange exchange) {
    return Objects.requireNonNullElse(exchange.header("host"), "");
  }
}
