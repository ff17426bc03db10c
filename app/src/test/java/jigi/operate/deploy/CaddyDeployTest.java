package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import jigi.testing.Server;
import org.junit.jupiter.api.Tag;

/** Behind a real Caddy, which closes kept connections with each new configuration. */
@Tag("exhaustive")
class CaddyDeployTest extends DeployTest {
  private final int admin = Server.freePort();

  @Override
  Server gateway() throws IOException {
    return Gateways.caddy(folder, ports, admin);
  }

  @Override
  String yaml() {
    return "{caddy: 'http://127.0.0.1:" + admin + "', id: backend}";
  }

  /** Each of the six clients that send POSTs may meet it at each of three switches. */
  @Override
  void unanswered(Load load) {
    assertThat(load.broken().values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(6 * 3);
  }
}
