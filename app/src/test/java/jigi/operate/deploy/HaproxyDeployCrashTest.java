package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import jigi.testing.Needs;
import jigi.testing.Server;

/** Behind HAProxy, where nothing may be lost at all. */
@Needs("haproxy")
class HaproxyDeployCrashTest extends DeployCrashTest {
  @Override
  Server gateway() throws IOException {
    return Gateways.haproxy(folder, ports);
  }

  @Override
  String yaml() {
    return Gateways.haproxyYaml();
  }

  static Stream<String> points() throws ClassNotFoundException {
    return named().filter(point -> !point.startsWith("deploy.nginx-"));
  }

  @Override
  Stream<String> own() throws ClassNotFoundException {
    return points();
  }

  @Override
  void unanswered(Load load) {
    assertThat(load.broken()).isEmpty();
  }

  /** Switched to the other colour, with the old one just stopped, and switched back. */
  @Override
  List<String> replaced() {
    return List.of(
        "deploy.switching-effected", "deploy.stopping-effected", "deploy.switching-effected");
  }
}
