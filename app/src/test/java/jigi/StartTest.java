package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.Server;
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
  private final List<String> flags = new ArrayList<>();
  private final List<String> wrapper = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
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
  void aKilledProcessLeavesNothingBehindItselfInTheTemporaryFolder() throws Exception {
    Path temporary = Files.createDirectory(dir.resolve("tmp"));
    flags.add("-Djava.io.tmpdir=" + temporary);
    kill(start("--port", "0"));
    Path library = theOnlyFile(data.resolve("lib"));
    FileTime unpacked = Files.getLastModifiedTime(library);
    kill(start("--port", "0"));
    assertThat(theOnlyFile(data.resolve("lib"))).isEqualTo(library);
    assertThat(Files.getLastModifiedTime(library)).as("unpacked once").isEqualTo(unpacked);
    assertThat(temporary).isEmptyDirectory();
  }

  private void kill(Process process) throws Exception {
    awaitAddress(process);
    process.destroyForcibly();
    assertThat(process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)).isTrue();
  }

  private static Path theOnlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
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

  @Test
  void metricsThatAnotherProcessHoldsAreNamed() throws Exception {
    Path metrics = Files.createDirectories(data.resolve("metrics"));
    try (FileChannel channel =
            FileChannel.open(
                metrics.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertRefused(up("--port", "0"), "storage-locked", metrics.toString());
    }
    Process now = start("--port", "0");
    awaitAddress(now);
  }

  @Test
  void aDataDirectoryThatMayNotBeWrittenIsNamed() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
    if (System.getProperty("user.name").equals("root")) {
      wrapper.addAll(
          List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"));
    }
    Ended ended = up("--port", "0");
    assertRefused(ended, "data-not-writable", data.toString());
    assertThat(ended.err()).contains("permission denied");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aStandInWhosePortIsTakenIsNamed() throws Exception {
    Path standIns = Files.createDirectory(manual.resolve("stand-ins"));
    flags.add("-Djigi.home=" + Component.root());
    // Its state lies there, and the account of the stand-ins must be able to enter.
    Path temporary = Files.createDirectory(dir.resolve("tmp"));
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
    flags.add("-Djava.io.tmpdir=" + temporary);
    environment.put("JIGI_MAILBOX_PORT", String.valueOf(Server.freePort()));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Files.writeString(standIns.resolve("shop.service"), "port=" + port + "\nhealth=/health=OK\n");
      Ended ended = up("--port", "0", "--stand-ins");
      assertRefused(ended, "stand-in-not-started", "cannot listen on 127.0.0.1:" + port);
      assertThat(ended.err()).contains("shop");
    }
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
    List<String> words = new ArrayList<>(wrapper);
    words.add(java.toString());
    words.addAll(flags);
    words.addAll(List.of("-jar", Component.JIGI_JAR.path().toString(), "up"));
    words.addAll(List.of("--data", data.toString()));
    words.addAll(List.of(options));
    words.add(manual.toString());
    int number = started.size() + 1;
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectOutput(dir.resolve("out." + number).toFile())
            .redirectError(dir.resolve("err." + number).toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
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
