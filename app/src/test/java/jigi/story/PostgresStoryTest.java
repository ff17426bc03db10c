package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The story of the shop with its state in PostgreSQL, and with PostgreSQL away. */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar", "postgresql"})
@Timeout(300)
class PostgresStoryTest {
  private static final String SECRET = "pssst-4711";

  private PostgresServer server;
  private ShopScene scene;
  private Story story;
  private RunningJigi.Setup setup;

  @BeforeEach
  void open() throws IOException {
    server = PostgresServer.fresh();
    server.execute(
        "postgres",
        "CREATE ROLE jigi LOGIN PASSWORD '" + SECRET + "'",
        "CREATE DATABASE ops OWNER jigi");
    server.requirePasswords();
    scene = new ShopScene(ShopScene.Pace.SHORT);
    Path password = Files.writeString(scene.folder().resolve("password"), SECRET + "\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    setup = setup(List.of("--store", address(), "--store-password", password.toString()), Map.of());
    story = new Story(scene, setup);
  }

  @AfterEach
  void close() {
    scene.close();
    server.remove();
  }

  private String address() {
    return "postgresql://jigi@127.0.0.1:" + server.port() + "/ops";
  }

  private RunningJigi.Setup setup(List<String> more, Map<String, String> environment) {
    RunningJigi.Setup plain = scene.setup("data", Map.of());
    List<String> arguments = new ArrayList<>(plain.arguments());
    arguments.addAll(more);
    return new RunningJigi.Setup(plain.port(), plain.data(), plain.home(), arguments, environment);
  }

  @Test
  void theStoryGoesOnAfterJigiWasKilledWithinTheRestart() {
    try (RunningJigi doomed = story.start(Map.of())) {
      story.breakTheShop(doomed);
      Until.so("the restart has begun", story::restarting, doomed::log);
      doomed.kill();
    }
    try (RunningJigi jigi = story.start(Map.of())) {
      story.awaitEnd(jigi);
      story.check(jigi);
      assertThat(setup.data().resolve("jigi.db")).doesNotExist();
      whereTheStateIsStandsInTheSettingsWithoutTheSecret(jigi);
    }
  }

  private void whereTheStateIsStandsInTheSettingsWithoutTheSecret(RunningJigi jigi) {
    String settings = jigi.get("/api/v1/manuals").toString();
    assertThat(settings).contains("PostgreSQL 1").contains(address()).doesNotContain(SECRET);
    assertThat(jigi.page("/settings")).contains(address()).doesNotContain(SECRET);
    assertThat(jigi.log()).doesNotContain(SECRET);
    assertThat(ProcessHandle.allProcesses().flatMap(each -> each.info().commandLine().stream()))
        .anyMatch(line -> line.contains(address()))
        .noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void whileTheDatabaseIsAwayJigiSaysSoAndThenGoesOnWithNothingLost() throws Exception {
    try (RunningJigi jigi = story.start(Map.of())) {
      new Outcome(jigi).awaitShop("ok");
      server.stopServer();
      long away = System.nanoTime();
      scene.stopShop();
      Until.so("said to be away", () -> jigi.status("/-/ready") == 503, jigi::log);
      assertThat(jigi.status("/-/healthy")).isEqualTo(200);
      assertThat(jigi.page("/")).contains("데이터베이스가 답하지 않습니다");
      Until.so("away long enough", () -> since(away).toSeconds() >= 10, jigi::log);
      assertThat(story.restarting()).as("nothing is done that is not recorded").isFalse();
      server.startServer();
      Until.so("well again", () -> jigi.status("/-/ready") == 200, jigi::log);

      story.awaitEnd(jigi);
      story.check(jigi);
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  @Test
  void aDatabaseThatRefusesJigiIsOneSentence() {
    JigiCommand jigi =
        new JigiCommand(
            Map.of(
                "JIGI_STORE", address(),
                "JIGI_STORE_PASSWORD", "wrong-4711",
                "JIGI_DATA", setup.data().toString()));
    JigiCommand.Ran ran = jigi.launch("up", scene.manual().toString(), "--port", "0");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err())
        .contains("database-login", address(), "HINT: ")
        .doesNotContain("wrong-4711");
  }
}
