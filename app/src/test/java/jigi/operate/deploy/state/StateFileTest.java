package jigi.operate.deploy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.base.kernel.Json;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Roll;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.machine.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");

  @TempDir Path folder;

  @Test
  @Shows("DEP-31")
  void whatIsWrittenIsReadBackAtEveryStage() throws Exception {
    StateFile file = new StateFile(folder.resolve("deploy-state.json"));
    for (Stage stage : Stage.values()) {
      Kept kept =
          new Kept(
              new Memory(
                  Colour.BLUE,
                  Map.of(Colour.BLUE, new Release("1", "i1")),
                  new Change("d2", Colour.GREEN, new Release("2", "i2"), stage, "why", true),
                  new Ended("d1", Ended.Outcome.ROLLED_BACK, "because")),
              List.of(
                  new Kept.Good(
                      "1",
                      "blue",
                      NOW.toString(),
                      new Shipping("sha256:1", true, Map.of("FE_TAG", "2")))));
      file.write(kept, NOW);
      assertThat(file.read()).isEqualTo(kept);
    }
    assertThat(Json.tree(Files.readString(file.path())).path("activeColor").asText())
        .isEqualTo("blue");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aBatchThatIsBeingReplacedIsReadBack() throws Exception {
    StateFile file = new StateFile(folder.resolve("deploy-state.json"));
    Release old = new Release("1", "i1");
    Roll roll = new Roll(4, 2, 1, Map.of(new Instance(3), old), true, 7);
    Change change =
        new Change(
            "d2", new Instance(3), new Release("2", "i2"), Stage.STARTING, "why", false, roll);
    Kept kept = new Kept(new Memory(null, Map.of(new Instance(4), old), change, null), List.of());
    file.write(kept, NOW);
    assertThat(file.read()).isEqualTo(kept);
  }

  @Test
  void aMissingFileIsNothingAndABrokenOneIsSaid() throws Exception {
    StateFile file = new StateFile(folder.resolve("deploy-state.json"));
    assertThat(file.read()).isEqualTo(Kept.NOTHING);
    Files.writeString(file.path(), "{\"activeColor\": \"blue\", \"change\": {}}");
    assertThatThrownBy(file::read)
        .isInstanceOf(DeployException.class)
        .hasMessageContaining("'deployment' is missing");
    Files.writeString(file.path(), "{");
    assertThatThrownBy(file::read).hasMessageContaining("not valid JSON");
  }

  @Test
  void theModeOfAFileAndTheLinkToItStay() throws Exception {
    Path real = folder.resolve("real");
    Files.writeString(real, "old");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    Durable.write(link, "new");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readString(real)).isEqualTo("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r-----");
  }
}
