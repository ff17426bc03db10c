package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.kernel.CrashPoint;
import jigi.operate.deploy.machine.Ended;
import jigi.testing.ChildJvm;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills a real process at the named points of a rolling update that works and of one that is put
 * back, under load: it ends as without the death, no request fails, and file and world agree.
 */
@Needs("haproxy")
@Tag("slow")
@Timeout(900)
class RollingCrashTest {
  private static final List<String> STAGES =
      List.of(
          "preparing",
          "leaving",
          "draining",
          "stopping",
          "starting",
          "checking",
          "joining",
          "observing",
          "settling");

  /** The seventh time they are passed, instances are being put back. */
  private static final List<String> BOTH_WAYS =
      List.of("leaving", "draining", "stopping", "starting", "checking", "joining");

  /** Passed for each further instance that is put back. */
  private static final List<String> BACKWARDS =
      List.of("deploy.leaving-effected", "deploy.stopping-effected", "deploy.joining-intended");

  /** While the live version is replaced by itself. */
  private static final List<String> RENEWED =
      List.of("deploy.stopping-effected", "deploy.starting-effected", "deploy.settling-effected");

  @TempDir Path folder;
  private final Gateways.Row row = Gateways.Row.free(3);
  private @Nullable Server gateway;

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    Gateways.sweep(folder, row.behind());
  }

  /**
   * Where one story dies, each once, on the way forwards; how the file is written, which is the
   * same for every strategy, dies behind {@link HaproxyDeployCrashTest}.
   */
  private static List<String> forwards() {
    List<String> all = new ArrayList<>();
    for (String stage : STAGES) {
      all.add("deploy." + stage + "-intended");
      all.add("deploy." + stage + "-effected");
    }
    return all;
  }

  static Stream<String> points() throws ClassNotFoundException {
    for (String name : List.of("Conductor", "state.Durable")) {
      Class.forName("jigi.operate.deploy." + name);
    }
    List<String> all = new ArrayList<>(List.of("deploy.file-written#9", "deploy.file-renamed#9"));
    for (String end : List.of("-intended", "-effected")) {
      STAGES.forEach(stage -> all.add("deploy." + stage + end));
      BOTH_WAYS.forEach(stage -> all.add("deploy." + stage + end + "#7"));
      all.add("deploy.settling" + end + "#2");
    }
    assertThat(CrashPoint.names()).containsAll(all.stream().map(RollingCrashTest::name).toList());
    return all.stream();
  }

  private static String name(String point) {
    return point.replaceFirst("#.*", "");
  }

  /**
   * At each on the way forwards, and at some while instances are put back: after the last death
   * before them, three instances are started forwards, and the fourth start is one on the way back.
   */
  @Test
  void endsTheSameAfterDyingAtEach() throws Exception {
    dies(
        child -> {
          child.dieAtEach(forwards());
          assertThat(child.run("deploy.starting-effected#4")).as(child::log).isEqualTo(137);
          child.dieAtEach(BACKWARDS);
        });
    renewsAndDiesOnTheWay();
  }

  /** Of three instances the second is renewed when it dies: the versions do not tell them apart. */
  private void renewsAndDiesOnTheWay() throws Exception {
    List<Long> before = processes();
    Files.writeString(folder.resolve("versions"), "renew 2\n");
    try (Load load = new Load(row.front(), 2, Duration.ofMillis(30))) {
      assertThat(child().run("deploy.leaving-effected#2")).as(this::log).isEqualTo(137);
      child().dieAtEach(RENEWED);
      run(List.of("renew 2"));
      load.close();
      assertThat(load.bad()).isEmpty();
      assertThat(load.broken()).isEmpty();
    }
    assertThat(processes()).hasSize(3).doesNotContainAnyElementsOf(before);
    String manual = Files.readString(folder.resolve("manual"));
    try (DeployBench bench = new DeployBench(folder).manual(manual)) {
      assertThat(bench.newest().version()).isEqualTo("2");
      assertThat(bench.newest().outcome()).isEqualTo(Ended.Outcome.DEPLOYED);
      assertThat(bench.deployments.history("shop", "backend", 10)).hasSize(4);
      Until.so(
          "agreed", () -> bench.reality().mismatches().isEmpty(), () -> bench.reality().toString());
    }
  }

  private List<Long> processes() {
    return row.behind().stream()
        .flatMap(port -> Gateways.commands("ShopApp " + port + " "))
        .map(ProcessHandle::pid)
        .toList();
  }

  private interface Deaths {
    void of(ChildJvm child) throws Exception;
  }

  private void dies(Deaths deaths) throws Exception {
    gateway = Gateways.haproxy(folder, row);
    String manual = Gateways.manual(row, Gateways.haproxyYaml()).replace("1s", "200ms");
    Files.writeString(folder.resolve("manual"), manual);
    run(List.of("1"));
    try (Load load = new Load(row.front(), 2, Duration.ofMillis(30))) {
      List<String> story = List.of("2", "bad-on-3");
      Files.write(folder.resolve("versions"), story);
      deaths.of(child());
      run(story);
      load.close();
      assertThat(load.bad()).isEmpty();
      assertThat(load.broken()).isEmpty();
    }
    String ends = Files.readString(folder.resolve("end"));
    assertThat(ends).contains("2 SUCCEEDED").contains("bad-on-3 FAILED");
    try (DeployBench bench = new DeployBench(folder).manual(manual)) {
      Until.so(
          "agreed", () -> bench.reality().mismatches().isEmpty(), () -> bench.reality().toString());
      assertThat(bench.reality().sides().values())
          .hasSize(3)
          .allSatisfy(side -> assertThat(side.version()).isEqualTo("2"))
          .allSatisfy(side -> assertThat(side.healthy()).isTrue());
      assertThat(bench.deployments.history("shop", "backend", 10))
          .extracting(Deployed::outcome)
          .containsExactly(
              Ended.Outcome.ROLLED_BACK, Ended.Outcome.DEPLOYED, Ended.Outcome.DEPLOYED);
    }
    for (int port : row.behind()) {
      assertThat(Gateways.commands("ShopApp " + port + " ")).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("points")
  @Tag("exhaustive")
  void endsTheSameAfterDyingAt(String point) throws Exception {
    dies(child -> assertThat(child.run(point)).as(child::log).isEqualTo(137));
  }

  private void run(List<String> versions) throws Exception {
    Files.write(folder.resolve("versions"), versions);
    assertThat(child().run(null)).as(this::log).isZero();
  }

  private String log() {
    return child().log();
  }

  private ChildJvm child() {
    return ChildJvm.of(DeployCrashChild.class, folder);
  }
}
