package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.Shows;
import jigi.base.kernel.Json;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Ended;
import jigi.testing.DockerDaemon;
import jigi.testing.ImageRegistry;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Colours that are containers of a real daemon, behind a real HAProxy. */
@Needs({"docker", "docker-registry", "haproxy"})
@Tag("slow")
@Timeout(240)
class ContainersDeployTest {
  private static DockerDaemon daemon;

  @TempDir Path folder;
  private final Gateways.Ports ports = Gateways.Ports.free();
  private Server gateway;
  private DeployBench bench;

  @BeforeAll
  static void start() throws IOException {
    daemon = DockerDaemon.start();
    for (String version : List.of("1", "2", "errors", "exits")) {
      image(version, version);
    }
  }

  /** An image of its own content. */
  private static void image(String tag, String content) {
    daemon.docker(
        "import", "-c", "LABEL content=" + content, daemon.image().toString(), "shop:" + tag);
  }

  @AfterAll
  static void stop() throws IOException {
    if (daemon != null) {
      daemon.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    gateway = Gateways.haproxy(folder, ports);
    bench = new DeployBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
    gateway.close();
    daemon.clear();
    Gateways.sweep(folder, ports);
  }

  private String manual() {
    String colours = "blue: %d\n      green: %d".formatted(ports.blue(), ports.green());
    return manual(daemon.address(), colours, ports.front());
  }

  /** The machine's own Java in an image that has none. */
  static String manual(String address, String places, int front) {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Path home = Path.of(System.getProperty("java.home"));
    return """
    connections:
      engine: {docker: '%s'}
    deployments:
      backend:
        runtime:
          containers: engine
          image: shop:{version}
          network: host
          command: [%s, -XX:TieredStopAtLevel=1, -XX:+UseSerialGC, -Xmx48m, -cp, /classes, %s, "{port}", "{version}"%s]
          volumes: ["%s:%s:ro", "/lib:/lib:ro", "/lib64:/lib64:ro", "%s:/classes:ro"]
          %s
          stop: 2s
          keep: 2
        gateway: %s
        health: {times: 2, every: 100ms, within: 30s}
        through: http://127.0.0.1:%d/
        observe: 1s
        drain: 20s
    """
        .formatted(
            address,
            java,
            ShopApp.class.getName(),
            places.startsWith("instances") ? ", \"{instance}\"" : "",
            home,
            home,
            Path.of("target/test-classes").toAbsolutePath(),
            places,
            Gateways.haproxyYaml(),
            front);
  }

  private void deploy(String version) throws InterruptedException {
    Runs.Detail detail = bench.phase(Phase.FULL, version);
    assertThat(detail.run().state())
        .as(() -> detail.attempts() + "\n" + bench.reality())
        .isEqualTo(RunState.SUCCEEDED);
  }

  private void failed(String version, String with) throws InterruptedException {
    Runs.Detail detail = bench.phase(Phase.FULL, version);
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(DeployBench.evidence(detail)).contains(with);
  }

  private JsonNode state() throws IOException {
    return Json.tree(Files.readString(folder.resolve("deploy-state.json")));
  }

  private static String running() {
    return daemon.docker("ps", "--format", "{{.Names}} {{.Label \"jigi.version\"}}");
  }

  private static String id(String image) {
    return daemon.docker("image", "inspect", "-f", "{{.Id}}", image);
  }

  @Test
  @Shows({"DEP-11", "DEP-25", "DEP-39", "DEP-41", "FIX-14", "FIX-23"})
  void versionsTakeTurnsUnderLoadAndTheWayBackIsTheImageOfThen() throws Exception {
    bench.manual(manual());
    deploy("1");
    assertThat(running()).isEqualTo("shop-backend-blue 1");
    String then = id("shop:1");
    try (Load load = new Load(ports.front(), 2)) {
      Until.so("loaded", () -> load.answered() > 50, () -> "load");
      deploy("2");
      failed("errors", "requests-failed");
      load.close();
      assertThat(load.versions()).containsKeys("1", "2");
      assertThat(load.broken()).isEmpty();
    }
    assertThat(running()).isEqualTo("shop-backend-green 2");
    assertThat(state().path("history").findValuesAsText("digest"))
        .containsExactly(id("shop:2"), then);
    image("1", "another");
    assertThat(id("shop:1")).isNotEqualTo(then);
    daemon.docker("image", "prune", "-f");
    Runs.Detail back =
        bench.ended(bench.deployments.rollBack("shop", "backend", "user:kim", bench.engine));
    assertThat(back.run().state()).as(() -> "" + back.attempts()).isEqualTo(RunState.SUCCEEDED);
    assertThat(daemon.docker("inspect", "-f", "{{.Image}}", "shop-backend-blue")).isEqualTo(then);
    assertThat(daemon.docker("images", "-q", "jigi/shop.backend").lines()).hasSize(2);
    assertThat(bench.reality().mismatches()).isEmpty();
  }

  @Test
  @Shows({"DEP-10", "DEP-11", "FIX-25"})
  void instancesAreReplacedOneByOneUnderLoadAndPutBackOnTheImageOfThen() throws Exception {
    gateway.close();
    Gateways.Row row = Gateways.Row.free(2);
    gateway = Gateways.haproxy(folder, row);
    image("bad-on-2", "bad");
    String manual = manual(daemon.address(), "instances: " + row.behind(), row.front());
    bench.manual(manual.replace("observe: 1s", "observe: 200ms"));
    deploy("1");
    try (Load load = new Load(row.front(), 2)) {
      Until.so("loaded", () -> load.answered() > 50, () -> "load");
      deploy("2");
      failed("bad-on-2", "instance 2");
      load.close();
      assertThat(load.bad()).isEmpty();
      assertThat(load.versions()).containsKeys("1", "2", "bad-on-2");
      assertThat(load.broken()).isEmpty();
    }
    assertThat(running().lines()).containsExactlyInAnyOrder("shop-backend-1 2", "shop-backend-2 2");
    assertThat(daemon.docker("inspect", "-f", "{{.Image}}", "shop-backend-1", "shop-backend-2"))
        .isEqualTo(id("shop:2") + "\n" + id("shop:2"));
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
    assertThat(bench.reality().mismatches()).isEmpty();
  }

  @Test
  @Shows({"DEP-05", "DEP-21"})
  void whatCannotStartIsToldInTheDaemonsWordsAndLeavesNothing() throws Exception {
    bench.manual(manual());
    deploy("1");
    failed("exits", "no database");
    failed("nowhere", "image-missing: green: there is no image shop:nowhere");
    daemon.run("shop-backend-green", "sleep 1000");
    failed("2", "colour-occupied");
    assertThat(running()).contains("shop-backend-blue 1").contains("shop-backend-green");
    assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.ROLLED_BACK);
    assertThat(bench.reality().gateway()).isEqualTo(Colour.BLUE);
  }

