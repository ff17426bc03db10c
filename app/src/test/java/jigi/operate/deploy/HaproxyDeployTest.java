package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import jigi.operate.deploy.machine.Colour;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Test;

/** Behind a real HAProxy. */
@Needs("haproxy")
class HaproxyDeployTest extends DeployTest {
  @Override
  Server gateway() throws IOException {
    return Gateways.haproxy(folder, ports);
  }

  @Override
  String yaml() {
    return Gateways.haproxyYaml();
  }

  @Override
  void unanswered(Load load) {
    assertThat(load.broken()).isEmpty();
  }

  @Test
  void aRestartedHaproxyKeepsTheSwitch() throws Exception {
    deploy("1");
    deploy("2");
    gateway.stop();
    gateway.startAgain();
    assertThat(bench.reality().gateway()).isEqualTo(Colour.GREEN);
  }
}
