package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a real process within a drill and a restore of MariaDB. */
@Needs("mariadb")
@Timeout(400)
@Tag("slow")
@SuppressWarnings("NullAway.Init") // set before each test
class MysqlCrashTest {
  static final List<String> POINTS =
      List.of("backup.mysql-scratch-started", "backup.mysql-restore-moved");

  @TempDir Path folder;
  private MariadbBench maria;

  static List<String> points() {
    return POINTS;
  }

  @BeforeEach
  void start() throws Exception {
    maria = new MariadbBench(Files.createDirectory(folder.resolve("server")));
  }

  @AfterEach
  void stop() {
    maria.close();
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
    maria.giveKeys(folder);
    DoomedBackups doomed = DoomedBackups.of(folder, maria.plan("shop"), "over shop");

    doomed.dieAtEach(points);

    doomed.requirePairs();
    assertThat(maria.ask("shop", "SELECT count(*) FROM orders")).isEqualTo("1000");
    assertThat(maria.ask("mysql", "SHOW DATABASES LIKE 'jigi_restore%'")).isEmpty();
  }
}
