package jigi.present.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;
import jigi.present.api.view.Desk;
import org.jspecify.annotations.Nullable;

/** Accounts, grants and tokens, for administrators. */
final class PeoplePages {
  private static final String HERE = "/settings/people";
  private static final String PERSON = HERE + "/{name}";

  private final Painter painter;
  private final Desk.People people;

  PeoplePages(Painter painter) {
    this.painter = painter;
    this.people = painter.site().desk().people();
  }

  List<Route> routes() {
    return List.of(
        Route.get(HERE, "Accounts, their grants, and tokens.", this::list),
        Route.post(HERE, "Adds an account.", this::add),
        Route.post(PERSON + "/grant", "Gives {role} on {system}.", this::grant),
        Route.post(PERSON + "/revoke", "Takes {role} on {system} away.", this::revoke),
        Route.post(PERSON + "/link", "Shows a one-time sign-in link.", this::link),
        Route.post(PERSON + "/disable", "Closes the account.", this::disable),
        Route.post(PERSON + "/enable", "Opens the account again.", this::enable),
        Route.post("/settings/tokens", "Makes a token and shows its secret once.", this::make),
        Route.post("/settings/tokens/{id}/revoke", "Voids a token.", this::revokeToken));
  }

  private Reply list(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    return show(exchange, "", "");
  }

  /**
   * @param secret shown on this one page only; empty for none
   * @param what the secret is: {@code link} or {@code token}
   */
  private Reply show(Exchange exchange, String secret, String what) {
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("people.jte", "settings", "runbook.css", screen.t("web.people"))
            .below(screen.t("web.nav.settings"), "/settings")
            .still();
    return painter.page(exchange, sheet, Map.of("v", people.all(), "secret", secret, "what", what));
  }

  private Reply add(Exchange exchange) {
    String actor = editor(exchange);
    String display = Objects.requireNonNullElse(exchange.find("display"), "");
    people.add(exchange.need("name").strip(), display, actor);
    return done(exchange);
  }

  private Reply grant(Exchange exchange) {
    String actor = editor(exchange);
    people.grant(exchange.variable("name"), exchange.need("role"), exchange.need("system"), actor);
    return done(exchange);
  }

  private Reply revoke(Exchange exchange) {
    String actor = editor(exchange);
    people.revoke(exchange.variable("name"), exchange.need("role"), exchange.need("system"), actor);
    return done(exchange);
  }

  private Reply disable(Exchange exchange) {
    people.disable(exchange.variable("name"), true, editor(exchange));
    return done(exchange);
  }

  private Reply enable(Exchange exchange) {
    people.disable(exchange.variable("name"), false, editor(exchange));
    return done(exchange);
  }

  /** The address that the reader used is one under which this house can be reached. */
  private Reply link(Exchange exchange) {
    String secret = people.link(exchange.variable("name"), editor(exchange));
    return show(exchange, exchange.origin() + "/sign-in/" + secret, "link");
  }

  private Reply make(Exchange exchange) {
    String actor = editor(exchange);
    String secret =
        people.makeToken(
            exchange.need("name").strip(),
            exchange.need("scope"),
            exchange.need("system"),
            validity(exchange.find("days")),
            actor);
    return show(exchange, secret, "token");
  }

  private static @Nullable Duration validity(@Nullable String days) {
    if (days == null || days.isBlank()) {
      return null;
    }
    if (!days.strip().matches("[1-9][0-9]{0,3}")) {
      throw Problem.bad("bad-days", "'" + days + "' is no number of days", "1 to 9999, or nothing");
    }
    return Duration.ofDays(Long.parseLong(days.strip()));
  }

  private Reply revokeToken(Exchange exchange) {
    people.revokeToken(exchange.variable("id"), editor(exchange));
    return done(exchange);
  }

  private static String editor(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    return exchange.visitor().actor();
  }

  private Reply done(Exchange exchange) {
    return painter.done(exchange, HERE, "people-changed");
  }
}
