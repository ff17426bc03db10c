package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import jigi.Shows;
import jigi.base.kernel.UserError;
import jigi.base.run.Guards;
import jigi.base.run.Lane;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunRequest;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepPart;
import jigi.base.run.Trigger;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.scale.Scaled;
import jigi.operate.deploy.scale.Verdict;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More instances of what runs, and fewer, behind a real HAProxy under load. */
@Needs("haproxy")
@Tag("slow")
@Timeout(180)
class ScaleDeployTest {
  @TempDir Path folder;
  private final Gateways.Row row = Gateways.Row.free(4);
  private Server gateway;
  private DeployBench bench;

  @BeforeEach
  void open() throws IOException {
    gateway = Gateways.haproxy(folder, row);
    bench = opened();
  }

  private DeployBench opened() {
    return new DeployBench(folder)
        .manual(
            Gateways.manual(row, Gateways.haproxyYaml()).replace("observe: 1s", "observe: 100ms")
                + """
                scale:
                  min: 2
                  follow:
                    load: busy
                    out: {above: 0.7, for: 1ms}
                    in: {below: 0.5, for: 1ms}
                    cool-down: 1ms
                """
                    .indent(4));
  }

  /** What the load comes to now, and whether it began something. */
  private Verdict.Word followed(@Nullable Double load) throws InterruptedException {
    if (load != null) {
      bench.neighbours.values.put("busy", load);
    }
    LoadFollower follower = bench.deployments.follower();
    follower.turn(bench.engine);
    return Objects.requireNonNull(
            follower.last(Objects.requireNonNull(bench.deployments.find("shop", "backend"))))
        .word();
  }

  @AfterEach
  void close() {
    bench.close();
    gateway.close();
    Gateways.sweep(folder, row.behind());
  }

  private void deploy(String version) throws InterruptedException {
    ended(bench.phase(Phase.FULL, version), RunState.SUCCEEDED);
  }

  private void scaled(String to, RunState expected) throws InterruptedException {
    ended(
        bench.ended(
            bench.deployments.scale("shop", "backend", to, "a sale", "user:kim", bench.engine)),
        expected);
  }

  /** A runbook that scales, begun by an alert. */
  private Run alerted(String scale) {
    Site site =
        bench.deployments.site(Objects.requireNonNull(bench.deployments.find("shop", "backend")));
    RunDefinition definition =
        DeployRuns.run(
            site,
            "More instances",
            List.of(
                StepDefinition.of(
                    "scale",
                    Role.OWN,
                    new StepPart(
                        DeploySyntax.LANGUAGE,
                        "",
                        Map.of(
                            DeploySyntax.DEPLOYMENT,
                            "backend",
                            DeploySyntax.SCALE,
                            scale,
                            "timeout",
                            "2m"),
                        0))),
            List.of("shop/deploy"),
            Guards.DEFAULT);
    RunRequest request =
        new RunRequest(
            definition,
            Map.of(),
            Trigger.alert("HighCpu", "1"),
            "jigi",
            null,
            Lane.NORMAL,
            Mode.AUTOMATIC);
    return bench.store.write(tx -> bench.engine.start(tx, request));
  }

  private void ended(Runs.Detail detail, RunState expected) {
    assertThat(detail.run().state())
        .as(() -> detail.attempts() + "\n" + bench.reality())
        .isEqualTo(expected);
  }

  private void refused(String to, String code) {
    assertThatThrownBy(
            () -> bench.deployments.scale("shop", "backend", to, "", "user:kim", bench.engine))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  /** So many run the version, and they and no others receive requests. */
  private void run(int instances, String version) {
    Set<Instance> all = new java.util.HashSet<>();
    for (int i = 1; i <= instances; i++) {
      all.add(new Instance(i));
    }
    Until.so(
        instances + " run " + version,
        () -> {
          Reality reality = bench.reality();
          return reality.mismatches().isEmpty()
              && all.equals(reality.receiving())
              && all.stream().allMatch(each -> version.equals(reality.side(each).version()));
        },
        () -> bench.reality().toString());
    for (int i = 0; i < row.behind().size(); i++) {
      assertThat(Gateways.commands("ShopApp " + row.behind().get(i) + " "))
          .hasSize(i < instances ? 1 : 0);
    }
  }

  @Test
  @Shows({"CAP-10", "CAP-13", "DEP-15", "FIX-16"})
  void instancesComeAndGoUnderLoadWithinWhatIsAllowed() throws Exception {
    refused("+1", "nothing-deployed");
    assertThat(followed(0.9)).isEqualTo(Verdict.Word.NOTHING);
    deploy("1");
    run(2, "1");
    try (Load load = new Load(row.front(), 2)) {
      Until.so("loaded", () -> load.answered() > 50, () -> "load");
      assertThat(followed(0.9)).isEqualTo(Verdict.Word.OUT);
      assertThat(followed(0.9)).isEqualTo(Verdict.Word.BUSY);
      bench.close();
      bench = opened();
      assertThat(followed(null)).isEqualTo(Verdict.Word.UNKNOWN);
      run(3, "1");
      scaled("9", RunState.SUCCEEDED);
      run(4, "1");
      Runs.Detail more = bench.ended(alerted("+1"));
      ended(more, RunState.FAILED);
      assertThat(DeployBench.evidence(more)).startsWith("nothing-to-scale: 4 run already");
      assertThat(followed(0.1)).isEqualTo(Verdict.Word.HELD);
      assertThat(followed(0.9)).isEqualTo(Verdict.Word.AT_MOST);
      refused("+1", "nothing-to-scale");
      refused("many", "bad-count");
      deploy("2");
      run(4, "2");
      scaled("-5", RunState.SUCCEEDED);
      ended(bench.ended(alerted("+1")), RunState.SUCCEEDED);
      run(3, "2");
      scaled("-5", RunState.SUCCEEDED);
      run(2, "2");
      load.close();
      assertThat(load.bad()).isEmpty();
      assertThat(load.broken()).isEmpty();
    }
    deploy("bad-on-3");
    scaled("4", RunState.FAILED);
    run(2, "bad-on-3");
    List<Scaled> all = bench.deployments.scalings("shop", "backend", 10);
    assertThat(all)
        .extracting(each -> each.before() + "-" + each.after() + " " + each.outcome())
        .containsExactly(
            "2-4 rolled-back",
            "3-2 deployed",
            "2-3 deployed",
            "4-2 deployed",
            "3-4 deployed",
            "2-3 deployed");
    assertThat(all.getFirst().said()).contains("instance 3").contains("exit 3");
    assertThat(all.get(1).reason()).isEqualTo("a sale");
    assertThat(all.get(2).reason()).isEqualTo("More instances (HighCpu)");
    assertThat(all.get(2).actor()).isEqualTo("jigi");
    assertThat(all.getLast().actor()).isEqualTo("jigi");
    assertThat(all.getLast().reason()).isEqualTo("the load was above 0.7 for 1ms (now 0.9)");
    assertThat(bench.deployments.history("shop", "backend", 10)).hasSize(3);
    assertThat(bench.deployments.previous("shop", "backend")).isEqualTo("2");
  }
}
