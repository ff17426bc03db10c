package jigi.present.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.access.Access;
import jigi.base.access.Scope;
import jigi.base.access.Token;
import jigi.base.access.Tokens;
import jigi.base.access.User;
import jigi.base.kernel.UserError;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.OneOf;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;
import org.jspecify.annotations.Nullable;

/** Accounts, roles, sign-in links and tokens; all for those who may edit the house. */
public final class PeopleApi {
  private static final Duration LINK = Duration.ofDays(1);

  private final Access access;
  private final String url;

  /**
   * @param url of the pages, for sign-in links
   */
  public PeopleApi(Access access, String url) {
    this.access = access;
    this.url = url;
  }

  public List<Route> routes() {
    String user = "/api/v1/users/{name}";
    return List.of(
        Route.get("/api/v1/users", "All accounts with their grants.", this::users),
        Route.post("/api/v1/users", "Adds {name} with a {display} name.", this::add),
        Route.post(user + "/grant", "Gives {role} on {system}.", this::grant),
        Route.post(user + "/revoke", "Takes {role} on {system} away.", this::revoke),
        Route.post(user + "/link", "Makes a one-time sign-in link.", this::link),
        Route.get("/api/v1/tokens", "All tokens without their secrets.", this::tokens),
        Route.post(
            "/api/v1/tokens",
            "Makes {name} of a {scope} for a {system} or a {user}, {valid} so long.",
            this::make),
        Route.post("/api/v1/tokens/{id}/revoke", "Voids it.", this::revokeToken));
  }

  private Reply users(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    return Api.list("users", access.users().all());
  }

  private Reply add(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    Ask ask = new Ask(exchange);
    User user =
        access.users().add(ask.need("name"), ask.find("display", ""), exchange.visitor().actor());
    return Api.one(user);
  }

  private Reply grant(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    Ask ask = new Ask(exchange);
    String name = exchange.variable("name");
    access
        .users()
        .grant(name, ask.need("role"), ask.find("system", "*"), exchange.visitor().actor());
    return Api.done();
  }

  private Reply revoke(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    Ask ask = new Ask(exchange);
    String name = exchange.variable("name");
    access
        .users()
        .revoke(name, ask.need("role"), ask.find("system", "*"), exchange.visitor().actor());
    return Api.done();
  }

  private Reply link(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    String name = exchange.variable("name");
    String secret = access.signIn().makeLink(name, LINK, exchange.visitor().actor());
    return Reply.json(Map.of("link", url + "/sign-in/" + secret));
  }

  private Reply tokens(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    return Api.list("tokens", access.tokens().all());
  }

  private Reply make(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    Ask ask = new Ask(exchange);
    String valid = ask.find("valid");
    Tokens.Made made =
        access
            .tokens()
            .make(
                ask.need("name"),
                scope(ask.need("scope")),
                ask.find("system", "*"),
                user(ask.find("user")),
                valid == null ? null : ask.duration("valid"),
                exchange.visitor().actor());
    Map<String, Object> answer = new LinkedHashMap<>();
    Token token = made.token();
    answer.put("id", token.id());
    answer.put("name", token.name());
    answer.put("secret", made.secret());
    return Reply.json(201, answer);
  }

  private @Nullable User user(@Nullable String name) {
    if (name == null) {
      return null;
    }
    User user = access.users().byName(name);
    if (user == null) {
      throw new UserError("no-such-user", "there is no user " + name, "jigi user list shows all");
    }
    return user;
  }

  private static Scope scope(String tag) {
    return OneOf.named(
        tag, Scope.values(), Scope::tag, "unknown-scope", "there is no scope '" + tag + "'");
  }

  private Reply revokeToken(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    access.tokens().revoke(exchange.variable("id"), exchange.visitor().actor());
    return Api.done();
  }
}
