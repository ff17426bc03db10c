package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a real process while it ends a file of changes, and while it restores up to a time. */
@Needs("redis")
@Timeout(600)
@Tag("slow")
@SuppressWarnings("NullAway.Init") // set before each test
class RedisLogCrashTest {
  static final List<String> POINTS =
      List.of(
          "backup.changes-ended",
          "backup.log-stored",
          "backup.redis-replayed",
          "backup.redis-copied");

  @TempDir Path folder;
  private RedisServer server;

  static List<String> points() {
    return POINTS;
  }

  @BeforeEach
  void start() throws Exception {
    server = RedisLogTest.start(Server.freePort(), Files.createDirectory(folder.resolve("server")));
    RedisLogTest.giveKeys(folder);
    server.redis("SET", "marker", "kept");
  }

  @AfterEach
  void stop() {
    server.close();
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
    String plan = RedisLogTest.PLAN.formatted(server.port()).replaceAll("drill: .*", "drill: {}");
    DoomedBackups doomed = DoomedBackups.of(folder, plan, "to " + restored);

    doomed.dieAtEach(points);

    doomed.requirePairs();
    assertThat(BackupBench.files(restored))
        .contains("appendonly.aof.manifest")
        .noneMatch(name -> name.contains("/"));
    assertThat(folder.resolve(".restored.restoring")).doesNotExist();
  }
}
