package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.testing.Needs;
import jigi.testing.OpenFolder;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a real process while it stores a log, and while it brings a server to a point in time. */
@Needs("postgresql")
@Timeout(900)
@Tag("slow")
@SuppressWarnings("NullAway.Init") // set before the tests and before each
class PhysicalCrashTest {
  static final List<String> POINTS =
      List.of("backup.log-stored", "backup.base-extracted", "backup.recovered");

  private static final String PLAN =
      """
      connections:
        db: {postgres: postgres@127.0.0.1:%d/postgres}
      stores:
        local: {directory: store}
      plans:
        database:
          postgres-physical: db
          slot: %s
          name: base_{time:yyyyMMdd_HHmmss}.tar
          encrypt: {aes-256-gcm: {file: key}}
          to: [local]
          drill: {}
      """;

  /** Of its own: what is backed up is the whole server, with whatever other tests keep in it. */
  private static PostgresServer server;

  private OpenFolder open;
  private Path folder;
  private String slot;

  static List<String> points() {
    return POINTS;
  }

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.fresh();
  }

  @AfterAll
  static void stop() {
    server.stopServer();
  }

  /** The account of servers must pass through to what is restored. */
  @BeforeEach
  void make() throws IOException {
    open = OpenFolder.make("kill");
    folder = open.path();
    Files.writeString(folder.resolve("key"), "5e".repeat(32));
    slot = "jigi_" + server.database(null) + "_" + server.port();
  }

  @AfterEach
  void remove() {
    ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains("--slot=" + slot))
        .forEach(ProcessHandle::destroyForcibly);
    open.close();
  }

  @Test
  void endsWellAfterDyingAtEach() throws Exception {
    dies(POINTS);
  }

  @ParameterizedTest
  @MethodSource("points")
  @Tag("exhaustive")
  void endsWellAfterDyingAt(String point) throws Exception {
    dies(List.of(point));
  }

  private void dies(List<String> points) throws Exception {
    Path restored = folder.resolve("restored");
    DoomedBackups doomed =
        DoomedBackups.of(folder, PLAN.formatted(server.port(), slot), "to " + restored);

    doomed.dieAtEach(points);

    doomed.requirePairs();
    assertThat(restored.resolve("PG_VERSION")).exists();
    assertThat(restored.resolve("global/pg_control")).exists();
    assertThat(folder.resolve(".restored.restoring")).doesNotExist();
  }
}
