package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.operate.deploy.machine.Colour;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Behind a real nginx that is never reloaded: nothing may be lost at all. */
@Needs("nginx")
class NginxLinkDeployTest extends DeployTest {
  @Override
  Server gateway() throws IOException {
    return Gateways.nginxLink(folder, ports);
  }

  @Override
  String yaml() {
    return Gateways.nginxLinkYaml();
  }

  @Override
  void unanswered(Load load) {
    assertThat(load.broken()).isEmpty();
  }

  @Override
  @Test
  @Tag("exhaustive") // as behind the other gateways
  void whatExitsIsNotSwitchedToAndWhatFailsAfterTheSwitchIsRolledBack() throws Exception {
    super.whatExitsIsNotSwitchedToAndWhatFailsAfterTheSwitchIsRolledBack();
  }

  @Override
  @Test
  @Tag("exhaustive") // as behind the other gateways
  void phasesRestWhereTheyShouldAndCancelLeavesEverythingAsItWas() throws Exception {
    super.phasesRestWhereTheyShouldAndCancelLeavesEverythingAsItWas();
  }

  @Test
  void aLinkThatLeadsElsewhereIsToldAndNothingBegins() throws Exception {
    deploy("1");
    assertThat(bench.newest().traffic().failed()).as("before anything was live").isZero();
    assertThat(Files.readSymbolicLink(folder.resolve("live.sock"))).isEqualTo(Path.of("blue.sock"));
    Files.delete(folder.resolve("live.sock"));
    Files.createSymbolicLink(folder.resolve("live.sock"), Path.of("admin.sock"));
    failed(bench.phase(Phase.FULL, "2"), "leads to neither colour");
    succeeded(bench.force(Colour.BLUE));
    deploy("2");
  }
}
