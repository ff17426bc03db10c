package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.base.kernel.Json;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Instance;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deployments of a cluster that is played by its published API. */
@Tag("slow")
@Timeout(120)
class KubernetesDeployTest {
  @TempDir Path folder;
  private PlayedCluster cluster;
  private DeployBench bench;

  @BeforeEach
  void open() throws IOException {
    cluster = new PlayedCluster();
    bench = new DeployBench(folder);
    Files.writeString(folder.resolve("token"), PlayedCluster.TOKEN + "\n");
  }

  @AfterEach
  void close() {
    bench.close();
    cluster.close();
  }

  private String manual(String deployment, String places, String more) {
    return """
    connections:
      cluster: {http: '%s', token: {file: token}}
    deployments:
      backend:
        runtime:
          kubernetes: cluster
          namespace: shop
          deployment: "%s"
          container: app
          image: ghcr.io/example/shop:{version}
          %s
        %s
        health: {times: 2, every: 20ms, within: 30s}
        observe: 100ms
        drain: 100ms
    """
        .formatted(cluster.address(), deployment, places, more);
  }

  private void deploy(Phase phase, @Nullable String version) throws InterruptedException {
    Runs.Detail detail = bench.phase(phase, version);
    assertThat(detail.run().state())
        .as(() -> detail.attempts() + "\n" + bench.reality())
        .isEqualTo(RunState.SUCCEEDED);
  }

  private String failed(String version) throws InterruptedException {
    Runs.Detail detail = bench.phase(Phase.FULL, version);
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
    return DeployBench.evidence(detail);
  }

  private void agreed() {
    Until.so(
        "agreed", () -> bench.reality().mismatches().isEmpty(), () -> bench.reality().toString());
  }

  private JsonNode pod(String deployment) {
    return cluster.told(deployment).path("spec").path("template");
  }

  private String image(String deployment) {
    return pod(deployment).at("/spec/containers/0/image").asText();
  }

  @Test
  void anInstanceIsRolledOverByTheClusterAndGoesBackToItsDigest() throws Exception {
    cluster.add("backend", 2);
    String places = "instances: [\"127.0.0.1:%d\"]".formatted(cluster.port("backend"));
    bench.manual(manual("backend", places, ""));
    deploy(Phase.FULL, "1");
    assertThat(bench.newest().previous()).isEqualTo("0");
    assertThat(image("backend")).isEqualTo("ghcr.io/example/shop:1");
    JsonNode pod = pod("backend");
    assertThat(pod.at("/spec/containers/0/args/0").asText()).isEqualTo("serve");
    assertThat(pod.at("/spec/containers/1/image").asText()).isEqualTo("ghcr.io/example/beside:7");
    assertThat(pod.at("/metadata/annotations/owner").asText()).isEqualTo("kim");
    String then = PlayedCluster.digest("ghcr.io/example/shop:1");
    assertThat(
            Json.tree(Files.readString(folder.resolve("deploy-state.json")))
                .path("history")
                .findValuesAsText("digest"))
        .containsExactly(then);

    assertThat(failed("missing"))
        .contains("not-pulled: backend-")
        .contains("ErrImagePull: manifest for ghcr.io/example/shop:missing not found");
    assertThat(image("backend")).isEqualTo(then);
    assertThat(failed("crashes")).contains("ProgressDeadlineExceeded").contains("no database");
    assertThat(image("backend")).isEqualTo(then);
    agreed();
    assertThat(cluster.patches)
        .as("it is never without pods")
        .allSatisfy(patch -> assertThat(patch.at("/spec/replicas").asInt()).isEqualTo(2));
    whatOthersDoToItIsSeen();
  }

  private void whatOthersDoToItIsSeen() throws Exception {
    cluster.change("backend", "{\"spec\": {\"paused\": true}}");
    Until.so(
        "paused",
        () -> String.valueOf(bench.reality().side(new Instance(1)).fault()).contains("is paused"),
        () -> bench.reality().toString());
    cluster.change("backend", "{\"spec\": {\"paused\": false, \"replicas\": 0}}");
    Until.so(
        "gone",
        () ->
            bench.reality().mismatches().stream()
                .anyMatch(each -> each.code().equals("instance-not-running")),
        () -> bench.reality().toString());
    Files.writeString(folder.resolve("token"), "another");
    Until.so(
        "unknown",
        () -> bench.reality().side(new Instance(1)).running() == null,
        () -> bench.reality().toString());
  }

  @Test
  void coloursAreTwoDeploymentsAndTheIdleOneHasNoPods() throws Exception {
    cluster.add("backend-blue", 3);
    cluster.add("backend-green", 0);
    Files.writeString(folder.resolve("blue"), "blue");
    Files.writeString(folder.resolve("green"), "green");
    Files.writeString(folder.resolve("live"), "blue");
    String gateway =
        "gateway: {program: [cp, '{folder}/{colour}', '{folder}/live'], says: [cat,"
            + " '{folder}/live']}";
    String places =
        "blue: \"127.0.0.1:%d\"\n      green: \"127.0.0.1:%d\""
            .formatted(cluster.port("backend-blue"), cluster.port("backend-green"));
    String manual = manual("backend-{colour}", places, gateway);
    bench.manual(manual);
    deploy(Phase.FULL, "1");
    assertThat(image("backend-green")).isEqualTo("ghcr.io/example/shop:1");
    assertThat(cluster.pods("backend-green")).isEqualTo(3);
    assertThat(cluster.pods("backend-blue")).isZero();
    deploy(Phase.PREPARE, "2");
    assertThat(cluster.pods("backend-blue")).isEqualTo(3);
    bench.close();
    bench = new DeployBench(folder).manual(manual);
    deploy(Phase.CANCEL, null);
    assertThat(cluster.pods("backend-blue")).isZero();
    assertThat(cluster.pods("backend-green")).isEqualTo(3);
    agreed();
    assertThat(bench.reality().gateway()).isEqualTo(Colour.GREEN);
  }

  /** Jigi dies on the way forwards, and on the way back of a version that crashes. */
  @Test
  @Tag("exhaustive")
  void itEndsTheSameAfterDyingAtEach() throws Exception {
    bench.close();
    cluster.add("backend", 2);
    String places = "instances: [\"127.0.0.1:%d\"]".formatted(cluster.port("backend"));
    OrchestratedDeaths deaths = new OrchestratedDeaths(folder, manual("backend", places, ""));
    deaths.story("crashes");
    assertThat(image("backend")).isEqualTo(PlayedCluster.digest("ghcr.io/example/shop:2"));
    assertThat(cluster.pods("backend")).isEqualTo(2);
    bench = deaths.bench();
    agreed();
  }
}
