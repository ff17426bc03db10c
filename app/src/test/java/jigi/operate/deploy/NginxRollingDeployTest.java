package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Tag;

/** Behind nginx, whose reload closes kept connections. */
@Needs("nginx")
@Tag("exhaustive")
class NginxRollingDeployTest extends RollingDeployTest {
  @Override
  Server gateway() throws IOException {
    return Gateways.nginx(folder, row);
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
