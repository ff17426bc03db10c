package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jigi.testing.CrashPoints;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a real process within a backup and a drill: both end well, and nothing is left behind. */
@Needs("postgresql")
@Timeout(240)
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class BackupCrashTest {
  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.get();

  /** Logs, points in time and MySQL are not killed yet. */
  private static final Set<String> NOT_YET =
      Set.of(
          "backup.log-stored",
          "backup.base-extracted",
          "backup.recovered",
          "backup.mysql-scratch-started",
          "backup.mysql-restore-moved");

  static Set<String> points() throws IOException {
    Set<String> all = CrashPoints.of("backup.");
    assertThat(all).containsAll(NOT_YET);
    all.removeAll(NOT_YET);
    return all;
  }

  @BeforeEach
  void fill() throws IOException {
    String database = server.database(null);
    server.execute(
        database, "CREATE TABLE orders AS SELECT i AS id FROM generate_series(1, 500) i");
    Files.writeString(folder.resolve("key"), "k");
    Files.writeString(folder.resolve("database"), database);
    Files.writeString(
        folder.resolve("plan"),
        PostgresBackupTest.PLAN.formatted(server.port(), database)
            + "    keep: {local: {last: 1}}\n");
  }

  @ParameterizedTest
  @MethodSource("points")
  void endsWellAfterDyingAt(String point) throws Exception {
    assertThat(exit(child(point))).isEqualTo(137);
    assertThat(exit(child(null))).as(this::log).isZero();

    assertThat(Files.readString(folder.resolve("end")))
        .as(this::log)
        .isEqualTo("SUCCEEDED SUCCEEDED SUCCEEDED SUCCEEDED");
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
    List<String> stored = BackupBench.files(folder.resolve("store"));
    // That which was restored, and that of before the restore, each with its manifest.
    assertThat(stored).hasSize(4);
    assertThat(stored.get(1)).isEqualTo(stored.get(0) + Manifest.SUFFIX);
    assertThat(stored.get(3)).isEqualTo(stored.get(2) + Manifest.SUFFIX);
    String drill = Files.readString(folder.resolve("drill"));
    assertThat(ProcessHandle.allProcesses().filter(each -> isScratch(each, drill))).isEmpty();
    assertThat(Path.of("/var/tmp", "jigi-scratch-" + drill)).doesNotExist();
  }

  private static boolean isScratch(ProcessHandle process, String drill) {
    return process.info().commandLine().orElse("").contains(drill);
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("child.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Process child(@Nullable String point) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx96m",
            "-cp",
            System.getProperty("java.class.path"),
            BackupCrashChild.class.getName(),
            folder.toString());
    if (point != null) {
      builder.environment().put("JIGI_CRASH_AT", point);
    }
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("child.log").toFile()));
    return builder.start();
  }

  private int exit(Process child) throws InterruptedException {
    if (!child.waitFor(90, TimeUnit.SECONDS)) {
      child.destroyForcibly();
      throw new AssertionError("the child hangs:\n" + log());
    }
    return child.exitValue();
  }
}
