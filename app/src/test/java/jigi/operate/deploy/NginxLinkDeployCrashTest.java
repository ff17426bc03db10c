package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Tag;

/** Behind an nginx that is never reloaded, where nothing may be lost at all. */
@Needs("nginx")
@Tag("exhaustive")
class NginxLinkDeployCrashTest extends DeployCrashTest {
  /** Where the gateway is at work; what happens beside it dies behind HAProxy. */
  private static final List<String> AT_THE_GATEWAY =
      List.of("deploy.file-", "deploy.switching-", "deploy.draining-", "deploy.returning-");

  static Stream<String> points() throws ClassNotFoundException {
    return named().filter(point -> !point.startsWith("deploy.nginx-"));
  }

  @Override
  Stream<String> own() throws ClassNotFoundException {
    return points().filter(point -> AT_THE_GATEWAY.stream().anyMatch(point::startsWith));
  }

  @Override
  Server gateway() throws IOException {
    return Gateways.nginxLink(folder, ports);
  }

  @Override
  String yaml() {
    return Gateways.nginxLinkYaml();
  }

  @Override
  void unanswered(Load load) {
    assertThat(load.broken()).isEmpty();
  }
}
