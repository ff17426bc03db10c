package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import jigi.Shows;
import jigi.base.kernel.UserError;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunRequest;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import jigi.testing.OpenFolder;
import jigi.testing.PostgresServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Base backups of a real server with its log: restored to the instant, to a time, to a name. */
@Needs("postgresql")
@Timeout(300)
class PhysicalBackupTest {
  private static final String PLAN =
      """
      connections:
        db: {postgres: postgres@127.0.0.1:%d/%s}
      stores:
        local: {directory: store}
      plans:
        database:
          postgres-physical: db
          slot: %s
          name: base_{time:yyyyMMdd_HHmmss}.tar
          encrypt: {aes-256-gcm: {file: key}}
          to: [local]
          rpo: 15m
          rto: 1h
          drill: {sql: ["SELECT string_agg(name, '+' ORDER BY id) FROM marker"]}
      """;

  private static final String DATABASE = "postgres";

  /** A port that nothing listens on: only root may. */
  private static final int NOBODY = 1;

  private static PostgresServer server;
  @TempDir Path folder;
  private String slot = "";
  private String plan = "";
  private BackupBench bench;

  /** Small: each test stores the whole server, and segments of its log that are hardly used. */
  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.fresh("--wal-segsize=1");
    server.execute(
        DATABASE, "ALTER DATABASE template0 IS_TEMPLATE false", "DROP DATABASE template0");
  }

  @AfterAll
  static void stop() {
    server.stopServer();
  }

  @BeforeEach
  void open() throws IOException {
    slot = "jigi_" + server.port();
    server.execute(
        DATABASE,
        "CREATE TABLE marker (id serial PRIMARY KEY, name text)",
        "CREATE TABLE orders AS SELECT i AS id, md5(i::text) AS item"
            + " FROM generate_series(1, 20000) i",
        "INSERT INTO marker (name) VALUES ('first')");
    // A key itself: a passphrase costs its derivation with every segment.
    Files.writeString(folder.resolve("key"), "5e".repeat(32));
    plan = PLAN.formatted(server.port(), DATABASE, slot);
    bench = new BackupBench(folder).manual(plan);
  }

  @AfterEach
  void close() throws Exception {
    bench.activate("stores: {local: {directory: store}}");
    bench.close();
    awaitReceivers(0);
    drop();
  }

  private void drop() {
    server.execute(
        DATABASE,
        "DROP TABLE IF EXISTS marker, orders",
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '"
            + slot
            + "'");
  }

  private long receivers() {
    return receiving().count();
  }

  private Stream<ProcessHandle> receiving() {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains("--slot=" + slot));
  }

  /** The log is looked after in between, which nobody needs to wait for. */
  private void await(String what, BooleanSupplier condition) {
    Until.so(
        what,
        () -> {
          bench.backups.keepLogs();
          return condition.getAsBoolean();
        },
        () -> log().toString());
  }

  private void awaitReceivers(long wanted) {
    Until.so(
        wanted + " receivers",
        () -> receivers() == wanted,
        () -> receiving().map(ProcessHandle::info).toList().toString());
  }

  private void mark(String name) {
    server.execute(DATABASE, "INSERT INTO marker (name) VALUES ('" + name + "')");
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url(DATABASE), "postgres", "");
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  /** The server's clock, which stamps its log. */
  private String now() throws SQLException {
    return ask(
        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
            + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
  }

  @Test
  @Shows({"BAK-09", "BAK-13", "BAK-38"})
  void aDrillGivesExactlyWhatWasMeasuredAfterTheBackup() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    mark("later");

    Runs.Detail drill = bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill)).contains("all as backed up").contains(": first");
    Backup backup = bench.newestGood();
    assertThat(Objects.requireNonNull(backup.rows())).isGreaterThanOrEqualTo(20_001);
    assertThat(bench.standing().matter()).isNull();
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
    assertThat(bench.stored()).anyMatch(name -> name.startsWith("log/shop/database/0000"));
  }

  @Test
  @Shows("BAK-39")
  void aPointInTimeGivesWhatWasCommittedUntilThenAlsoFromAnAdoptedLog() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    mark("before");
    String point = now();
    server.execute(DATABASE, "SELECT pg_create_restore_point('release')");
    mark("after");
    String position = ask("SELECT pg_current_wal_insert_lsn()");
    mark("end");

    Runs.Detail atTime = bench.drillTo("time:" + point);
    Runs.Detail atName = bench.drillTo("name:release");
    Runs.Detail atPosition = bench.drillTo("lsn:" + position);

    PostgresBackupTest.succeeded(atTime);
    assertThat(BackupBench.evidence(atTime)).endsWith(": first+before");
    PostgresBackupTest.succeeded(atName);
    assertThat(BackupBench.evidence(atName)).endsWith(": first+before");
    PostgresBackupTest.succeeded(atPosition);
    assertThat(BackupBench.evidence(atPosition)).contains(": first+before+after");

    Runs.Detail adopted = adopted();

    assertThat(BackupBench.evidence(adopted)).contains("files of the log adopted");
    Runs.Detail again = bench.drillTo("time:" + point);
    PostgresBackupTest.succeeded(again);
    assertThat(BackupBench.evidence(again)).endsWith(": first+before");
  }

  /** The catalogue is lost with Jigi's machine; the stores and the keys are not. */
  private Runs.Detail adopted() throws Exception {
    bench.activate("stores: {local: {directory: store}}");
    bench.close();
    awaitReceivers(0);
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.move(folder.resolve("store"), other.resolve("store"));
    Files.copy(folder.resolve("key"), other.resolve("key"));
    // The server is away: else its log is received again before it is adopted.
    bench = new BackupBench(other).manual(PLAN.formatted(NOBODY, DATABASE, slot));
    Runs.Detail adopted =
        bench.ended(bench.backups.adopt("shop", "database", "user:kim", bench.engine));
    PostgresBackupTest.succeeded(adopted);
    bench.close();
    bench = new BackupBench(other).manual(plan);
    return adopted;
  }

  @Test
  @Shows("BAK-39")
  void aServerIsRestoredIntoAFolderAndStartsThere() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    mark("before");
    String point = now();
    server.execute(DATABASE, "DROP TABLE orders");

    try (OpenFolder open = OpenFolder.make("postgres")) {
      Path target = open.path().resolve("restored");
      PostgresBackupTest.succeeded(bench.recover("time:" + point, target));

      assertThat(target.resolve("PG_VERSION")).exists();
      assertThat(target.resolve("postmaster.pid")).doesNotExist();
      assertThat(target.resolve("postgresql.auto.conf")).exists();
      assertThat(target.resolveSibling("." + target.getFileName() + ".restoring")).doesNotExist();
    }
  }

  /** The order of an index no longer is the one that it was built by, as after a new collation. */
  @Test
  void anIndexThatDoesNotFindItsRowsFailsTheDrill() throws Exception {
    server.execute(
        DATABASE,
        "CREATE FUNCTION odd(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2'",
        "CREATE OPERATOR CLASS odd_ops FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=,"
            + " OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 odd(int, int)",
        "CREATE INDEX by_odd ON orders (id odd_ops)",
        "CREATE OR REPLACE FUNCTION odd(int, int) RETURNS int LANGUAGE sql IMMUTABLE"
            + " AS 'SELECT $2 - $1'");
    try {
      PostgresBackupTest.succeeded(bench.backUp());

      Runs.Detail drill = bench.drill();

      PostgresBackupTest.failed(drill, "structure-damaged");
      assertThat(BackupBench.evidence(drill)).contains("by_odd");
      assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
    } finally {
      server.execute(DATABASE, "DROP FUNCTION odd(int, int) CASCADE");
    }
  }

  @Test
  void theLogIsReceivedWhileJigiIsDead() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    bench.close();
    awaitReceivers(1);
    mark("meanwhile");
    bench = new BackupBench(folder).manual(plan);
    String point = now();
    mark("after");

    Runs.Detail drill = bench.drillTo("time:" + point);

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill)).endsWith(": first+meanwhile");
    awaitReceivers(1);
  }

  /** Who receives from where nothing is any more would tell of no fault, and of nothing else. */
  @Test
  void aServerThatMovesIsReceivedFromWhereTheManualSaysItIs() throws Exception {
    awaitReceivers(1);
    long first = receiver();
    bench.activate(
        plan + "  other: {files: [/etc/hostname], name: 'f_{time:yyyyMMddHHmmss}', to: [local]}\n");
    assertThat(receiver()).as("nothing of its own has changed").isEqualTo(first);

    bench.activate(plan.replace("@127.0.0.1:", "@localhost:"));
    await("another receiver", () -> receivers() == 1 && receiver() != first);
    long second = receiver();
    bench.close();
    // Another Jigi's manual may say something else than the one that began to receive.
    bench = new BackupBench(folder).manual(plan);
    await("a third receiver", () -> receivers() == 1 && receiver() != second);

    PostgresBackupTest.succeeded(bench.backUp());
    assertThat(log().gap()).isFalse();
  }

  private long receiver() {
    return receiving().findFirst().orElseThrow().pid();
  }

  @Test
  void aServerThatRestartsIsReceivedAgain() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    server.stopServer();
    try {
      await("a fault", () -> log().fault() != null);
    } finally {
      server.startServer();
    }
    mark("again");
    await("no fault", () -> log().fault() == null);

    String point = now();

    PostgresBackupTest.succeeded(bench.drillTo("time:" + point));
  }

  @Test
  void aGapInTheLogIsSaidUntilThereIsANewBackup() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Instant before = log().restorable();
    Until.so("lost", this::lost, () -> log().toString());

    await("a gap", () -> log().gap());

    assertThat(log().restorable())
        .isBeforeOrEqualTo(Objects.requireNonNull(before).plusSeconds(60));
    PostgresBackupTest.succeeded(bench.backUp());
    assertThat(log().gap()).isFalse();
  }

  private LogState log() {
    return Objects.requireNonNull(bench.standing().log());
  }

  /** Drops the slot and moves the log on at once, before a receiver can make the slot anew. */
  private boolean lost() {
    server.execute(
        DATABASE,
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
            + slot
            + "' AND active");
    List<String> all = new ArrayList<>(List.of("SELECT pg_drop_replication_slot('" + slot + "')"));
    for (int i = 0; i < 4; i++) {
      all.add("SELECT pg_logical_emit_message(true, 'lost', 'lost')");
      all.add("SELECT pg_switch_wal()");
    }
    all.add("CHECKPOINT");
    try {
      server.execute(DATABASE, all.toArray(String[]::new));
      return true;
    } catch (IllegalStateException e) {
      return false; // still in use by the session that is being ended
    }
  }

  /** The receiver hangs: the server keeps what it writes, and somebody is warned of its disk. */
  @Test
  @Tag("exhaustive")
  @Shows("BAK-38")
  void whatTheServerKeepsIsMeasuredAndWarnedOf() throws Exception {
    bench.activate(plan.replace("slot: ", "lag-warning: 1\n    slot: "));
    PostgresBackupTest.succeeded(bench.backUp());
    PostgresBackupTest.succeeded(bench.drill());
    await("nothing the matter", () -> bench.standing().matter() == null);
    assertThat(figure("jigi_backup_log_kept")).isEqualTo(1);
    signal("STOP");
    try {
      server.execute(DATABASE, "SELECT pg_logical_emit_message(false, 'x', repeat('x', 4000000))");

      await("a lag", () -> bench.standing().matter() == Standing.Matter.LAG);

      assertThat(bench.standing().status()).isEqualTo(jigi.base.kernel.Status.WARN);
      assertThat(figure("jigi_backup_log_lag_bytes")).isGreaterThan(1024 * 1024);
    } finally {
      signal("CONT");
    }
    await("nothing the matter", () -> bench.standing().matter() == null);
  }

  private double figure(String name) {
    return new BackupFigures(bench.backups)
        .samples().stream()
            .filter(sample -> name.equals(sample.labels().get("__name__")))
            .mapToDouble(jigi.detect.probe.Sample::value)
            .findFirst()
            .orElseThrow();
  }

  private void signal(String name) throws Exception {
    for (ProcessHandle receiver : receiving().toList()) {
      new ProcessBuilder("kill", "-" + name, "" + receiver.pid()).start().waitFor();
    }
  }

  @Test
  void theLogBeforeTheOldestBackupGoesWithTheRules() throws Exception {
    bench.activate(plan + "    keep: {local: {last: 1}}\n");
    PostgresBackupTest.succeeded(bench.backUp());
    String first = logs().getFirst();
    mark("later");
    server.execute(DATABASE, "SELECT pg_switch_wal()");

    Runs.Detail second = bench.backUp();

    PostgresBackupTest.succeeded(second);
    assertThat(BackupBench.evidence(second)).contains("files of the log in local removed");
    assertThat(logs()).isNotEmpty().doesNotContain(first);
    Runs.Detail drill = bench.drill();
    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill)).endsWith(": first+later");
  }

  private List<String> logs() {
    return bench.stored().stream().filter(name -> name.startsWith("log/")).toList();
  }

  /** What rots in one store is stored anew from the other; what none has is a gap. */
  @Test
  @Shows("BAK-16")
  void aDamagedFileOfTheLogIsStoredAnewAndAMissingOneSaid() throws Exception {
    bench.activate(
        plan.replace("store}\n", "store}\n  second: {directory: second}\n")
            .replace("to: [local]", "to: [local, second]"));
    PostgresBackupTest.succeeded(bench.backUp());
    // The newest one is still in the spool, from which it would be stored again.
    assertThat(logs()).hasSizeGreaterThan(1);
    String oldest = logs().getFirst();
    Path file = folder.resolve("store").resolve(oldest);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    Runs.Detail found = readAgain();

    PostgresBackupTest.failed(found, "seal-truncated");
    assertThat(BackupBench.evidence(found)).contains("in local stored anew");
    assertThat(Files.readAllBytes(file)).hasSize(whole.length);
    PostgresBackupTest.succeeded(readAgain());
    assertThat(log().gap()).isFalse();

    Files.delete(file);
    Files.delete(folder.resolve("second").resolve(oldest));

    PostgresBackupTest.failed(bench.drill(), "store-absent");
    PostgresBackupTest.failed(readAgain(), "store-absent");
    assertThat(log().gap()).isTrue();
    assertThat(log().restorable()).isEqualTo(bench.newestGood().at().taken());
    PostgresBackupTest.failed(readAgain(), "log-missing");
    PostgresBackupTest.succeeded(bench.backUp());
    assertThat(log().gap()).isFalse();
  }

  /** As the calendar has it done. */
  private Runs.Detail readAgain() throws InterruptedException {
    RunDefinition definition = BackupRuns.verifying(bench.backups.get("shop", "database"));
    return bench.ended(bench.engine.start(RunRequest.byHand(definition, Map.of(), "user:kim")));
  }

  @Test
  void aPointBeforeTheFirstBackupOrInTheFutureIsRefused() throws Exception {
    String early = now();
    PostgresBackupTest.succeeded(bench.backUp());

    assertThatThrownBy(() -> bench.drillTo("time:" + early))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.code()).isEqualTo("no-backup"));
    assertThatThrownBy(() -> bench.drillTo("time:2999-01-01T00:00:00Z"))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.code()).isEqualTo("point-in-future"));
  }
}
