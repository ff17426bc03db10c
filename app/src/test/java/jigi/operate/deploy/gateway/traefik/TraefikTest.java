package jigi.operate.deploy.gateway.traefik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Json;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.gateway.Balancer;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Slot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for Traefik, beside a program that plays its API by the file as it stands. */
class TraefikTest {
  @TempDir Path folder;
  private final Timeline timeline = Timeline.real();
  private final Network network = new Network();
  private HttpServer api;
  private Exec exec;

  @BeforeEach
  void open() throws IOException {
    exec = new Exec(folder.resolve("attempts"));
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/api/http/services/backend@file",
        exchange -> {
          try (exchange) {
            var all = Json.tree(Files.readString(folder.resolve("backend.yml")));
            byte[] body = Json.write(all.at("/http/services/backend")).getBytes("UTF-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    api.start();
  }

  @AfterEach
  void close() {
    api.stop(0);
    exec.close();
    network.close();
    timeline.close();
  }

  private Gateway traefik(Slot... slots) {
    Map<Slot, URI> addresses = new HashMap<>();
    for (Slot slot : slots) {
      addresses.put(slot, URI.create("http://10.0.0." + (addresses.size() + 1) + ":80"));
    }
    URI at = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
    return new TraefikSettings("backend.yml", "backend", at)
        .open(new GatewayOpening(folder, exec, timeline, network, Map.of(), addresses));
  }

  @Test
  void pointsToOneColour() throws Exception {
    Gateway traefik = traefik(Colour.BLUE, Colour.GREEN);
    traefik.point(Colour.GREEN);
    assertThat(Files.readString(folder.resolve("backend.yml")))
        .isEqualToIgnoringWhitespace(
            """
            {"http":{"services":{"backend":{"loadBalancer":{"servers":[{"url":"http://10.0.0.2:80"}]}}}}}
            """);
    assertThat(traefik.pointing()).isEqualTo(new Pointing.To(Colour.GREEN));
    assertThat(traefik.inFlight(Colour.BLUE)).isNull();
    Files.writeString(
        folder.resolve("backend.yml"),
        Files.readString(folder.resolve("backend.yml")).replace("10.0.0.2", "10.0.0.9"));
    assertThat(traefik.pointing()).isInstanceOf(Pointing.Unclear.class);
  }

  @Test
  void spreadsOverInstances() throws Exception {
    Instance first = new Instance(1);
    Instance second = new Instance(2);
    Balancer traefik = (Balancer) traefik(first, second);
    traefik.spread(Set.of(first, second));
    assertThat(traefik.receiving()).containsExactly(first, second);
    traefik.spread(Set.of(second));
    assertThat(traefik.receiving()).containsExactly(second);
    api.stop(0);
    assertThatThrownBy(traefik::receiving)
        .isInstanceOfSatisfying(
            DeployException.class, e -> assertThat(e.code()).isEqualTo("gateway-unreachable"));
  }
}
