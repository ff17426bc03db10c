package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.Shows;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real Redis: made, read back, drilled, damaged, and compared. */
@Needs("redis")
@Timeout(180)
class RedisBackupTest {
  private static final String PLAN =
      """
      connections:
        cache: {redis: "127.0.0.1:%d", password: {file: password}}
      stores:
        local: {directory: store}
      plans:
        database:
          redis: cache
          name: redis_{time:yyyyMMdd_HHmmss}.rdb
          %s
          to: [local]
          drill: {sql: [DBSIZE, "EXISTS text"]}
      """;
  private static final String SEALED = "encrypt: {aes-256-gcm: {file: key}}";

  @TempDir Path folder;
  private RedisServer server;
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    Path data = Files.createDirectory(folder.resolve("redis"));
    int port = Server.freePort();
    server = RedisServer.start(port, data, "--appendonly", "yes");
    Files.writeString(folder.resolve("password"), RedisServer.PASSWORD);
    Files.writeString(folder.resolve("key"), "correct horse battery staple");
    server.redis("SET", "text", "value 한글");
    server.redis("SET", "number", "12345");
    server.redis("SET", "long", "a".repeat(5000));
    server.redis("SET", "expiring", "x", "EX", "1000");
    server.redis("RPUSH", "list", "a", "b", "c");
    server.redis("SADD", "set", "b", "a", "10");
    server.redis("SADD", "ints", "1", "2", "70000");
    server.redis("ZADD", "zset", "1.5", "a", "-2", "b");
    server.redis("HSET", "hash", "f", "v", "g", "w");
    server.redis("XADD", "stream", "*", "f", "v");
    server.redis("XGROUP", "CREATE", "stream", "group", "0");
    server.redis("XREADGROUP", "GROUP", "group", "kim", "STREAMS", "stream", ">");
    server.redis("EVAL", big(), "0");
    server.redis("-n", "3", "SET", "other", "database");
    bench = new BackupBench(folder).manual(PLAN.formatted(port, SEALED));
  }

  /** Beyond what is kept in one piece. */
  private static String big() {
    return "for i = 1, 2000 do redis.call('HSET', 'bighash', 'f' .. i, i)"
        + " redis.call('SADD', 'bigset', 'm' .. i) redis.call('ZADD', 'bigzset', i / 3, 'm' .. i)"
        + " redis.call('RPUSH', 'biglist', string.rep('x', 20) .. i)"
        + " redis.call('SET', 'key:' .. i, 'v' .. i) end return 1";
  }

  @AfterEach
  void close() {
    bench.close();
    server.close();
  }

  private void manual(String more) {
    bench.activate(PLAN.formatted(server.port(), more));
  }

  @Test
  @Shows("BAK-10")
  void aDrillStartsAServerWithTheSnapshotAndComparesEverything() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Backup backup = bench.newest();
    assertThat(backup.rows()).isEqualTo(2015);
    assertThat(Files.readString(folder.resolve("store").resolve(backup.name() + ".manifest")))
        .contains("\"rows/db0\":\"2014\"")
        .contains("\"expiring/db0\":\"1\"")
        .contains("\"rows/db3\":\"1\"")
        .contains("\"sample/db3/")
        .doesNotContain("bighash");

    Runs.Detail drill = bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill))
        .contains("2 tables, 2015 rows, all as backed up")
        .contains("DBSIZE: 2014");
    assertThat(bench.standing().matter()).isNull();
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }

  @Test
  void keysWhoseTimeIsOverRaiseNoAlarm() throws Exception {
    server.redis("EVAL", "for i = 1, 500 do redis.call('SET', 'e' .. i, 'x', 'PX', 1500) end", "0");
    PostgresBackupTest.succeeded(bench.backUp());
    while (!server.redis("DBSIZE").equals("2014")) {
      server.redis("EXISTS", "e1");
    }

    PostgresBackupTest.succeeded(bench.drill());
  }

  @Test
  @Shows("BAK-44")
  void aRestoreGivesAFileThatAServerBeginsWith() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());

    PostgresBackupTest.succeeded(bench.restore(folder + "/back.rdb", null));

    Process check =
        new ProcessBuilder("redis-check-rdb", folder + "/back.rdb")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("2015 keys read");
    PostgresBackupTest.failed(bench.restore(folder + "/back.rdb", null), "target-taken");
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }

  @Test
  @Shows("BAK-07")
  void aWrongPasswordAndAStoppedServerFailLoudly() throws Exception {
    Files.writeString(folder.resolve("password"), "another");
    PostgresBackupTest.failed(bench.backUp(), "server-unreachable");
    server.stop();
    PostgresBackupTest.failed(bench.backUp(), "server-unreachable");
    assertThat(bench.stored()).isEmpty();
  }

  @Test
  @Shows("BAK-16")
  void truncatedFlippedAndWronglyKeyedFilesAreFound() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Path file = folder.resolve("store").resolve(bench.newest().name());
    Files.writeString(folder.resolve("key"), "another");
    PostgresBackupTest.failed(bench.drill(), "seal-wrong-key");
    Files.writeString(folder.resolve("key"), "correct horse battery staple");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      int before = bytes.read();
      bytes.seek(bytes.length() / 2);
      bytes.write(before ^ 1);
    }
    PostgresBackupTest.failed(bench.verify(), "seal-damaged");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() / 2);
    }
    PostgresBackupTest.failed(bench.verify(), "seal-truncated");
  }

  /** Without encryption and compression the format's own end and sum must tell. */
  @Test
  void aSnapshotThatIsCutOrChangedIsFoundByItself() throws Exception {
    manual("compress: none");
    PostgresBackupTest.succeeded(bench.backUp());
    Path file = folder.resolve("store").resolve(bench.newest().name());
    byte[] whole = Files.readAllBytes(file);
    for (int size :
        new int[] {0, 8, 9, 100, whole.length / 2, whole.length - 9, whole.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(whole, size));
      PostgresBackupTest.failed(bench.verify(), "dump-damaged");
    }
    byte[] changed = whole.clone();
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("value ");
    changed[at] ^= 1;
    Files.write(file, changed);
    PostgresBackupTest.failed(bench.verify(), "dump-damaged");
    Runs.Detail drill = bench.drill();
    assertThat(drill.run().state()).isEqualTo(RunState.FAILED);
    assertThat(bench.standing().matter()).isEqualTo(Standing.Matter.DAMAGED);
  }

  @Test
  void anEmptiedServerIsUnusual() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    server.redis("FLUSHALL");

    PostgresBackupTest.succeeded(bench.backUp());

    assertThat(bench.newest().unusual()).startsWith("it has no rows, the one before had 2015");
  }
}