  @Test
  @Shows({"DEP-31", "DEP-49"})
  void aLiveContainerThatIsGoneIsSeenAndTheNextVersionTakesItsPlace() throws Exception {
    bench.manual(manual().replace("keep: 2", "keep: all"));
    image("first", "first");
    image("ago", "ago");
    String first = id("shop:first");
    String ago = id("shop:ago");
    daemon.docker("tag", "shop:ago", "jigi/shop.backend:of-long-ago");
    deploy("first");
    daemon.docker("rm", "-f", "shop-backend-blue");
    Until.so(
        "seen",
        () ->
            bench.reality().mismatches().stream()
                .anyMatch(each -> each.code().equals("live-not-running")),
        () -> bench.reality().toString());
    deploy("2");
    assertThat(running()).isEqualTo("shop-backend-green 2");
    assertThat(bench.reality().mismatches()).isEmpty();
    daemon.docker("rmi", "shop:first", "shop:ago"); // as who clears old tags away
    daemon.docker("image", "prune", "-f");
    assertThat(daemon.docker("images", "-q", "--no-trunc", "jigi/shop.backend").lines())
        .contains(first, id("shop:2"), ago);
  }

  /** Both ports and the daemon's socket are another machine's, reached by SSH. */
  private String elsewhere(SshServer server, String manual) throws IOException {
    Files.writeString(folder.resolve("known_hosts"), server.knownHost());
    return "hosts: {app: {ssh: '%s', key: {file: '%s'}}}\n"
            .formatted(server.address(), server.key())
        + manual
            .replace(daemon.address() + "'}", daemon.address() + "', on: app}")
            .replace("blue: " + ports.blue(), "blue: '127.0.0.1:%d'".formatted(ports.blue()))
            .replace("green: " + ports.green(), "green: '127.0.0.1:%d'".formatted(ports.green()));
  }

