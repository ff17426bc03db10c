package jigi.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import jigi.metrics.promql.ConformanceRunner.Tally;
import org.junit.jupiter.api.Test;

final class ConformanceTest {
  private static final String SHARED = "../shared/promql/testdata";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Map<String, Tally> run(Path folder) throws IOException {
    return new ConformanceRunner(new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run(folder);
  }

  private static Path resource(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(ConformanceTest.class.getResource(name), name);
    return Path.of(url.toURI());
  }

  @Test
  void ourOwnCasesPass() throws IOException, URISyntaxException {
    Map<String, Tally> tallies = run(resource("cases"));
    assertThat(tallies).isNotEmpty();
    tallies.forEach(
        (file, tally) -> {
          assertThat(tally.failed()).as(printed.toString(StandardCharsets.UTF_8)).isZero();
          assertThat(tally.skipped()).as("skipped in %s", file).isZero();
        });
  }

  /** The committed list says how many cases of each file passed: fewer is a regression. */
  @Test
  void prometheusCasesPassAsTheyDidBefore() throws IOException, URISyntaxException {
    Path folder = repository().resolve(System.getProperty("promql.testdata", SHARED)).normalize();
    assumeTrue(Files.isDirectory(folder), "no Prometheus test files at " + SHARED);
    Map<String, Integer> passed = new LinkedHashMap<>();
    Map<String, Tally> tallies = run(folder);
    tallies.forEach((file, tally) -> passed.put(file, tally.passed()));
    assertThat(tallies.values())
        .as(printed.toString(StandardCharsets.UTF_8))
        .allMatch(tally -> tally.failed() == 0);
    Map<String, Integer> pinned = new LinkedHashMap<>();
    for (String line : Files.readAllLines(resource("conformance-passed.txt"))) {
      String[] parts = line.split(" ", -1);
      pinned.put(parts[0], Integer.valueOf(parts[1]));
    }
    assertThat(passed).isEqualTo(pinned);
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("metrics/pom.xml"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not in the repository");
    }
    return folder;
  }

  @Test
  void theRunnerSeesWhatIsWrong() throws IOException, URISyntaxException {
    Map<String, Tally> tallies = run(resource("broken"));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(tallies.get("broken.test")).as(text).isEqualTo(new Tally(1, 13, 1));
    assertThat(text)
        .contains("broken.test:8  x  expected x 2.0, got 1.0")
        .contains("broken.test:5  x  unexpected x 1.0")
        .contains("broken.test:45  load 1m  cannot be read: ")
        .contains("broken.test:48  evaluate this  cannot be read: ")
        .contains("SKIP")
        .contains("native histogram as the result");
  }
}
