package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import jigi.Shows;
import jigi.detect.probe.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What changes in env files is told by name, and how old their secrets are; values nowhere. */
@Timeout(60)
class EnvWatchTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir Path folder;
  private DeployBench bench;

  @BeforeEach
  void open() throws IOException {
    write("BE_TAG=1\nDB_PASSWORD=winter-2025\nSLACK_TOKEN=xoxb-old\n", 100);
    bench = open(folder);
  }

  private static DeployBench open(Path folder) {
    return new DeployBench(folder)
        .manual(
            """
            deployments:
              backend:
                env: {files: [.env.prod], version: BE_TAG, rotate: 90d}
                runtime: {processes: [./serve, "{port}", "{version}"], instances: [9001]}
            """);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void write(String text, int daysAgo) throws IOException {
    Path file = folder.resolve(".env.prod");
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(daysAgo))));
  }

  private List<EnvWatch.Aged> secrets() {
    Deployment one = Objects.requireNonNull(bench.deployments.find("shop", "backend"));
    return bench.deployments.envWatch().secrets(one, folder.resolve(".env.prod").toString());
  }

  private double overdue() {
    return new DeployFigures(bench.deployments)
        .samples().stream()
            .filter(each -> each.labels().toString().contains("jigi_env_secrets_overdue"))
            .mapToDouble(Sample::value)
            .sum();
  }

  @Test
  @Shows({"ENV-03", "ENV-09"})
  void whatWasChangedIsToldByNameAndASecretIsDueSoLongAfterItsLastChange() throws Exception {
    bench.deployments.envWatch().turn();
    assertThat(secrets())
        .extracting(EnvWatch.Aged::name)
        .containsExactly("DB_PASSWORD", "SLACK_TOKEN");
    assertThat(secrets())
        .allMatch(each -> each.overdue() && each.since().equals(NOW.minus(Duration.ofDays(100))));
    assertThat(overdue()).isEqualTo(2);
    assertThat(bench.changes()).as("what is seen for the first time is no change").isEmpty();

    write("LOG_LEVEL=info\nDB_PASSWORD=summer-2026\nSLACK_TOKEN=xoxb-old\n", 2);
    bench.deployments.envWatch().turn();
    bench.deployments.envWatch().turn();
    assertThat(bench.changes())
        .singleElement()
        .asString()
        .contains("~DB_PASSWORD +LOG_LEVEL -BE_TAG", "shop")
        .doesNotContain("winter", "summer", "xoxb");
    assertThat(overdue()).isEqualTo(1);
    assertThat(secrets().getLast())
        .isEqualTo(
            new EnvWatch.Aged(
                "DB_PASSWORD",
                NOW.minus(Duration.ofDays(2)),
                NOW.plus(Duration.ofDays(88)),
                false));

    bench.close();
    bench = open(folder);
    Files.delete(folder.resolve(".env.prod"));
    bench.deployments.envWatch().turn();
    assertThat(secrets()).as("what is lost is known still, after a restart, too").hasSize(2);
    assertThat(bench.changes()).hasSize(1);
  }
}