  private void unknownWithout(SshServer server, Colour live) {
    server.stop();
    Until.so(
        "unknown",
        () -> bench.reality().side(live).running() == null,
        () -> bench.reality().toString());
  }

  @Test
  @Needs("sshd")
  void containersOfAHostBehindSshTakeTurns() throws Exception {
    try (SshServer server = new SshServer(folder.resolve("sshd")).start()) {
      bench.manual(elsewhere(server, manual()));
      deploy("1");
      deploy("2");
      failed("exits", "no database");
      assertThat(running()).isEqualTo("shop-backend-green 2");
      bench.close();
      String more = "stop: 2s\n      environment: {LOG_LEVEL: debug}";
      String changed = elsewhere(server, manual().replace("stop: 2s", more));
      bench = new DeployBench(folder).manual(changed);
      variablesDiffer("green: LOG_LEVEL");
      unknownWithout(server, Colour.GREEN);
    }
  }

  private void variablesDiffer(String said) {
    Until.so(
        "told",
        () ->
            bench.reality().mismatches().stream()
                .map(Reality.Mismatch::toString)
                .toList()
                .equals(List.of("Mismatch[code=variables-changed, said=" + said + "]")),
        () -> bench.reality().toString());
  }

  @Test
  @Needs("sshd")
  @Shows({"DEP-23", "ENV-05"})
  void servicesOfAComposeFileOnAHostBehindSshTakeTurns() throws Exception {
    Path compose = compose();
    String manual =
        """
        connections:
          engine: {docker: '%1$s'}
        deployments:
          backend:
            env: {files: [tags.env], version: BE_TAG, with: [NGINX_LOGS_MOUNT]}
            runtime:
              compose: %2$s/compose.yml
              docker: engine
              on: app
              command: ['%3$s']
              project: shop
              env-files: ['%2$s/ports.env']
              service: "backend-{colour}"
              version: BE_TAG
              volumes: ["{NGINX_LOGS_MOUNT}"]
              blue: %4$d
              green: %5$d
            gateway: %6$s
            health: {times: 2, every: 100ms, within: 30s}
            observe: 300ms
        """
            .formatted(
                daemon.address(),
                folder,
                compose,
                ports.blue(),
                ports.green(),
                Gateways.haproxyYaml());
    Path tags = folder.resolve("tags.env");
    Files.writeString(tags, "BE_TAG=0\nNGINX_LOGS_MOUNT=nginx-logs\n");
    try (SshServer server = new SshServer(folder.resolve("sshd")).start()) {
      bench.manual(elsewhere(server, manual));
      deploy("1");
      assertThat(daemon.docker("volume", "ls", "-q").lines()).contains("nginx-logs");
      assertThat(tags).hasContent("BE_TAG=1\nNGINX_LOGS_MOUNT=nginx-logs\n");
      Path logs = folder.resolve("logs-of-nginx");
      Files.writeString(tags, "BE_TAG=1\nNGINX_LOGS_MOUNT=" + logs + "\n");
      failed("2", "volume-missing: green: there is no folder " + logs);
      Files.createDirectory(logs);
      deploy("2");
      failed("exits", "no database");
      assertThat(daemon.docker("ps", "--format", "{{.Names}} {{.Image}}"))
          .isEqualTo("backend-green shop:2");
      Path env = folder.resolve("ports.env");
      Files.writeString(env, Files.readString(env).replace("info", "debug"));
      variablesDiffer("green: LOG_LEVEL");
      deploy("1");
      assertThat(bench.reality().mismatches()).isEmpty();
      theImageOfThenComesBackAlthoughItsTagMeansAnotherOne();
      unknownWithout(server, Colour.GREEN);
    }
  }

