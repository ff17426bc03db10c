package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import jigi.operate.deploy.machine.Colour;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Test;

/** Behind a real nginx. */
@Needs("nginx")
class NginxDeployTest extends DeployTest {
  @Override
  Server gateway() throws IOException {
    return Gateways.nginx(folder, ports);
  }

  @Override
  String yaml() {
    return Gateways.nginxYaml(folder);
  }

  /** A reload closes idle kept connections, which a POST on its way may meet. */
  @Override
  void unanswered(Load load) {
    assertThat(load.broken().values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(load.answered() / 500 + 3);
  }

  @Test
  void aConfigurationThatNginxRefusesChangesNothing() throws Exception {
    deploy("1");
    String before = Files.readString(folder.resolve("upstream.conf"));
    Files.writeString(
        folder.resolve("nginx.conf"),
        Files.readString(folder.resolve("nginx.conf")).replace("location /", "lokation /"));
    failed(bench.phase(Phase.FULL, "2"), "nginx -t");
    assertThat(Files.readString(folder.resolve("upstream.conf"))).isEqualTo(before);
    assertThat(bench.reality().side(Colour.BLUE).healthy()).isTrue();
  }
}
