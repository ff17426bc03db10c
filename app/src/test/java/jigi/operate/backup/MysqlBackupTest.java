package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import jigi.Shows;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real MariaDB: made, read back, restored, and compared. */
@Needs("mariadb")
@Timeout(180)
class MysqlBackupTest {
  @TempDir Path folder;
  private MariadbBench maria;

  @BeforeEach
  void open() throws Exception {
    maria = new MariadbBench(folder);
  }

  @AfterEach
  void close() {
    maria.close();
  }

  private void everyKindOfObject() throws Exception {
    maria.execute(
        "shop",
        "CREATE TABLE parts (id int PRIMARY KEY, of_order bigint,"
            + " FOREIGN KEY (of_order) REFERENCES orders (id))",
        "INSERT INTO parts VALUES (1, 1), (2, NULL)",
        "CREATE VIEW a AS SELECT 1 AS one",
        "CREATE VIEW named AS SELECT item FROM orders",
        "CREATE OR REPLACE VIEW a AS SELECT * FROM named",
        "CREATE TRIGGER stamped BEFORE INSERT ON notes FOR EACH ROW"
            + " BEGIN SET NEW.text = concat(NEW.text, ';; -- x'); END",
        "CREATE FUNCTION next(a int) RETURNS int DETERMINISTIC RETURN a + 1",
        "CREATE PROCEDURE many(OUT n int) SELECT count(*) INTO n FROM orders",
        "CREATE EVENT nightly ON SCHEDULE EVERY 1 SECOND DO"
            + " BEGIN INSERT INTO parts VALUES (NULL, NULL); END",
        "CREATE USER definer@localhost",
        "CREATE DEFINER = definer@localhost VIEW theirs AS SELECT 1 AS one");
  }

  @Test
  @Shows({"BAK-01", "BAK-02", "BAK-30"})
  void aBackupIsGoodOnceItWasReadBack() throws Exception {
    PostgresBackupTest.succeeded(maria.bench.backUp());

    Backup backup = maria.bench.newest();
    assertThat(backup.state()).isEqualTo(Backup.State.GOOD);
    assertThat(backup.rows()).isEqualTo(1000);
    assertThat(backup.name()).matches("backup_shop_[0-9]{8}_[0-9]{6}\\.sql");
    assertThat(maria.bench.stored()).containsExactly(backup.name(), backup.name() + ".manifest");
    assertThat(Files.readString(folder.resolve("store").resolve(backup.name() + ".manifest")))
        .contains("\"rows/orders\":\"1000\"");
    assertThat(maria.bench.standing().matter()).isEqualTo(Standing.Matter.UNPROVEN);
  }

  @Test
  @Shows("BAK-07")
  void thePasswordIsInNoArgument() throws Exception {
    maria.dumpBy("tr '\\0' ' ' < /proc/$$/cmdline > " + folder + "/words; exec $REAL \"$@\"");

    PostgresBackupTest.succeeded(maria.bench.backUp());

    assertThat(Files.readString(folder.resolve("words")))
        .contains("--single-transaction")
        .doesNotContain(MariadbBench.PASSWORD);
  }

  @Test
  @Shows("BAK-38")
  void aDrillRestoresIntoAServerOfItsOwnAndComparesEverything() throws Exception {
    everyKindOfObject();
    PostgresBackupTest.succeeded(maria.bench.backUp());

    Runs.Detail drill = maria.bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill))
        .contains("3 tables, 1002 rows, all as backed up")
        .contains("SELECT count(*) FROM orders: 1000");
    assertThat(maria.bench.standing().matter()).isNull();
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }

  /** Two tables change in each transaction: a dump of another instant than the manifest differs. */
  @Test
  void whatIsDumpedAndWhatIsMeasuredIsTheSameInstantUnderWrites() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    Thread writer = Thread.ofPlatform().start(() -> write(stop, written));
    try {
      for (int i = 0; i < 5; i++) {
        PostgresBackupTest.succeeded(maria.bench.backUp());
        PostgresBackupTest.succeeded(maria.bench.drill());
      }
    } finally {
      stop.set(true);
      writer.join();
    }
    assertThat(written.get()).isGreaterThan(500);
  }

  private void write(AtomicBoolean stop, AtomicLong written) {
    try (Connection connection = maria.connect("shop");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!stop.get()) {
        statement.execute("INSERT INTO notes VALUES (md5(rand()))");
        statement.execute(
            "UPDATE orders SET item = md5(rand()) WHERE id = 1 + floor(rand() * 1000)");
        connection.commit();
        written.incrementAndGet();
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Shows({"BAK-31", "BAK-44"})
  void aRestoreToANewNameIsComparedAndThenNamed() throws Exception {
    everyKindOfObject();
    PostgresBackupTest.succeeded(maria.bench.backUp());
    maria.execute("shop", "DELETE FROM orders WHERE id > 10");

    PostgresBackupTest.succeeded(maria.bench.restore("shop_copy", null));

    assertThat(maria.ask("shop_copy", "SELECT count(*) FROM orders")).isEqualTo("1000");
    assertThat(maria.ask("shop", "SELECT count(*) FROM orders")).isEqualTo("10");
    assertThat(maria.ask("shop_copy", "SELECT count(*) FROM a")).isEqualTo("1000");
    assertThat(maria.ask("shop_copy", "SELECT next(1)")).isEqualTo("2");
    maria.execute("shop_copy", "INSERT INTO notes VALUES ('n')");
    assertThat(maria.ask("shop_copy", "SELECT text FROM notes")).isEqualTo("n;; -- x");
    assertThat(
            maria.ask(
                "shop_copy",
                "SELECT status FROM information_schema.events WHERE event_schema = 'shop_copy'"))
        .isEqualTo("ENABLED");
    assertThat(maria.ask("mysql", leftovers())).isEqualTo("0");
  }

  private static String leftovers() {
    return "SELECT count(*) FROM information_schema.schemata"
        + " WHERE schema_name LIKE 'jigi\\_restore%'";
  }

  @Test
  @Shows("BAK-28")
  void aRestoreOverTheOriginalBacksUpFirstAndSwaps() throws Exception {
    everyKindOfObject();
    PostgresBackupTest.succeeded(maria.bench.backUp());
    String wanted = maria.bench.newest().id();
    maria.execute("shop", "DELETE FROM orders WHERE id > 10");

    Runs.Detail detail =
        maria.bench.ended(
            maria.bench.backups.restore(
                new Backups.Restore(wanted, "shop", "shop"), "user:kim", maria.bench.engine));

    PostgresBackupTest.succeeded(detail);
    assertThat(maria.ask("shop", "SELECT count(*) FROM a")).isEqualTo("1000");
    String before =
        maria.ask(
            "mysql",
            "SELECT schema_name FROM information_schema.schemata"
                + " WHERE schema_name LIKE 'shop\\_before%'");
    assertThat(maria.ask(before, "SELECT count(*) FROM a")).isEqualTo("10");
    assertThat(maria.ask(before, "SELECT next(1)")).isEqualTo("2");
    assertThat(maria.ask("mysql", leftovers())).isEqualTo("0");
  }

  @Test
  void aTakenNameIsRefusedAndLeftAlone() throws Exception {
    PostgresBackupTest.succeeded(maria.bench.backUp());
    maria.execute("shop", "CREATE DATABASE mine");

    Runs.Detail detail = maria.bench.restore("mine", null);

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(BackupBench.evidence(detail)).startsWith("target-taken");
    assertThat(maria.ask("mysql", leftovers())).isEqualTo("0");
  }
}