  /** Compose knows images by their tags only. */
  private void theImageOfThenComesBackAlthoughItsTagMeansAnotherOne() throws Exception {
    String then = id("shop:2");
    image("2", "another");
    assertThat(id("shop:2")).isNotEqualTo(then);
    Runs.Detail back =
        bench.ended(bench.deployments.rollBack("shop", "backend", "user:kim", bench.engine));
    assertThat(back.run().state()).as(() -> "" + back.attempts()).isEqualTo(RunState.SUCCEEDED);
    assertThat(daemon.docker("inspect", "-f", "{{.Image}}", "backend-green")).isEqualTo(then);
    assertThat(id("shop:2")).isEqualTo(then);
  }

  /** What compose does of this file, with the real daemon. */
  private Path compose() throws IOException {
    Files.writeString(
        folder.resolve("ports.env"),
        "backend_blue=%d\nbackend_green=%d\nLOG_LEVEL=info\n"
            .formatted(ports.blue(), ports.green()));
    Path compose = folder.resolve("compose");
    Path classes = Path.of("target/test-classes").toAbsolutePath();
    Path home = Path.of(System.getProperty("java.home"));
    Files.writeString(
        compose,
        """
        #!/bin/sh
        set -eu
        [ "$1 $3 $5 $6" = "-f --env-file -p shop" ]
        . "$4"
        verb=$7
        for service; do :; done
        docker() { /usr/bin/docker -H %1$s "$@" >/dev/null; }
        case $verb in
          pull) exit 0 ;;
          up) case " $* " in *" --no-start "*) make=create ;; *) make="run -d" ;; esac ;;
          rm) docker rm -f "$service"; exit 0 ;;
        esac
        eval "port=\\$$(echo "$service" | tr - _)"
        docker rm -f "$service" || true
        docker $make --name "$service" --network host -e LOG_LEVEL="$LOG_LEVEL" \\
          --label com.docker.compose.project=shop --label "com.docker.compose.service=$service" \\
          -v %2$s:%2$s:ro -v /lib:/lib:ro -v /lib64:/lib64:ro -v %3$s:/classes:ro "shop:$BE_TAG" \\
          %4$s -XX:TieredStopAtLevel=1 -Xmx48m -cp /classes %5$s "$port" "$BE_TAG"
        """
            .formatted(
                daemon.address(),
                home,
                classes,
                home.resolve("bin/java"),
                ShopApp.class.getName()));
    assertThat(compose.toFile().setExecutable(true)).isTrue();
    return compose;
  }

  /** The account of the manual's connection goes to the daemon, which knows none of its own. */
  @Test
  @Shows("DEP-25")
  void anImageIsPulledFromARegistryThatAsksForALogin() throws Exception {
    Files.writeString(folder.resolve("word"), "right-word\n");
    try (ImageRegistry registry =
        ImageRegistry.withPassword(folder.resolve("registry"), "kim", "right-word")) {
      String image = registry.authority() + "/shop/backend:1";
      daemon.docker("import", "-c", "LABEL content=kept", daemon.image().toString(), image);
      String login = folder.resolve("login").toString();
      daemon.docker(
          "--config", login, "login", "-u", "kim", "-p", "right-word", registry.authority());
      daemon.docker("--config", login, "push", image);
      daemon.docker("rmi", image);
      bench.pull = true;
      bench.manual(
          manual()
              .replace("shop:{version}", registry.authority() + "/shop/backend:{version}")
              .replace(
                  "connections:\n",
                  "connections:\n  images: {registry: 'http://"
                      + registry.authority()
                      + "', user: kim, password: {file: word}}\n"));
      failed("2", "manifest unknown");
      deploy("1");
      assertThat(running()).isEqualTo("shop-backend-blue 1");
      assertThat(state().path("history").findValuesAsText("digest").getFirst())
          .startsWith(registry.authority() + "/shop/backend@sha256:");
    }
  }
}
