package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jigi.testing.CrashPoints;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a real process within backups, a drill and a restore: all end well, and leave nothing. */
@Needs("postgresql")
@Timeout(900)
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("NullAway.Init") // set before each test
class BackupCrashTest {
  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.get();
  private DoomedBackups doomed;

  /** They have suites of their own. */
  private static final Set<String> OTHERS = new TreeSet<>();

  static {
    OTHERS.addAll(PhysicalCrashTest.POINTS);
    OTHERS.addAll(MysqlCrashTest.POINTS);
    OTHERS.addAll(MysqlServerCrashTest.POINTS);
    OTHERS.addAll(RedisLogCrashTest.POINTS);
  }

  static Set<String> points() throws IOException {
    Set<String> all = CrashPoints.of("backup.");
    assertThat(all).containsAll(OTHERS);
    all.removeAll(OTHERS);
    return all;
  }

  @BeforeEach
  void fill() throws IOException {
    String database = server.database(null);
    server.execute(
        database, "CREATE TABLE orders AS SELECT i AS id FROM generate_series(1, 500) i");
    Files.writeString(folder.resolve("key"), "k");
    doomed =
        DoomedBackups.of(
            folder,
            PostgresBackupTest.PLAN.formatted(server.port(), database)
                + "    keep: {local: {last: 1}}\n",
            "over " + database);
  }

  @Test
  void endsWellAfterDyingAtEach() throws Exception {
    dies(points());
  }

  @ParameterizedTest
  @MethodSource("points")
  @Tag("exhaustive")
  void endsWellAfterDyingAt(String point) throws Exception {
    dies(Set.of(point));
  }

  private void dies(Set<String> points) throws Exception {
    doomed.dieAtEach(points);
    List<String> stored = BackupBench.files(folder.resolve("store"));
    // That which was restored, and that of before the restore, each with its manifest.
    assertThat(stored).hasSize(4);
    assertThat(stored.get(1)).isEqualTo(stored.get(0) + Manifest.SUFFIX);
    assertThat(stored.get(3)).isEqualTo(stored.get(2) + Manifest.SUFFIX);
  }
}
