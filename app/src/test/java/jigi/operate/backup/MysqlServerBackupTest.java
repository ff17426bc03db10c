package jigi.operate.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.Shows;
import jigi.base.kernel.UserError;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunRequest;
import jigi.base.run.Runs;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.OpenFolder;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of a real MariaDB with its binary log: restored to a time, to a position, by name. */
@Needs("mariadb")
@Timeout(300)
class MysqlServerBackupTest {
  static final String PLAN =
      """
      connections:
        db: {mysql: "backup@127.0.0.1:%d/shop", password: {file: password}}
      stores:
        local: {directory: store}
      plans:
        database:
          mysql-server: db
          name: server_{time:yyyyMMdd_HHmmss}.sql
          encrypt: {aes-256-gcm: {file: key}}
          to: [local]
          rpo: 15m
          rto: 1h
          drill: {sql: ["SELECT group_concat(text ORDER BY text SEPARATOR '+') FROM notes"]}
      """;

  private static MariadbBench.Machine machine;
  @TempDir Path folder;
  private MariadbBench maria;
  private BackupBench bench;

  @BeforeAll
  static void start() throws Exception {
    machine = MariadbBench.Machine.start("--log-bin=mariadb-bin", "--server-id=7");
  }

  @AfterAll
  static void stop() {
    machine.close();
  }

  @BeforeEach
  void open() throws Exception {
    maria = new MariadbBench(folder, machine);
    bench = maria.bench;
    bench.activate(plan());
    // As the installer of a new server does: what everybody may is in no dump of accounts.
    maria.execute("shop", "INSERT INTO notes VALUES ('a first')", "GRANT SELECT ON x.* TO PUBLIC");
  }

  @AfterEach
  void close() throws Exception {
    for (String database : List.of("shop_copy", "other")) {
      maria.execute("mysql", "DROP DATABASE IF EXISTS " + database);
    }
    maria.execute("mysql", "DROP USER IF EXISTS clerk@'%'");
    bench.close();
  }

  private String plan() {
    return PLAN.formatted(machine.server().port());
  }

  private void mark(String text) throws Exception {
    maria.execute("shop", "INSERT INTO notes VALUES ('" + text + "')");
  }

  /** The log knows whole seconds: what comes after this is in a later one. */
  private String nextSecond() throws Exception {
    String before = maria.ask("mysql", "SELECT unix_timestamp()");
    Until.so(
        "the next second",
        () -> !asked("SELECT unix_timestamp()").equals(before),
        () -> "still " + before);
    return maria.ask("mysql", "SELECT date_format(utc_timestamp(), 'time:%Y-%m-%dT%H:%i:%sZ')");
  }

