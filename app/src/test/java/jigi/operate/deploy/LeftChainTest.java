package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.run.RunFilter;
import jigi.operate.deploy.ci.Chain;
import jigi.operate.deploy.ci.ChainRepository;
import jigi.operate.deploy.ci.Progress;
import jigi.operate.deploy.ci.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chains of CI that a process had claimed which died before it began their deployments. */
@Timeout(60)
class LeftChainTest {
  private static final ChainRepository CHAINS = new ChainRepository("shop", "backend");

  @TempDir Path folder;

  /** As CI tells it, and as the process has claimed it. */
  private static void claimed(DeployBench bench, String pipeline, Duration ago) {
    Report.Whole whole =
        new Report.Whole("release", "v7", "0d1f2a3b4c5d", "", true, Progress.PASSED);
    Report report = new Report(pipeline, whole, Instant.now().minus(ago), List.of());
    bench.store.change(
        tx -> {
          CHAINS.keep(tx.handle(), report, pipeline);
          assertThat(CHAINS.claim(tx.handle(), pipeline)).isTrue();
        });
  }

  private static Chain chain(DeployBench bench, String pipeline) {
    return bench.deployments.pipelines().list("shop", "backend", 10).stream()
        .filter(each -> each.pipeline().equals(pipeline))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isBegunOnceAndNotWhenItIsOld() throws Exception {
    Files.writeString(folder.resolve("ci.key"), "a secret of github\n");
    String manual =
        Gateways.manual(Gateways.Row.free(1), null)
            + "ci: {github: {file: ci.key}, deploy: true}\n".indent(4);
    try (DeployBench bench = new DeployBench(folder).manual(manual)) {
      claimed(bench, "old", Duration.ofDays(2));
      claimed(bench, "exits", Duration.ofMinutes(5));
    }
    try (DeployBench bench = new DeployBench(folder).manual(manual)) {
      bench.deployments.pipelines().resume(bench.engine);
      bench.deployments.pipelines().resume(bench.engine);
      assertThat(chain(bench, "old").run()).isNull();
      assertThat(chain(bench, "old").refused()).startsWith("it is of ");
      var runs = bench.runs.list(RunFilter.newest(10).name("deploy-backend"));
      assertThat(runs).hasSize(1);
      assertThat(runs.getFirst().actor()).isEqualTo("ci:github");
      assertThat(chain(bench, "exits").run()).isEqualTo(runs.getFirst().id());
      assertThat(bench.ended(runs.getFirst()).run().state().ended()).isTrue();
    }
  }
}
