package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jigi.Shows;
import jigi.base.kernel.Json;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Instance;
import jigi.testing.DockerDaemon;
import jigi.testing.ImageRegistry;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services of a real swarm of one node. */
@Needs({"docker", "docker-registry", "haproxy"})
@Tag("slow")
@Timeout(240)
class SwarmDeployTest {
  private static DockerDaemon daemon;

  @TempDir Path folder;
  private final Gateways.Ports ports = Gateways.Ports.free();
  private DeployBench bench;

  @BeforeAll
  static void start() throws IOException {
    daemon = DockerDaemon.start();
    daemon.docker(
        "swarm",
        "init",
        "--advertise-addr=127.0.0.1",
        "--listen-addr=127.0.0.1:" + Server.freePort());
  }

  @AfterAll
  static void stop() throws IOException {
    if (daemon != null) {
      daemon.close();
    }
  }

  @BeforeEach
  void open() {
    bench = new DeployBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
    daemon.docker("service", "ls", "-q").lines().forEach(id -> daemon.docker("service", "rm", id));
    Until.so(
        "no task is left", () -> daemon.docker("ps", "-q").isEmpty(), () -> daemon.docker("ps"));
  }

  /** An image that knows its version. */
  private static void image(String name, String version) {
    daemon.docker("import", "-c", "ENV VERSION=" + version, daemon.image().toString(), name);
  }

  /** The machine's own Java in an image that has none. */
  private static void service(String name, String image, int port, int replicas) {
    String java = ProcessHandle.current().info().command().orElseThrow();
    List<String> words =
        new ArrayList<>(
            List.of(
                "service",
                "create",
                "--detach",
                "--no-resolve-image",
                "--network=host",
                "--name=" + name,
                "--replicas=" + replicas,
                "--update-monitor=1s",
                "--restart-delay=100ms",
                "--stop-grace-period=3s"));
    Path classes = Path.of("target/test-classes").toAbsolutePath();
    for (String each : List.of(System.getProperty("java.home"), "/lib", "/lib64", "" + classes)) {
      words.add("--mount=type=bind,readonly,src=%s,dst=%s".formatted(each, each));
    }
    String run =
        "[ $VERSION != exits ] || { echo no database; exit 3; }; exec %s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx48m -cp %s %s %d $VERSION"
            .formatted(java, classes, ShopApp.class.getName(), port);
    words.addAll(List.of(image, "/bin/sh", "-c", run));
    daemon.docker(words.toArray(String[]::new));
  }

  private String manual(String service, String image, String places, String more) {
    return """
    connections:
      manager: {docker: '%s'}
    deployments:
      backend:
        runtime: {swarm: manager, service: "%s", image: "%s:{version}", %s}
        health: {times: 2, every: 100ms, within: 60s}
        observe: 500ms
        drain: 20s
    %s
    """
        .formatted(daemon.address(), service, image, places, more);
  }

  private Runs.Detail deploy(String version, RunState expected) throws InterruptedException {
    Runs.Detail detail = bench.phase(Phase.FULL, version);
    assertThat(detail.run().state())
        .as(() -> detail.attempts() + "\n" + bench.reality())
        .isEqualTo(expected);
    return detail;
  }

  private void agreed() {
    Until.so(
        "agreed", () -> bench.reality().mismatches().isEmpty(), () -> bench.reality().toString());
  }

  private static String spec(String service) {
    return daemon.docker(
        "service", "inspect", "-f", "{{.Spec.TaskTemplate.ContainerSpec.Image}}", service);
  }

