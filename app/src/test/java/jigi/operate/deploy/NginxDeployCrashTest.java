package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import jigi.testing.Needs;
import jigi.testing.Server;

/** Behind nginx, whose reload closes kept connections. */
@Needs("nginx")
class NginxDeployCrashTest extends DeployCrashTest {
  static Stream<String> points() throws ClassNotFoundException {
    return named();
  }

  /** Where the gateway is at work; what happens beside it dies behind HAProxy. */
  private static final List<String> AT_THE_GATEWAY =
      List.of(
          "deploy.nginx-",
          "deploy.switching-",
          "deploy.draining-",
          "deploy.returning-",
          "deploy.clearing-");

  @Override
  Stream<String> own() throws ClassNotFoundException {
    return points().filter(point -> AT_THE_GATEWAY.stream().anyMatch(point::startsWith));
  }

  @Override
  Server gateway() throws IOException {
    return Gateways.nginx(folder, ports);
  }

  @Override
  String yaml() {
    return Gateways.nginxYaml(folder);
  }

  @Override
  void unanswered(Load load) {
    assertThat(load.broken().values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(load.answered() / 500 + 3);
  }
}
