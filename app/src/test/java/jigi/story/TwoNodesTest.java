package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes on one PostgreSQL: one is killed or stopped, and the other goes on. */
@Tag("slow")
@Needs({"jigi-jar", "postgresql", "sshd"})
@Timeout(300)
class TwoNodesTest {

  private PostgresServer server;
  private SshServer far;
  private Path folder;
  private Path effects;
  private String address;

  @BeforeEach
  void open() throws IOException {
    server = PostgresServer.get();
    address = "postgresql://postgres@127.0.0.1:" + server.port() + "/" + server.database(null);
    // The account of the steps leaves its traces here, and may not enter a @TempDir.
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-nodes");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    effects = Files.createFile(folder.resolve("effects"));
    Files.setPosixFilePermissions(effects, PosixFilePermissions.fromString("rw-rw-rw-"));
    far = new SshServer(folder.resolve("sshd")).start();
    manual();
  }

  @AfterEach
  void close() {
    far.close();
  }

  private void manual() throws IOException {
    Path manual = folder.resolve("manual");
    Files.createDirectories(manual.resolve("runbooks"));
    Files.writeString(
        manual.resolve("jigi.yaml"),
        """
        system: shop
        hosts:
          far: {ssh: '%s', key: {file: '%s'}}
        """
            .formatted(far.address(), far.key()));
    for (String where : List.of("far", "here")) {
      Files.writeString(
          manual.resolve("runbooks/" + where + ".md"),
          """
          ---
          runbook: %1$s
          title: %1$s
          ---
          ```sh run%2$s
          echo begin >>%3$s
          sleep 6
          echo end >>%3$s
          ```
          ```sh run%2$s
          echo second >>%3$s
          ```
          """
              .formatted(where, where.equals("far") ? " on=far" : "", effects));
    }
  }

