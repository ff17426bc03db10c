package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jigi.Shows;
import jigi.base.run.Run;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dumps that the programs of a host make, behind a real sshd. */
@Needs({"postgresql", "sshd"})
@Timeout(180)
@SuppressWarnings("NullAway.Init") // set before each test
class ElsewhereDumpTest {
  private static final String PLAN =
      """
      hosts:
        far: {ssh: '%s', key: {file: '%s'}, path: ['%s']}
      connections:
        db: {postgres: postgres@127.0.0.1:%d/postgres, on: far}
      stores:
        local: {directory: store}
      plans:
        database:
          postgres: db
          databases: [%s]
          dump: {on: far}
          to: [local]
          drill: {}
      """;

  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.get();
  private SshServer host;
  private BackupBench bench;
  private Path programs;

  @BeforeEach
  void open() throws IOException {
    String database = server.database(null);
    server.execute(
        database, "CREATE TABLE orders AS SELECT i AS id FROM generate_series(1, 2000) i");
    host = new SshServer(folder.resolve("there")).start();
    programs = Files.createDirectory(folder.resolve("programs"));
    Files.writeString(folder.resolve("known_hosts"), host.knownHost());
    bench =
        new BackupBench(folder)
            .manual(PLAN.formatted(host.address(), host.key(), programs, server.port(), database));
  }

  @AfterEach
  void close() {
    bench.close();
    host.close();
  }

  /** What is found as {@code pg_dump} there; REAL is the real one. */
  private void dumpBy(String script) throws IOException {
    Path program = programs.resolve("pg_dump");
    String real =
        jigi.testing.Component.POSTGRESQL.path().toRealPath().resolveSibling("pg_dump").toString();
    Files.writeString(program, "#!/bin/sh\n" + script.replace("REAL", real) + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  @Shows({"BAK-01", "BAK-07"})
  void theProgramsOfTheHostDumpAndADrillFindsAllOfIt() throws Exception {
    dumpBy(
        "tr '\\0' ' ' < /proc/$$/cmdline > "
            + folder
            + "/words; pwd >> "
            + folder
            + "/words; exec REAL \"$@\"");

    PostgresBackupTest.succeeded(bench.backUp());
    Runs.Detail drill = bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill)).contains("2000 rows, all as backed up");
    assertThat(folder.resolve("words")).content().contains("--snapshot=", host.home().toString());
  }

  @Test
  @Shows("BAK-02")
  void aDumpThatEndsBadlyThereIsNoBackup() throws Exception {
    dumpBy("REAL \"$@\" | head -c 3000; echo gone >&2; exit 3");

    Runs.Detail detail = bench.backUp();

    PostgresBackupTest.failed(detail, "dump-failed");
    assertThat(BackupBench.evidence(detail)).contains("pg_dump ended with 3: ", "; gone");
    assertThat(bench.stored()).isEmpty();
  }

  @Test
  void aDumpWithoutAProgramThereIsNamed() throws Exception {
    dumpBy("exec /nowhere/pg_dump");

    PostgresBackupTest.failed(bench.backUp(), "dump-failed");
  }

  @Test
  void aDumpThatIsCancelledHereEndsThere() throws Exception {
    dumpBy("echo $$ > " + folder + "/pid; exec sleep 1000");
    Run run = bench.backups.backUp("shop", "database", "user:kim", bench.engine);
    long pid = Until.found("dumping", this::pid, host::log);

    bench.engine.cancel(run.id(), "user:kim");

    Runs.Detail detail = bench.until(run, now -> now.run().state().ended());
    assertThat(detail.run().state()).isEqualTo(RunState.CANCELLED);
    Until.so(
        "ended there",
        () -> ProcessHandle.of(pid).map(each -> !each.isAlive()).orElse(true),
        host::log);
    assertThat(bench.stored()).isEmpty();
  }

  private @org.jspecify.annotations.Nullable Long pid() {
    try {
      String text = Files.readString(folder.resolve("pid")).strip();
      return text.isEmpty() ? null : Long.valueOf(text);
    } catch (IOException e) {
      return null;
    }
  }

  @Test
  void aHostThatIsNotReachedIsNamed() throws Exception {
    host.stop();

    Runs.Detail detail = bench.backUp();

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(BackupBench.evidence(detail)).contains("far");
  }
}
