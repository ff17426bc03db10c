package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import jigi.testing.Needs;
import jigi.testing.Server;

/** Behind HAProxy, where nothing may be lost at all. */
@Needs("haproxy")
class HaproxyRollingDeployTest extends RollingDeployTest {
  @Override
  Server gateway() throws IOException {
    return Gateways.haproxy(folder, row);
  }

  @Override
  String yaml() {
    return Gateways.haproxyYaml();
  }

  @Override
  void unanswered(Load load) {
    assertThat(load.broken()).isEmpty();
  }
}
