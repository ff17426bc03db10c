package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.Shows;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Damage to backups of MariaDB is found and named, and what is odd and harmless is not. */
@Needs("mariadb")
@Timeout(180)
class MysqlDamageTest {
  /** Statements with a bar between. */
  static final List<String> ODD =
      List.of(
          "CREATE TABLE `주문 목록` (`이름` varchar(20) PRIMARY KEY, `a``b` int) CHARACTER SET euckr"
              + " | INSERT INTO `주문 목록` VALUES ('배추', 1)",
          "CREATE TABLE g (a int, b int AS (a * 2) STORED, c int AS (a + 1) VIRTUAL, d int"
              + " INVISIBLE) | INSERT INTO g (a) VALUES (1), (2)",
          "CREATE TABLE f (r float, d double, n decimal(30, 10), y year, t time(6), b bit(5))"
              + " | INSERT INTO f VALUES (0.1, 1e-300, 1.5, 2026, '12:00:00.000001', 3)",
          "CREATE TABLE x (a blob, b longtext, c json, p point, z timestamp NULL) | INSERT INTO x"
              + " VALUES (x'00ff', '\\';; -- \\\\n"
              + "', '{\"a\": [1]}', point(1, 2), NULL)",
          "CREATE TABLE m (a int) ENGINE = MyISAM | INSERT INTO m VALUES (1), (1)",
          "CREATE TABLE h (a int) WITH SYSTEM VERSIONING | INSERT INTO h VALUES (1)",
          "CREATE SEQUENCE s | SELECT nextval(s)",
          "CREATE TABLE p (id int, at date) PARTITION BY RANGE (to_days(at))"
              + " (PARTITION a VALUES LESS THAN (740000), PARTITION b VALUES LESS THAN MAXVALUE)"
              + " | INSERT INTO p VALUES (1, '2026-01-01')",
          "CREATE DEFINER = gone@nowhere VIEW lost AS SELECT 1 AS one | SELECT 1",
          "CREATE TABLE e (a int CHECK (a > 0), b enum('x', '나'), UNIQUE (a, b))"
              + " | INSERT INTO e VALUES (1, '나')",
          "CREATE TABLE n (a varchar(9) COLLATE utf8mb4_bin, b varchar(9) COLLATE"
              + " latin1_german1_ci) | INSERT INTO n VALUES (NULL, 'b'), ('', NULL)",
          "CREATE TABLE big (b longblob) | INSERT INTO big VALUES (repeat('x', 15000000))");

  private static MariadbBench.Machine machine;
  @TempDir Path folder;
  private MariadbBench maria;

  @BeforeAll
  static void start() throws Exception {
    machine = MariadbBench.Machine.start();
  }

  @AfterAll
  static void stop() {
    machine.close();
  }

  @BeforeEach
  void open() throws Exception {
    maria = new MariadbBench(folder, machine);
  }

  @AfterEach
  void close() {
    maria.close();
  }