  @Test
  @Shows({"DEP-02", "DEP-11", "FIX-14"})
  void aServiceIsUpdatedByTheSwarmAndGoesBackToTheDigestOfThen() throws Exception {
    Files.writeString(folder.resolve("word"), "right-word\n");
    try (ImageRegistry registry =
        ImageRegistry.withPassword(folder.resolve("registry"), "kim", "right-word")) {
      String image = registry.authority() + "/shop/backend";
      push(registry, image + ":1", "1");
      push(registry, image + ":exits", "exits");
      image(image + ":0", "0");
      service("shop_backend", image + ":0", ports.blue(), 1);
      bench.pull = true;
      bench.manual(
          manual("shop_backend", image, "instances: [" + ports.blue() + "]", "")
              .replace(
                  "connections:\n",
                  "connections:\n  images: {registry: 'http://"
                      + registry.authority()
                      + "', user: kim, password: {file: word}}\n"));
      deploy("1", RunState.SUCCEEDED);
      assertThat(bench.newest().previous()).isEqualTo("0");
      assertThat(spec("shop_backend")).startsWith(image + ":1@sha256:");
      String then =
          Json.tree(Files.readString(folder.resolve("deploy-state.json")))
              .path("history")
              .findValuesAsText("digest")
              .getFirst();
      assertThat(then).startsWith(image + "@sha256:");
      assertThat(DeployBench.evidence(deploy("nowhere", RunState.FAILED))).contains("not-pulled");
      assertThat(DeployBench.evidence(deploy("exits", RunState.FAILED)))
          .contains("its update is paused", "no database");
      daemon.docker(
          "service", "update", "--detach", "--update-failure-action=rollback", "shop_backend");
      assertThat(DeployBench.evidence(deploy("exits", RunState.FAILED)))
          .contains("the swarm took it back", "non-zero exit (3)");
      assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
      assertThat(spec("shop_backend")).isEqualTo(then);
      agreed();
    }
    daemon.docker("service", "scale", "--detach", "shop_backend=0");
    Until.so(
        "seen",
        () ->
            bench.reality().mismatches().stream()
                .anyMatch(each -> each.code().equals("instance-not-running")),
        () -> "" + bench.reality().side(new Instance(1)));
  }

  private void push(ImageRegistry registry, String name, String version) {
    image(name, version);
    String login = folder.resolve("login").toString();
    daemon.docker(
        "--config", login, "login", "-u", "kim", "-p", "right-word", registry.authority());
    daemon.docker("--config", login, "push", name);
    daemon.docker("rmi", name);
  }

  @Test
  @Shows({"DEP-02", "DEP-41", "FIX-14"})
  void coloursAreTwoServicesThatTakeTurnsUnderLoad() throws Exception {
    for (String version : List.of("0", "1", "errors", "exits")) {
      image("shop:" + version, version);
    }
    service("shop-blue", "shop:0", ports.blue(), 1);
    service("shop-green", "shop:0", ports.green(), 0);
    Until.so("answers", () -> Gateways.answers(ports.blue()), () -> daemon.docker("ps", "-a"));
    String places = "blue: %d, green: %d".formatted(ports.blue(), ports.green());
    String more =
        "    gateway: "
            + Gateways.haproxyYaml()
            + "\n    through: http://127.0.0.1:"
            + ports.front()
            + "/";
    bench.manual(manual("shop-{colour}", "shop", places, more));
    try (Server gateway = Gateways.haproxy(folder, ports);
        Load load = new Load(ports.front(), 2)) {
      Until.so("loaded", () -> load.answered() > 50, () -> "load");
      deploy("1", RunState.SUCCEEDED);
      assertThat(DeployBench.evidence(deploy("errors", RunState.FAILED)))
          .contains("requests-failed");
      assertThat(DeployBench.evidence(deploy("exits", RunState.FAILED)))
          .contains("its tasks end again and again", "non-zero exit (3)", "no database");
      load.close();
      assertThat(load.versions()).containsKeys("0", "1");
      assertThat(load.broken()).isEmpty();
      agreed();
    }
    assertThat(daemon.docker("service", "ls", "--format", "{{.Name}} {{.Replicas}} {{.Image}}"))
        .contains("shop-blue 0/0", "shop-green 1/1 shop:1");
  }

  /** Jigi dies on the way forwards, and on the way back of a version that exits. */
  @Test
  @Tag("exhaustive")
  void itEndsTheSameAfterDyingAtEach() throws Exception {
    bench.close();
    for (String version : List.of("0", "1", "2", "exits")) {
      image("shop:" + version, version);
    }
    service("shop_backend", "shop:0", ports.blue(), 1);
    String places = "instances: [" + ports.blue() + "]";
    OrchestratedDeaths deaths =
        new OrchestratedDeaths(folder, manual("shop_backend", "shop", places, ""));
    deaths.story("exits");
    bench = deaths.bench();
    agreed();
    assertThat(daemon.docker("service", "ls", "--format", "{{.Name}} {{.Replicas}}"))
        .isEqualTo("shop_backend 1/1");
    assertThat(bench.reality().side(new Instance(1)).version()).isEqualTo("2");
  }
}
