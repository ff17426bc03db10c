package jigi.present.api.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import jigi.base.store.StoreDamagedException;
import jigi.base.store.StoreFullException;
import jigi.base.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Every request passes here: the host's name, the route, the visitor, proof against forged forms,
 * and whatever goes wrong.
 */
public final class Front implements Answerer {
  /** The cookie of a session. */
  public static final String SESSION = "jigi-session";

  private static final System.Logger LOG = System.getLogger(Front.class.getName());
  private static final String HINT_OURS = "try again; if it stays, tell the operator this id";
  private static final String HINT_STORE =
      "look after the database; Jigi goes on by itself when it answers again";

  private final Routes routes;
  private final Gate gate;
  private final Hosts hosts;
  private final ErrorPage errorPage;

  public Front(Routes routes, Gate gate, Hosts hosts, ErrorPage errorPage) {
    this.routes = routes;
    this.gate = gate;
    this.hosts = hosts;
    this.errorPage = errorPage;
  }

  @Override
  public Reply answer(Exchange exchange) {
    try {
      return route(exchange);
    } catch (Problem e) {
      return refuse(exchange, e, "");
    } catch (UserError e) {
      return refuse(exchange, new Problem(422, e.code(), e.fact(), e.hint(), e.place()), "");
    } catch (StoreFullException | StoreUnavailableException e) {
      return refuse(exchange, unavailable(e), "");
    } catch (RuntimeException e) {
      String id = Ids.secret(6);
      LOG.log(System.Logger.Level.ERROR, "request failed, id " + id, e);
      return refuse(
          exchange, new Problem(500, "internal", "something of ours broke", HINT_OURS), id);
    }
  }

  /** The store has written to the log what is not for every reader. */
  private static Problem unavailable(RuntimeException e) {
    return switch (e) {
      case StoreFullException full ->
          new Problem(
              503, "store-full", "the data disk is full", "make room; work goes on by itself");
      case StoreDamagedException damaged ->
          new Problem(
              503,
              "store-damaged",
              "the database file is damaged",
              "stop Jigi, keep a copy of the file and restore the last backup");
      default -> new Problem(503, "store-unavailable", "the database does not answer", HINT_STORE);
    };
  }

  private Reply route(Exchange exchange) {
    if (!hosts.allows(exchange.header("host"))) {
      throw new Problem(
          421,
          "host-refused",
          "this name is not one of mine (" + exchange.header("host") + ")",
          "address the server by a name that 'hosts' in its settings allows");
    }
    Routes.Match match = routes.find(exchange.method(), exchange.path());
    // Also without a match: its error is told in the visitor's language.
    exchange.visitedBy(identify(exchange));
    if (match == null) {
      throw unmatched(exchange);
    }
    exchange.matched(match.variables());
    if (match.route().access() == Route.Access.SIGNED_IN && exchange.found() == null) {
      return stranger(exchange);
    }
    if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      refuseForgery(exchange, match.route());
    }
    return match.route().handler().handle(exchange);
  }

  private Problem unmatched(Exchange exchange) {
    var methods = routes.methods(exchange.path());
    if (methods.isEmpty()) {
      return Problem.notFound("page " + exchange.path());
    }
    return new Problem(
        405,
        "wrong-method",
        exchange.method() + " is not possible here",
        "use " + String.join(" or ", methods));
  }

  private @Nullable Visitor identify(Exchange exchange) {
    String authorization = exchange.header("authorization");
    if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      Visitor visitor = gate.byToken(authorization.substring("bearer ".length()).strip());
      if (visitor == null) {
        throw new Problem(
            401, "bad-token", "the token is not valid", "make a new one: jigi token create");
      }
      return visitor;
    }
    String cookie = exchange.cookie(SESSION);
    return cookie == null ? null : gate.bySession(cookie);
  }

  private static Reply stranger(Exchange exchange) {
    if (machine(exchange) || !exchange.method().equals("GET")) {
      exchange.visitor();
    }
    return Reply.seeOther("/sign-in?next=" + Urls.encode(exchange.here()));
  }

  private void refuseForgery(Exchange exchange, Route route) {
    String site = exchange.header("sec-fetch-site");
    String origin = exchange.header("origin");
    boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
    boolean otherOrigin = origin != null && !sameHost(origin, exchange);
    Visitor visitor = exchange.found();
    boolean unproven =
        visitor != null
            && !visitor.token()
            && route.access() == Route.Access.SIGNED_IN
            && !Csrf.proves(visitor, proof(exchange));
    boolean bearer = visitor != null && visitor.token();
    if (!bearer && (foreign || otherOrigin || unproven)) {
      throw new Problem(
          403,
          "form-expired",
          "this form was not made by a page of your present session",
          "go back, reload the page, and send it again");
    }
  }

  private static @Nullable String proof(Exchange exchange) {
    String header = exchange.header("x-csrf");
    return header != null ? header : exchange.find("csrf");
  }

  private static boolean sameHost(String origin, Exchange exchange) {
    int at = origin.indexOf("://");
    return at >= 0 && origin.substring(at + 3).equalsIgnoreCase(exchange.header("host"));
  }

  private static boolean machine(Exchange exchange) {
    String path = exchange.path();
    return path.startsWith("/api/")
        || path.startsWith("/-/")
        || path.startsWith("/beat/")
        || path.equals("/metrics")
        || path.equals("/federate");
  }

  private Reply refuse(Exchange exchange, Problem problem, String id) {
    if (exchange.method().equals("HEAD") || machine(exchange) || problem.status() == 421) {
      return json(problem, id);
    }
    return errorPage.draw(exchange, problem, id);
  }

  static Reply.Content json(Problem problem, String id) {
    Map<String, String> error = new TreeMap<>();
    error.put("code", problem.code());
    error.put("fact", problem.fact());
    error.put("hint", problem.hint());
    if (problem.place() != null) {
      error.put("place", problem.place());
    }
    if (!id.isEmpty()) {
      error.put("id", id);
    }
    Reply.Content reply = Reply.json(problem.status(), Map.of("error", error));
    return problem.status() == 401 ? reply.with("WWW-Authenticate", "Bearer") : reply;
  }
}