  /** Programs that lie about how they ended, or leave something out. */
  @ParameterizedTest
  @Shows("BAK-02")
  @CsvSource(
      delimiter = '|',
      value = {
        "$REAL \"$@\" PIPE head -c 9000; exit 0 | dump-damaged",
        "exit 0 | dump-damaged",
        "echo hello | dump-damaged",
        "$REAL \"$@\" PIPE head -n -1 | dump-damaged",
        "$REAL \"$@\"; echo lost >&2; exit 3 | dump-failed",
        "$REAL \"$@\" & sleep 0.1; kill -9 $$ | dump-failed",
      })
  void aDumpThatIsNotWholeIsNoBackup(String script, String code) throws Exception {
    maria.dumpBy(script);

    PostgresBackupTest.failed(maria.bench.backUp(), code);

    assertThat(maria.bench.stored()).isEmpty();
    assertThat(maria.bench.standing().matter()).isEqualTo(Standing.Matter.FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shift; $REAL --no-defaults --ignore-table=shop.notes \"$@\" PIPE sed s/item\\ c/item\\ d/"
            + " PIPE sed s/ENGINE=InnoDB/ENGINE=Aria/ | rows of notes: 0 expected, nothing found;"
            + " checksum of orders; engine of orders: InnoDB expected, Aria found",
        "shift; exec $REAL --no-defaults --where=id\\<1000 \"$@\""
            + " | rows of orders: 1000 expected, 999 found",
        "shift; exec $REAL --no-defaults --no-data \"$@\""
            + " | rows of orders: 1000 expected, 0 found",
      })
  void aDumpThatLacksSomethingFailsItsDrill(String script, String said) throws Exception {
    maria.execute("shop", "ALTER TABLE notes ADD COLUMN id int");
    maria.dumpBy(script);
    PostgresBackupTest.succeeded(maria.bench.backUp());

    Runs.Detail drill = maria.bench.drill();

    PostgresBackupTest.failed(drill, "not-the-same");
    assertThat(BackupBench.evidence(drill)).contains(said.split("; "));
    assertThat(maria.bench.standing().matter()).isEqualTo(Standing.Matter.DRILL_FAILED);
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }

  @Test
  @Shows("BAK-16")
  void truncatedFlippedAndWronglyKeyedFilesAreFound() throws Exception {
    PostgresBackupTest.succeeded(maria.bench.backUp());
    Path file = folder.resolve("store").resolve(maria.bench.newest().name());
    Files.writeString(folder.resolve("key"), "another");
    PostgresBackupTest.failed(maria.bench.drill(), "seal-wrong-key");
    Files.writeString(folder.resolve("key"), MariadbBench.KEY);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      int before = bytes.read();
      bytes.seek(bytes.length() / 2);
      bytes.write(before ^ 4);
    }
    PostgresBackupTest.failed(maria.bench.verify(), "seal-damaged");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() / 3);
    }
    PostgresBackupTest.failed(maria.bench.verify(), "seal-truncated");
    assertThat(maria.bench.standing().matter()).isEqualTo(Standing.Matter.DAMAGED);
  }

  @Test
  void anEmptiedTableIsUnusual() throws Exception {
    PostgresBackupTest.succeeded(maria.bench.backUp());
    maria.execute("shop", "DELETE FROM orders");

    PostgresBackupTest.succeeded(maria.bench.backUp());

    assertThat(maria.bench.newest().unusual()).isEqualTo("it has no rows, the one before had 1000");
  }

  @Test
  void anAccountThatMayNotLockIsToldSo() throws Exception {
    maria.execute(
        "shop", "REVOKE RELOAD ON *.* FROM backup@'%'", "REVOKE ALL ON *.* FROM backup@'%'");
    maria.execute("shop", "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON *.* TO backup@'%'");

    Runs.Detail detail = maria.bench.backUp();

    PostgresBackupTest.failed(detail, "not-allowed");
    assertThat(BackupBench.evidence(detail)).contains("RELOAD");
  }

  /**
   * Each by itself is {@code ./test --all}: what raises no alarm among others raises none alone.
   */
  @Test
  void whatIsOddRaisesNoAlarm() throws Exception {
    for (String statement : ODD) {
      maria.execute("shop", statement.split(" \\| "));
    }
    raisesNoAlarm();
  }

  @ParameterizedTest
  @FieldSource("ODD")
  @Tag("exhaustive")
  void whatIsOddByItselfRaisesNoAlarm(String statements) throws Exception {
    maria.execute("shop", statements.split(" \\| "));
    raisesNoAlarm();
  }

  private void raisesNoAlarm() throws Exception {
    PostgresBackupTest.succeeded(maria.bench.backUp());

    PostgresBackupTest.succeeded(maria.bench.drill());

    assertThat(maria.bench.standing().matter()).isNull();
  }
}
