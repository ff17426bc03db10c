package jigi.base.run;

import static jigi.base.run.Bench.definition;
import static jigi.base.run.Bench.purposes;
import static jigi.base.run.Bench.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.exec.LogLine;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose steps are executed behind SSH. */
@Needs("sshd")
@Timeout(120)
class RemoteRunTest {
  @TempDir Path folder;
  private SshServer server;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    server = new SshServer(folder.resolve("sshd")).start();
    Files.writeString(folder.resolve("known_hosts"), server.knownHost());
    bench = bench();
    bench.engine.open();
  }

  private Bench bench() {
    Bench made = new Bench(folder);
    made.hosts("{app: {ssh: '" + server.address() + "', key: {file: '" + server.key() + "'}}}");
    return made;
  }

  @AfterEach
  void close() {
    bench.close();
    server.close();
  }

  @Test
  void aStepIsExecutedThereAndItsOutputIsReadHere() throws Exception {
    Run run = bench.start(definition(null, run("act", "echo there; pwd", "on=app")));

    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    String attempt = detail.attempts().getLast().id();
    assertThat(server.home().resolve(".jigi/attempts").resolve(attempt)).isDirectory();
    assertThat(bench.parts.connections().attempts("shop", "app").log(attempt).tail(5))
        .extracting(LogLine::text)
        .first()
        .isEqualTo("there");
  }

  @Test
  void aStepThatOutlivesJigiIsFoundAgain() throws Exception {
    Path witness = bench.witness("w");
    Run run =
        bench.start(
            definition(
                null,
                run("act", "echo a >> " + witness + "; sleep 3; echo b >> " + witness, "on=app")));
    bench.until(run, _ -> size(witness) > 0);
    bench.close();

    bench = bench();
    bench.engine.open();
    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(purposes(detail)).containsExactly("ACT 0 OK");
    assertThat(witness).hasContent("a\nb");
  }

  @Test
  void aRunWaitsForATargetThatIsAwayAndStartsNothingTwice() throws Exception {
    Path witness = bench.witness("w");
    Run run =
        bench.start(
            definition(
                null,
                run("act", "echo a >> " + witness + "; sleep 3; echo b >> " + witness, "on=app")));
    bench.until(run, _ -> size(witness) > 0);

    server.stop();
    Runs.Detail waiting = bench.until(run, d -> d.run().state() == RunState.WAITING);
    assertThat(waiting.run().reason()).isEqualTo("target");
    server.start();
    Runs.Detail detail = bench.ended(run);

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(purposes(detail)).containsExactly("ACT 0 OK");
    assertThat(witness).hasContent("a\nb");
  }

  @Test
  void aRunWhoseTargetIsAwayFromTheStartBeginsWhenItIsBack() throws Exception {
    Path witness = bench.witness("w");
    server.stop();
    Run run = bench.start(definition(null, run("act", "echo a >> " + witness, "on=app")));
    bench.until(run, d -> d.run().state() == RunState.WAITING);
    assertThat(witness).isEmptyFile();

    server.start();

    assertThat(bench.ended(run).run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(witness).hasContent("a");
  }

  @Test
  void noFileWithVariablesOrSecretsStaysThere() throws Exception {
    Run run = bench.start(definition(null, run("act", "true", "on=app")));
    String attempt = bench.ended(run).attempts().getLast().id();

    try (Stream<Path> files = Files.list(server.home().resolve(".jigi/attempts/" + attempt))) {
      List<String> names = files.map(f -> f.getFileName().toString()).toList();
      assertThat(names).contains("exit").doesNotContain("env", "secrets");
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
