package jigi;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Map;
import jigi.base.kernel.Json;
import jigi.base.store.Sharing;
import jigi.present.cli.ExitCode;
import jigi.present.cli.Terminal;
import org.jspecify.annotations.Nullable;

/** What a node does while another one leads: it says so, to people and to load balancers. */
final class Standby implements Sharing, AutoCloseable {
  private final Options options;
  private final Terminal terminal;
  private volatile Leader leader = new Leader("", "");
  private @Nullable WebServer server;

  Standby(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  @Override
  public synchronized void standsBy(Leader other) {
    leader = other;
    if (server == null) {
      server =
          WebServer.builder()
              .host(options.bind())
              .port(options.port())
              .shutdownHook(false)
              .shutdownGracePeriod(Duration.ofMillis(300))
              .routing(routing -> routing.any(this::answer))
              .build()
              .start();
    }
    say("standby", "cli.up.standby", other);
  }

  /** Without an orderly end, whose writes would not be taken and whose effects may be another's. */
  @Override
  public void lost(Leader successor) {
    say("lost", "cli.up.lost", successor);
    Runtime.getRuntime().halt(ExitCode.BAD_ANSWER.code());
  }

  private void say(String what, String key, Leader other) {
    Map<String, String> said = Map.of("node", other.node(), "address", other.address());
    if (terminal.json()) {
      terminal.json(Map.of(what, said));
    } else {
      terminal.say(key, said);
    }
  }

  private void answer(ServerRequest request, ServerResponse response) {
    if (request.path().path().equals("/-/healthy")) {
      response.send("standing by\n");
      return;
    }
    Map<String, String> error =
        Map.of(
            "code", "standby",
            "fact", "this node stands by: " + leader.node() + " leads",
            "hint", "ask " + leader.address());
    response.status(503).header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(Json.write(Map.of("error", error)) + "\n");
  }

  /** Frees the port for the house. */
  @Override
  public synchronized void close() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }
}