  private String asked(String sql) {
    try {
      return maria.ask("mysql", sql);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String position() throws Exception {
    try (var connection = maria.connect("mysql");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW MASTER STATUS")) {
      rows.next();
      return "binlog:" + rows.getString(1) + ":" + rows.getLong(2);
    }
  }

  private LogState log() {
    return Objects.requireNonNull(bench.standing().log());
  }

  /** As the calendar has it done. */
  private Runs.Detail readAgain() throws InterruptedException {
    RunDefinition definition = BackupRuns.verifying(bench.backups.get("shop", "database"));
    return bench.ended(bench.engine.start(RunRequest.byHand(definition, Map.of(), "user:kim")));
  }

  private List<String> logs() {
    return bench.stored().stream().filter(name -> name.startsWith("log/")).toList();
  }

  /**
   * What happens between two backups, by rows and by statements, is found again through the log.
   */
  @Test
  @Shows({"BAK-38", "BAK-39"})
  void aDrillBringsAnOlderBackupThroughTheLogToTheNewestAndCompares() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    maria.execute(
        "shop",
        "SET SESSION binlog_format = 'ROW'",
        "UPDATE orders SET item = concat(item, ' 주문') WHERE id <= 100",
        "CREATE DATABASE other",
        "CREATE TABLE other.letters AS SELECT id, uuid() AS letter FROM orders",
        "SET SESSION binlog_format = 'STATEMENT'",
        "DELETE FROM orders WHERE id > 900",
        "ALTER TABLE orders ADD COLUMN price int DEFAULT 3",
        "CREATE USER clerk@'%' IDENTIFIED BY 'a word'",
        "GRANT SELECT ON shop.* TO clerk@'%'",
        "CREATE DEFINER = clerk@'%' VIEW cheap AS SELECT id FROM orders WHERE price < 5",
        "CREATE TRIGGER stamped BEFORE INSERT ON notes FOR EACH ROW"
            + " BEGIN SET NEW.text = concat(NEW.text, '; -- x'); END",
        "INSERT INTO notes VALUES ('b')",
        "FLUSH BINARY LOGS");
    maria.execute("other", "CREATE TEMPORARY TABLE t (a int)", "DELETE FROM shop.orders LIMIT 5");
    PostgresBackupTest.succeeded(bench.backUp());
    mark("later");

    Runs.Detail drill = bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill).lines())
        .anyMatch(line -> line.endsWith("1897 rows, all as backed up"))
        .anyMatch(line -> line.endsWith("1897 rows, all as the next backup found it"))
        .filteredOn(line -> line.endsWith(": a first+b; -- x"))
        .hasSize(2);
    assertThat(bench.standing().matter()).isNull();
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
    assertThat(log().restorable()).isAfterOrEqualTo(bench.newestGood().at().taken());
  }

  /** Who writes past the log is found out: the log does not give what the next backup saw. */
  @Test
  void aChangeThatIsNotInTheLogFailsTheDrill() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    maria.execute("shop", "SET SESSION sql_log_bin = 0", "DELETE FROM orders WHERE id = 7");
    PostgresBackupTest.succeeded(bench.backUp());

    Runs.Detail drill = bench.drill();

    PostgresBackupTest.failed(drill, "not-the-same");
    assertThat(BackupBench.evidence(drill)).contains("999 expected, 1000 found");
  }

  @Test
  @Shows({"BAK-39", "BAK-44"})
  void aTimeAndAPositionAreRestoredAlsoByNameFromAnAdoptedLog() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    mark("before");
    String time = nextSecond();
    mark("between");
    String position = position();
    maria.execute("shop", "DROP TABLE orders", "INSERT INTO notes VALUES ('z mistake')");

    Runs.Detail atTime = bench.drillTo(time);
    Runs.Detail atPosition = bench.drillTo(position);

    PostgresBackupTest.succeeded(atTime);
    assertThat(BackupBench.evidence(atTime)).endsWith(": a first+before");
    PostgresBackupTest.succeeded(atPosition);
    assertThat(BackupBench.evidence(atPosition)).endsWith(": a first+before+between");
    assertThatThrownBy(() -> bench.recover(new Backups.Recover(position, "shop", null)))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.code()).isEqualTo("not-confirmed"));

    adopt();

    PostgresBackupTest.succeeded(
        bench.recover(new Backups.Recover(position, "shop:shop_copy", null)));
    assertThat(maria.ask("shop_copy", "SELECT count(*) FROM orders")).isEqualTo("1000");
    assertThat(maria.ask("shop_copy", "SELECT count(*) FROM notes")).isEqualTo("3");
    assertThat(maria.ask("shop", "SELECT count(*) FROM notes")).isEqualTo("4");
    PostgresBackupTest.failed(
        bench.recover(new Backups.Recover(position, "shop:shop_copy", null)), "target-taken");

    PostgresBackupTest.succeeded(bench.recover(new Backups.Recover(position, "shop", "shop")));
    assertThat(maria.ask("shop", "SELECT count(*) FROM orders")).isEqualTo("1000");
    assertThat(maria.ask("shop", "SELECT count(*) FROM notes")).isEqualTo("3");
    String aside = maria.ask("mysql", "SHOW DATABASES LIKE 'shop\\_before%'");
    assertThat(maria.ask(aside, "SELECT count(*) FROM notes")).isEqualTo("4");
    assertThat(maria.ask("mysql", "SHOW DATABASES LIKE 'jigi\\_restore%'")).isEmpty();
    maria.execute("mysql", "DROP DATABASE " + aside);
  }

  /** The catalogue is lost with Jigi's machine; the stores and the keys are not. */
  private void adopt() throws Exception {
    bench.close();
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.move(folder.resolve("store"), other.resolve("store"));
    maria.giveKeys(other);
    // The server is away (only root may listen there): else its log is received again before.
    bench = new BackupBench(other).manual(PLAN.formatted(1));
    Runs.Detail adopted =
        bench.ended(bench.backups.adopt("shop", "database", "user:kim", bench.engine));
    PostgresBackupTest.succeeded(adopted);
    assertThat(BackupBench.evidence(adopted)).contains("files of the log adopted");
    bench.close();
    bench = new BackupBench(other).manual(plan());
  }

  @Test
  @Shows("BAK-39")
  void aServerIsRestoredIntoAFolderAndStartsThere() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    mark("before");
    try (OpenFolder open = OpenFolder.make("maria")) {
      Path target = open.path().resolve("restored");
      PostgresBackupTest.succeeded(bench.recover(nextSecond(), target));

      assertThat(startedThere(target, "SELECT count(*) FROM shop.notes")).isEqualTo("2");
      assertThat(target.resolveSibling("." + target.getFileName() + ".restoring")).doesNotExist();
    }
  }

  /** A server that reads its statements from its input, and ends. */
  private static String startedThere(Path data, String sql) throws Exception {
    ProcessBuilder server =
        new ProcessBuilder(
            Component.MARIADB.path().toString(),
            "--no-defaults",
            "--user=mysql",
            "--datadir=" + data,
            "--bootstrap");
    Process started = server.redirectErrorStream(true).start();
    try (var in = started.getOutputStream()) {
      in.write((sql + " INTO OUTFILE '" + data + "/seen';\n").getBytes(UTF_8));
    }
    String said = new String(started.getInputStream().readAllBytes(), UTF_8);
    assertThat(started.waitFor()).as(said).isZero();
    return Files.readString(data.resolve("seen")).strip();
  }

  /** A server whose log began anew comes to the same numbers again. */
  @Test
  void aLogThatBeginsAnewIsAGapUntilThereIsANewBackup() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    maria.execute("mysql", "RESET MASTER");
    for (int i = 0; i < 9; i++) {
      mark("anew " + i);
      maria.execute("mysql", "FLUSH BINARY LOGS");
    }

    awaitGap(() -> {});
    PostgresBackupTest.failed(bench.drillTo(nextSecond()), "point-not-reached");
    PostgresBackupTest.succeeded(bench.backUp());

    assertThat(log().gap()).isFalse();
    mark("z end");
    Runs.Detail drill = bench.drillTo(nextSecond());
    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill)).contains("a first+anew 0").endsWith("+z end");
  }

  @Test
  void aFileThatTheServerRemovedBeforeItWasFetchedIsAGap() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());

    // Somebody may fetch it in between, and then it is not lost.
    awaitGap(
        () -> {
          maria.execute("mysql", "FLUSH BINARY LOGS", "FLUSH BINARY LOGS");
          maria.execute("mysql", "PURGE BINARY LOGS TO '" + active() + "'");
        });

    PostgresBackupTest.succeeded(bench.backUp());
    assertThat(log().gap()).isFalse();
  }

  private interface Work {
    void execute() throws Exception;
  }

  private void awaitGap(Work again) {
    Until.so(
        "a gap",
        () -> {
          try {
            again.execute();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          bench.backups.keepLogs();
          return log().gap();
        },
        () -> log().toString());
  }

  private String active() throws Exception {
    return position().replaceAll("binlog:|:[0-9]+$", "");
  }

  /** What the server removes after it was fetched is no loss. */
  @Test
  void aFileThatTheServerRemovedLaterIsNoGap() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    bench.backups.keepLogs();
    maria.execute("mysql", "PURGE BINARY LOGS TO '" + active() + "'");
    mark("b");
    maria.execute("mysql", "FLUSH BINARY LOGS");

    bench.backups.keepLogs();

    assertThat(log().fault()).isNull();
    assertThat(log().gap()).isFalse();
    Runs.Detail drill = bench.drillTo(nextSecond());
    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill)).endsWith(": a first+b");
  }

  @Test
  @Shows("BAK-16")
  void aDamagedFileOfTheLogIsFoundAndItsLossSaid() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    mark("later");
    String time = nextSecond();
    PostgresBackupTest.succeeded(bench.drillTo(time));
    Path file = folder.resolve("store").resolve(logs().getFirst());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    PostgresBackupTest.failed(readAgain(), "seal-truncated");

    assertThat(log().gap()).isTrue();
    PostgresBackupTest.failed(bench.drillTo(time), "point-not-reached");
    PostgresBackupTest.succeeded(bench.backUp());
    assertThat(log().gap()).isFalse();
  }

  @Test
  void theLogBeforeTheOldestBackupGoesWithTheRules() throws Exception {
    bench.activate(plan() + "    keep: {local: {last: 1}}\n");
    PostgresBackupTest.succeeded(bench.backUp());
    String first = logs().getFirst();
    mark("later");

    Runs.Detail second = bench.backUp();

    PostgresBackupTest.succeeded(second);
    assertThat(BackupBench.evidence(second)).contains("files of the log in local removed");
    assertThat(logs()).isNotEmpty().doesNotContain(first);
    PostgresBackupTest.succeeded(bench.drill());
  }

  @Test
  void aPointThatMariadbDoesNotKnowIsRefused() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());

    for (String point : List.of("name:release", "lsn:0/3000148")) {
      assertThatThrownBy(() -> bench.drillTo(point))
          .isInstanceOfSatisfying(
              UserError.class, e -> assertThat(e.code()).isEqualTo("bad-point"));
    }
    PostgresBackupTest.failed(bench.drillTo("binlog:mariadb-bin.009999:4"), "point-not-reached");
  }
}
