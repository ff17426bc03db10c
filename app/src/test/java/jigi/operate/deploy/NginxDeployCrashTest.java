package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Behind nginx, whose reload closes kept connections. */
@Needs("nginx")
class NginxDeployCrashTest extends DeployCrashTest {
  /** Its own; the others are the machine's and died at behind HAProxy. */
  static Stream<String> points() throws ClassNotFoundException {
    return named().filter(point -> point.startsWith("deploy.nginx-"));
  }

  static Stream<String> others() throws ClassNotFoundException {
    return named().filter(point -> !point.startsWith("deploy.nginx-"));
  }

  @ParameterizedTest
  @MethodSource("others")
  @Tag("exhaustive")
  void endsTheSameAfterDyingAtAnyOther(String point) throws Exception {
    endsTheSameAfterDyingAt(point);
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
