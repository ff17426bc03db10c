package jigi.present.api.http;

import java.time.InstantSource;
import java.util.List;
import jigi.base.access.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * A second port, on which some routes are answered without a token: whoever reaches it counts as
 * one visitor. It is for loopback; the Host header is checked as on the first one, so that a web
 * page cannot reach it by a name of its own.
 */
public final class OpenPort implements AutoCloseable {
  private final Listener listener;

  /**
   * Listens at once.
   *
   * @param routes those that may be asked, and no others
   * @throws jigi.base.kernel.UserError {@code port-taken}
   */
  public OpenPort(String bind, int port, List<Route> routes, Visitor visitor, InstantSource clock) {
    List<Route> open = routes.stream().map(route -> as(visitor, route)).toList();
    Front front =
        new Front(
            new Routes(open),
            new Anyone(visitor),
            new Hosts(java.util.Set.of()),
            (exchange, problem, id) -> Front.json(problem, id));
    this.listener = new Listener(bind, port, front, clock);
  }

  public int port() {
    return listener.port();
  }

  private static Route as(Visitor visitor, Route route) {
    return Route.open(
        route.method(),
        route.pattern(),
        route.doc(),
        exchange -> {
          exchange.visitedBy(visitor);
          return route.handler().handle(exchange);
        });
  }

  @Override
  public void close() {
    listener.close();
  }

  /** Old programs send tokens of other servers along, which are nothing to us. */
  private record Anyone(Visitor visitor) implements Gate {
    @Override
    public @Nullable Visitor bySession(String cookie) {
      return null;
    }

    @Override
    public Visitor byToken(String token) {
      return visitor;
    }

    @Override
    public SignIn signIn(String name, String password, String address) {
      return new Refused();
    }

    @Override
    public SignIn redeem(String link, String address) {
      return new Refused();
    }

    @Override
    public void signOut(String cookie) {}

    @Override
    public void prefer(Visitor who, Preferences preferences) {}
  }
}
