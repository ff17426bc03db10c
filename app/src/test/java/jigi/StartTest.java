package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jigi.testing.Component;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar's start: what goes wrong is one sentence and exit code 2. */
@Tag("slow")
@Needs("jigi-jar")
class StartTest {
  private static final long SECONDS_AT_MOST = 60;

  @TempDir private Path dir;
  private final List<Process> started = new ArrayList<>();
  private Path data;
  private Path manual;

  /** What came of a start that ended by itself. */
  private record Ended(int exit, String out, String err) {}

  @BeforeEach
  void manual() throws IOException {
    data = dir.resolve("data");
    manual = Files.createDirectories(dir.resolve("manual"));
    Files.writeString(manual.resolve("jigi.yaml"), "system: demo\ncomponents:\n  api: {}\n");
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void aTakenPortEndsTheStartBeforeAnythingWasMade() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ended ended = up("--port", String.valueOf(taken.getLocalPort()));
      assertRefused(ended, "port-taken", String.valueOf(taken.getLocalPort()));
      assertThat(data).doesNotExist();
    }
  }

  @Test
  void aManualThatIsNotThereIsNamed() throws Exception {
    manual = dir.resolve("nowhere");
    assertRefused(up("--port", "0"), "manual-not-found", "nowhere");
    assertThat(data).doesNotExist();
  }

  @Test
  void aFileInThePlaceOfTheDataDirectoryIsNotWritable() throws Exception {
    Files.writeString(data, "a file");
    assertRefused(up("--port", "0"), "data-not-writable", data.toString());
  }

  @Test
  void aSecondStartOnTheSameDataIsRefusedAndTheFirstEndsQuickly() throws Exception {
    Process first = start("--port", "0");
    awaitAddress(first);
    assertRefused(up("--port", "0"), "data-in-use", data.toString());

    first.destroy();
    assertThat(first.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)).isTrue();
    // A store that was closed has moved its log into the database.
    assertThat(data.resolve("jigi.db-wal")).doesNotExist();
    assertThat(Files.readString(dir.resolve("err.1"))).isEmpty();
  }

  @Test
  void aDamagedDatabaseIsNamed() throws Exception {
    Files.createDirectories(data);
    Files.writeString(data.resolve("jigi.db"), "this is no database ".repeat(500));
    assertRefused(up("--port", "0"), "store-damaged", "jigi.db");
  }

  @Test
  void metricsThatCannotBeOpenedAreNamed() throws Exception {
    Files.createDirectories(data);
    Files.writeString(data.resolve("metrics"), "a file");
    assertRefused(up("--port", "0"), "storage-not-readable", data.resolve("metrics").toString());
  }

  private static void assertRefused(Ended ended, String code, String fact) {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err().lines()).singleElement().asString().startsWith(code).contains(fact);
    assertThat(ended.err()).contains("HINT: ");
    assertThat(ended.out()).isEmpty();
  }

  private Ended up(String... options) throws IOException, InterruptedException {
    Process process = start(options);
    int number = started.size();
    assertThat(process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(dir.resolve("out." + number)),
        Files.readString(dir.resolve("err." + number)));
  }

  private Process start(String... options) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> words =
        new ArrayList<>(
            List.of(java.toString(), "-jar", Component.JIGI_JAR.path().toString(), "up"));
    words.addAll(List.of("--data", data.toString()));
    words.addAll(List.of(options));
    words.add(manual.toString());
    int number = started.size() + 1;
    Process process =
        new ProcessBuilder(words)
            .redirectOutput(dir.resolve("out." + number).toFile())
            .redirectError(dir.resolve("err." + number).toFile())
            .start();
    started.add(process);
    return process;
  }

  private void awaitAddress(Process process) throws IOException, InterruptedException {
    Path out = dir.resolve("out." + started.size());
    while (!Files.readString(out, StandardCharsets.UTF_8).contains("http://")) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as("still running").isFalse();
    }
  }
}
