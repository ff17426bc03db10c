package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    return own().filter(point -> !isBefore(point));
  }

  static Stream<String> others() throws ClassNotFoundException {
    return own().filter(HaproxyDeployCrashTest::isBefore);
  }

  private static Stream<String> own() throws ClassNotFoundException {
    return named().filter(point -> !point.startsWith("deploy.nginx-"));
  }

  /** What was intended is simply done again: those die in the long run of all tests alone. */
  private static boolean isBefore(String point) {
    return point.endsWith("-intended");
  }

  @ParameterizedTest
  @MethodSource("others")
  @Tag("exhaustive")
  void endsTheSameAfterDyingBefore(String point) throws Exception {
    endsTheSameAfterDyingAt(point);
  }

  @Override
  void unanswered(Load load) {
    assertThat(load.broken()).isEmpty();
  }
}
