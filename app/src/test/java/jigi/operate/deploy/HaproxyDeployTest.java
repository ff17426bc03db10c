package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import jigi.Shows;
import jigi.operate.deploy.machine.Colour;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
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

  @Test
  @Shows("DEP-32")
  void theLiveColourIsReplacedByWayOfTheOtherOneAndNoRequestFails() throws Exception {
    assertThatThrownBy(() -> bench.replace(Colour.BLUE, "1")).hasMessageContaining("none yet");
    deploy("1");
    assertThatThrownBy(() -> bench.replace(Colour.GREEN, "2")).hasMessageContaining("blue");
    failed(bench.prepare(Colour.BLUE, "2"), "--replace-live");
    try (Load load = new Load(ports.front(), 2)) {
      Until.so("loaded", () -> load.answered() > 50, () -> "load");
      succeeded(bench.ended(bench.replace(Colour.BLUE, "2")));
      load.close();
      assertThat(load.bad()).isEmpty();
      assertThat(load.versions()).containsKeys("1", "2");
      unanswered(load);
    }
    assertThat(active()).isEqualTo("blue");
    assertThat(bench.reality().side(Colour.BLUE).version()).isEqualTo("2");
    assertThat(bench.reality().side(Colour.GREEN).version()).isNull();
    assertThat(bench.deployments.history("shop", "backend", 2))
        .allMatch(each -> each.version().equals("2") && each.traffic().failed() == 0);

    // What fails on the way is taken back, and the old version stays where it was.
    failed(bench.ended(bench.replace(Colour.BLUE, "exits")), "no database");
    assertThat(active()).isEqualTo("blue");
    assertThat(bench.deployments.previous("shop", "backend")).isEqualTo("1");
  }
}
