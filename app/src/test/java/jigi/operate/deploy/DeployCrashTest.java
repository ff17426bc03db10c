package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.kernel.CrashPoint;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Ended;
import jigi.testing.ChildJvm;
import jigi.testing.Server;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills a real process at every named point of a deployment that works and of one that is rolled
 * back, under load: it ends as without the death, no request fails, and file and world agree.
 */
@Timeout(900)
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
abstract class DeployCrashTest {

  /** A person's words, and what only instances have. */
  private static final List<String> ELSEWHERE =
      List.of(
          "reverting",
          "repointing",
          "preparing",
          "leaving",
          "joining",
          "settling",
          "built",
          "migrated",
          "deploy.program-",
          "deploy.dist-");

  @TempDir Path folder;
  final Gateways.Ports ports = Gateways.Ports.free();
  private @Nullable Server gateway;

  abstract Server gateway() throws IOException;

  abstract String yaml();

  /** Not those of acts that neither story has: a person's words, a program, files of a frontend. */
  static Stream<String> named() throws ClassNotFoundException {
    for (String name : List.of("Conductor", "state.Durable", "gateway.nginx.Nginx")) {
      Class.forName("jigi.operate.deploy." + name);
    }
    return CrashPoint.names().stream()
        .filter(name -> name.startsWith("deploy."))
        .filter(name -> ELSEWHERE.stream().noneMatch(name::contains));
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    Gateways.sweep(folder, ports);
  }

  /** Where one story dies, each once. */
  abstract Stream<String> own() throws ClassNotFoundException;

  @Test
  void endsTheSameAfterDyingAtEach() throws Exception {
    List<String> all = own().toList();
    assertThat(all).isNotEmpty();
    dies(child -> child.dieAtEach(all));
    replacesTheLiveColourAndDiesOnTheWay();
  }

  /** Where a version dies on its way into the live colour, one after another; none: not at all. */
  List<String> replaced() {
    return List.of();
  }

  private void replacesTheLiveColourAndDiesOnTheWay() throws Exception {
    if (replaced().isEmpty()) {
      return;
    }
    try (Load load = new Load(ports.front(), 2, Duration.ofMillis(30))) {
      Files.writeString(folder.resolve("versions"), "live 3\n");
      for (String point : replaced()) {
        assertThat(child().run(point)).as(this::log).isEqualTo(137);
      }
      run(List.of("live 3"));
      load.close();
      assertThat(load.bad()).isEmpty();
      unanswered(load);
    }
    try (DeployBench bench = new DeployBench(folder).manual(manual())) {
      Until.so(
          "agreed", () -> bench.reality().mismatches().isEmpty(), () -> bench.reality().toString());
      assertThat(bench.reality().gateway()).isEqualTo(Colour.GREEN);
      assertThat(bench.reality().side(Colour.GREEN).version()).isEqualTo("3");
      assertThat(bench.reality().side(Colour.BLUE).version()).isNull();
      assertThat(bench.deployments.history("shop", "backend", 2))
          .allMatch(each -> each.version().equals("3") && each.outcome() == Ended.Outcome.DEPLOYED);
    }
  }

  @ParameterizedTest
  @MethodSource("points")
  @Tag("exhaustive")
  void endsTheSameAfterDyingAt(String point) throws Exception {
    dies(child -> child.dieAtEach(List.of(point)));
  }

  private interface Deaths {
    void of(ChildJvm child) throws Exception;
  }

  private void dies(Deaths deaths) throws Exception {
    gateway = gateway();
    String manual = whole(Gateways.manual(ports, yaml()).replace("within: 20s", "within: 8s"));
    Files.writeString(folder.resolve("manual"), manual);
    run(List.of("1"));
    Files.writeString(folder.resolve("manual"), manual.replace("observe: 1s", "observe: 4s"));
    try (Load load = new Load(ports.front(), 2, Duration.ofMillis(30))) {
      List<String> story = List.of("2", "sick-after-a-while");
      Files.write(folder.resolve("versions"), story);
      deaths.of(child());
      run(story);
      load.close();
      assertThat(load.bad()).isEmpty();
      unanswered(load);
    }
    String ends = Files.readString(folder.resolve("end"));
    assertThat(ends).contains("2 SUCCEEDED").contains("a-while FAILED");
    try (DeployBench bench = new DeployBench(folder).manual(manual())) {
      Until.so(
          "agreed", () -> bench.reality().mismatches().isEmpty(), () -> bench.reality().toString());
      assertThat(bench.reality().gateway()).isEqualTo(Colour.GREEN);
      assertThat(bench.reality().side(Colour.GREEN).version()).isEqualTo("2");
      assertThat(bench.reality().side(Colour.BLUE).version()).isNull();
      assertThat(bench.deployments.history("shop", "backend", 10))
          .extracting(Deployed::outcome)
          .containsExactly(
              Ended.Outcome.ROLLED_BACK, Ended.Outcome.DEPLOYED, Ended.Outcome.DEPLOYED);
    }
    assertThat(Gateways.commands("ShopApp " + ports.blue() + " ")).isEmpty();
    agreesBesides();
  }

  abstract void unanswered(Load load);

  /** The manual with what else belongs to the deployment. */
  String whole(String manual) {
    return manual;
  }

  /** That it is as it should be in the end. */
  void agreesBesides() throws IOException {}

  private String manual() throws IOException {
    return Files.readString(folder.resolve("manual"));
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