  private RunningJigi.Setup setup(String node, List<String> more) {
    try {
      Path data = Files.createDirectories(folder.resolve(node));
      Files.writeString(data.resolve("known_hosts"), far.knownHost());
      List<String> arguments =
          new ArrayList<>(List.of(folder.resolve("manual").toString(), "--store", address));
      arguments.addAll(more);
      return new RunningJigi.Setup(
          ShopScene.freePort(), data, folder.resolve(node + "-home"), arguments, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunningJigi leading(String node) {
    return RunningJigi.start(setup(node, List.of("--node", node)));
  }

  /** Waits until it stands by. */
  private RunningJigi waiting(String node) {
    RunningJigi jigi = RunningJigi.launch(setup(node, List.of("--node", node)));
    Until.so("standing by", () -> jigi.log().contains("standby"), jigi::log);
    assertThat(jigi.status("/-/healthy")).isEqualTo(200);
    assertThat(jigi.status("/-/ready")).isEqualTo(503);
    return jigi;
  }

  private String begin(RunningJigi jigi, String runbook) {
    String run =
        jigi.post("/api/v1/runbooks/shop/" + runbook + "/run", Map.of()).path("id").asText();
    Until.so("begun", () -> effects().contains("begin"), () -> run + jigi.log());
    return run;
  }

  private List<String> effects() {
    try {
      return Files.readAllLines(effects);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode row(RunningJigi jigi, String run) {
    return jigi.get("/api/v1/runs/" + run).path("row");
  }

  private static void awaitState(RunningJigi jigi, String run, String state) {
    Until.so(
        state,
        () -> row(jigi, run).path("state").asText().equals(state),
        () -> jigi.get("/api/v1/runs/" + run).toPrettyString() + jigi.log());
  }

  @Test
  void aKilledNodesRunOnAHostIsCarriedToItsEndByTheOther() {
    try (RunningJigi alpha = leading("alpha");
        RunningJigi beta = waiting("beta")) {
      String run = begin(alpha, "far");
      alpha.kill();
      beta.awaitReady();

      awaitState(beta, run, "succeeded");
      assertThat(effects()).containsExactly("begin", "end", "second");
      assertThat(beta.get("/api/v1/journal/verify").path("broken").isNull()).isTrue();
      assertThat(beta.get("/api/v1/runs?limit=10").path("runs")).hasSize(1);
    }
  }

  @Test
  void aStoppedNodeDoesNothingMoreWhenItIsWokenAgain() {
    try (RunningJigi alpha = leading("alpha");
        RunningJigi beta = waiting("beta")) {
      String run = begin(alpha, "far");
      alpha.signal("STOP");
      beta.awaitReady();
      awaitState(beta, run, "succeeded");
      long events = events(beta);

      alpha.signal("CONT");
      assertThat(alpha.awaitEnd()).as(alpha.log()).isEqualTo(1);
      assertThat(alpha.log()).contains("\"lost\"").contains("beta");
      assertThat(effects()).containsExactly("begin", "end", "second");
      assertThat(row(beta, run).path("state").asText()).isEqualTo("succeeded");
      assertThat(events(beta)).as("events").isEqualTo(events);
      assertThat(beta.get("/api/v1/journal/verify").path("broken").isNull()).isTrue();
    }
  }

  /** Of runs; signing in by the token is recorded too. */
  private static long events(RunningJigi jigi) {
    return jigi.get("/api/v1/journal?limit=1000&kind=run.").path("events").size();
  }

  @Test
  void aLostNodesRunOnItsOwnMachineAsksAPersonAndIsNotRepeated() {
    try (RunningJigi alpha = leading("alpha");
        RunningJigi beta = waiting("beta")) {
      String run = begin(alpha, "here");
      alpha.kill();
      beta.awaitReady();

      awaitState(beta, run, "waiting");
      JsonNode detail = beta.get("/api/v1/runs/" + run);
      assertThat(detail.path("row").path("reason").asText()).isEqualTo("interrupted");
      assertThat(beta.page("/runs/" + run)).contains("다른 노드의 기계에서 시작했습니다");
      Until.so("ended there", () -> effects().contains("end"), alpha::log);
      assertThat(effects()).containsExactly("begin", "end");

      Map<String, ?> seen = Map.of("step", 0, "choice", "mark-done", "evidence", "it ended there");
      beta.post("/api/v1/runs/" + run + "/choose", seen);
      Until.so(
          "asked before it goes on here",
          () -> beta.page("/runs/" + run).contains("다른 노드의 기계에서 하던"),
          () -> beta.get("/api/v1/runs/" + run).toPrettyString());
      assertThat(effects()).containsExactly("begin", "end");
      beta.post("/api/v1/runs/" + run + "/choose", Map.of("step", 1, "choice", "retry"));
      awaitState(beta, run, "succeeded");
      assertThat(effects()).containsExactly("begin", "end", "second");
    }
  }

  @Test
  void twoOfOneNameAreRefusedInOneSentence() {
    try (RunningJigi alpha = leading("alpha")) {
      JigiCommand.Ran ran =
          new JigiCommand(Map.of("JIGI_STORE", address, "JIGI_NODE", "alpha"))
              .launch(
                  "up",
                  folder.resolve("manual").toString(),
                  "--port",
                  "0",
                  "--data",
                  folder.resolve("other").toString());
      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.err().lines()).hasSize(1);
      assertThat(ran.err()).contains("node-taken", "'alpha'", alpha.uri("").toString());
    }
  }

  /** The alert was recorded as firing, and nobody had answered to it when the node died. */
  @Test
  void whatADeadNodeLeftUnansweredIsAnsweredByTheOther() {
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHORT)) {
      Story first = new Story(scene, shared(scene, "alpha"));
      Story second = new Story(scene, shared(scene, "beta"));
      try (RunningJigi doomed = first.start(Map.of("JIGI_CRASH_AT", "alert.fired"));
          RunningJigi beta = second.launch(Map.of())) {
        Until.so("standing by", () -> beta.log().contains("standby"), beta::log);
        first.breakTheShop(doomed);
        assertThat(doomed.awaitEnd()).as(doomed.log()).isEqualTo(137);
        beta.awaitReady();
        second.awaitEnd(beta);
        second.check(beta);
      }
    }
  }

  private RunningJigi.Setup shared(ShopScene scene, String node) {
    RunningJigi.Setup plain = scene.setup(node, Map.of());
    List<String> arguments = new ArrayList<>(plain.arguments());
    arguments.addAll(List.of("--store", address, "--node", node));
    return new RunningJigi.Setup(plain.port(), plain.data(), plain.home(), arguments, Map.of());
  }
}
