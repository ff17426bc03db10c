package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.testing.Needs;
import jigi.testing.OpenFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a real process while it fetches a binary log, and while it brings a server to a time. */
@Needs("mariadb")
@Timeout(600)
@Tag("slow")
@SuppressWarnings("NullAway.Init") // set before each test
class MysqlServerCrashTest {
  static final List<String> POINTS =
      List.of("backup.binlog-fetched", "backup.mysql-server-restored", "backup.binlog-replayed");

  private OpenFolder open;
  private Path folder;
  private MariadbBench maria;

  static List<String> points() {
    return POINTS;
  }

  /** The account of servers must pass through to what is restored. */
  @BeforeEach
  void start() throws Exception {
    open = OpenFolder.make("kill");
    folder = open.path();
    MariadbBench.Machine machine =
        MariadbBench.Machine.start("--log-bin=mariadb-bin", "--server-id=7");
    maria = new MariadbBench(Files.createDirectory(folder.resolve("server")), machine);
    maria.giveKeys(folder);
  }

  @AfterEach
  void stop() {
    maria.close();
    maria.machine.close();
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
    String plan = MysqlServerBackupTest.PLAN.formatted(maria.machine.server().port());
    DoomedBackups doomed =
        DoomedBackups.of(folder, plan.replaceAll("drill: .*", "drill: {}"), "to " + restored);

    doomed.dieAtEach(points);

    doomed.requirePairs();
    assertThat(restored.resolve("ibdata1")).exists();
    assertThat(restored.resolve("shop/orders.ibd")).exists();
    assertThat(folder.resolve(".restored.restoring")).doesNotExist();
  }
}
