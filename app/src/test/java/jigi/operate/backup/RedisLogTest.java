package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jigi.Shows;
import jigi.base.kernel.UserError;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis with every change to it: restored to a second, to a position, into a folder. */
@Needs("redis")
@Timeout(180)
class RedisLogTest {
  static final String PLAN =
      """
      connections:
        cache: {redis: "127.0.0.1:%d", password: {file: password}}
      stores:
        local: {directory: store}
      plans:
        database:
          redis-log: cache
          name: redis_{time:yyyyMMdd_HHmmss}.rdb
          encrypt: {aes-256-gcm: {file: key}}
          to: [local]
          keep: {local: {last: 2}}
          drill: {sql: ["GET marker", DBSIZE]}
      """;

  private static final Set<Thread.State> WAITING =
      Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  @TempDir Path folder;
  private RedisServer server;
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    Path data = Files.createDirectory(folder.resolve("redis"));
    int port = Server.freePort();
    server = start(port, data);
    giveKeys(folder);
    server.redis("SET", "marker", "first");
    server.redis("SET", "expiring", "x", "EX", "1000");
    server.redis("-n", "3", "SET", "other", "database");
    bench = new BackupBench(folder).manual(PLAN.formatted(port));
  }

  static void giveKeys(Path folder) throws IOException {
    Files.writeString(folder.resolve("password"), RedisServer.PASSWORD);
    Files.writeString(folder.resolve("key"), "5e".repeat(32));
  }

  static RedisServer start(int port, Path data, String... more) {
    List<String> options = new ArrayList<>(List.of("--save", "", "--repl-backlog-size", "64kb"));
    options.addAll(List.of(more));
    return RedisServer.start(port, data, options.toArray(String[]::new));
  }

  @AfterEach
  void close() {
    bench.close();
    server.close();
  }

  private void many(int count) throws Exception {
    server.redis("EVAL", "for i = 1, " + count + " do redis.call('SET', 'k' .. i, i) end", "0");
  }

  /** The beginning of a second of which nothing was received yet; what was changed has been. */
  private Instant nextSecond() {
    bench.backups.keepLogs();
    assertThat(log().fault()).isNull();
    long now = Instant.now().getEpochSecond();
    Until.so("the next second", () -> Instant.now().getEpochSecond() > now, () -> "");
    return Instant.ofEpochSecond(now + 1);
  }

  private LogState log() {
    return java.util.Objects.requireNonNull(bench.standing().log());
  }

  @Test
  @Shows({"BAK-09", "BAK-10", "BAK-39"})
  void aSecondBringsBackWhatWasChangedBeforeIt() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    server.redis("SET", "marker", "before");
    server.redis(
        "EVAL", "redis.call('SET', 'in', 'a') redis.call('DEL', 'expiring') return 1", "0");
    server.redis("-n", "3", "RPUSH", "list", "한글", "b\u0001c");
    Instant point = nextSecond();
    server.redis("SET", "marker", "after");
    server.redis("FLUSHALL");

    Runs.Detail then = bench.drillTo("time:" + point);

    PostgresBackupTest.succeeded(then);
    assertThat(BackupBench.evidence(then))
        .contains("GET marker: before")
        .contains("DBSIZE: 2")
        .contains("2 tables, 4 rows");
    assertThat(bench.stored()).anyMatch(name -> name.startsWith("log/shop/database/"));
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
    assertThatThrownBy(() -> bench.drillTo("name:release"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("knows no such point");
  }

  @Test
  @Shows({"BAK-13", "BAK-38"})
  void aDrillBringsAnOlderSnapshotThroughTheChangesToTheNewest() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    many(2000);
    server.redis("SET", "long", "x".repeat(100_000));
    server.redis("SET", "marker", "second");
    PostgresBackupTest.succeeded(bench.backUp());

    Runs.Detail drill = bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill))
        .contains("2 tables, 2004 rows, all as backed up")
        .contains("2 tables, 2004 rows, all as the next backup found it")
        .contains("GET marker: second");
    assertThat(log().gap()).isFalse();
    assertThat(log().fault()).isNull();
  }

  @Test
  void afterAnAbsenceItGoesOnWhereItWasEvenWithinACommand() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    server.redis("SET", "marker", "seen");
    bench.backups.keepLogs();
    bench.close();
    // As if Jigi had died while it wrote.
    Files.writeString(part(), "*3\r\n$3\r\nSET\r\n$6\r\nmar", StandardOpenOption.APPEND);
    server.redis("SET", "marker", "meanwhile");
    bench = new BackupBench(folder).manual(PLAN.formatted(server.port()));
    PostgresBackupTest.succeeded(bench.backUp());

    Runs.Detail drill = bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill))
        .contains("all as the next backup found it")
        .contains("GET marker: meanwhile");
  }

  private Path part() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("part")).findFirst().orElseThrow();
    }
  }

  @Test
  void whatTheServerHasForgottenIsAGapUntilThereIsANewBackup() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    bench.close();
    server.redis("EVAL", "return redis.call('SET', 'long', string.rep('x', 1000000))", "0");
    bench = new BackupBench(folder).manual(PLAN.formatted(server.port()));

    await("the loss", () -> log().gap());

    PostgresBackupTest.succeeded(bench.drill());
    assertThat(bench.standing().matter()).isEqualTo(Standing.Matter.LOG);
    PostgresBackupTest.succeeded(bench.backUp());
    await("the end of the gap", () -> !log().gap() && log().fault() == null);
  }

  @Test
  void aServerThatIsAwayIsReceivedFromAgain() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    int port = server.port();
    server.stop();
    await("the fault", () -> log().fault() != null);
    server.close();
    server = start(port, folder.resolve("redis"));

    // Without a file of its own it has come back empty, and with another stream.
    await("the loss", () -> log().gap());
    server.redis("SET", "marker", "anew");
    PostgresBackupTest.succeeded(bench.backUp());
    await("the end of the gap", () -> !log().gap() && log().fault() == null);
  }

  @Test
  @Shows({"BAK-09", "BAK-38"})
  void aReplicaThatTakesOverIsReceivedFromWithoutAGapAndAServerThatIsNoneWithOne()
      throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    String plan = PLAN.formatted(server.port());
    int other = Server.freePort();
    Path data = Files.createDirectory(folder.resolve("replica"));
    String[] follows = {
      "--replicaof", "127.0.0.1", "" + server.port(), "--masterauth", RedisServer.PASSWORD
    };
    try (RedisServer replica = start(other, data, follows)) {
      Until.so("it follows", () -> linked(other), () -> said(other, "INFO", "replication"));
      // Nothing may come to one of the two and not to the other before the server dies.
      server.redis("CONFIG", "SET", "repl-ping-replica-period", "3600");
      server.redis("SET", "marker", "before");
      assertThat(server.redis("WAIT", "2", "60000")).as("replicas that have it").isEqualTo("2");
      server.stop();
      RedisServer.redis(other, "REPLICAOF", "NO", "ONE");
      RedisServer.redis(other, "SET", "marker", "after");

      bench.activate(plan.replace(":" + server.port(), ":" + replica.port()));
      await("it goes on", () -> log().fault() == null);
      PostgresBackupTest.succeeded(bench.backUp());

      assertThat(log().gap()).isFalse();
      Runs.Detail drill = bench.drill();
      PostgresBackupTest.succeeded(drill);
      assertThat(BackupBench.evidence(drill))
          .contains("all as the next backup found it")
          .contains("GET marker: after");
      server.close();
      server = start(server.port(), folder.resolve("redis"));
      bench.activate(plan);
      await("the loss", () -> log().gap());
    }
    PostgresBackupTest.succeeded(bench.backUp());
    await("the end of the gap", () -> !log().gap() && log().fault() == null);
  }

  private static boolean linked(int port) {
    return said(port, "INFO", "replication").contains("master_link_status:up");
  }

  private static String said(int port, String... words) {
    try {
      return RedisServer.redis(port, words);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server that answers nothing must not keep a manual with a better address from its place. */
  @Test
  void aServerThatHangsIsLeftForTheOneThatTheManualNamesInstead() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    int other = Server.freePort();
    server.signal("STOP");
    try (RedisServer replacement = start(other, Files.createDirectory(folder.resolve("other")))) {
      Thread asking = Thread.startVirtualThread(bench.backups::keepLogs);
      Until.so(
          "it waits for an answer",
          () -> WAITING.contains(asking.getState()),
          () -> asking.getState().toString());

      bench.activate(PLAN.formatted(replacement.port()));

      asking.join();
      await("the loss", () -> log().gap());
      PostgresBackupTest.succeeded(bench.backUp());
      await("the end of the gap", () -> !log().gap() && log().fault() == null);
    }
  }

  /** The log is looked after in between, which nobody needs to wait for. */
  private void await(String what, java.util.function.BooleanSupplier condition) {
    Until.so(
        what,
        () -> {
          bench.backups.keepLogs();
          return condition.getAsBoolean();
        },
        () -> log().toString());
  }

  @Test
  @Shows({"BAK-39", "BAK-44"})
  void aServerBeginsWithTheFolderThatIsRestored() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    server.redis("SET", "marker", "before");
    Instant point = nextSecond();
    server.redis("SET", "marker", "after");
    Path target = folder.resolve("restored");

    Runs.Detail restored = bench.recover("time:" + point, target);

    PostgresBackupTest.succeeded(restored);
    assertThat(BackupBench.evidence(restored)).contains("start it with appendonly yes");
    assertThat(target.resolve("appendonly.aof.manifest")).exists();
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
    Process check =
        new ProcessBuilder("redis-check-aof", target.resolve("appendonly.aof.manifest").toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("All AOF files and manifest are valid");
    PostgresBackupTest.failed(bench.recover("time:" + point, target), "target-taken");
  }
}
