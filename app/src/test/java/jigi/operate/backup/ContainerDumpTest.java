package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import jigi.Shows;
import jigi.base.run.Run;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Component;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
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

/**
 * Dumps made in a real container, without a network: it reaches the server by a socket alone. The
 * programs of this machine are mounted into it.
 */
@Needs({"docker", "postgresql"})
@Timeout(240)
@SuppressWarnings("NullAway.Init") // set before each test
class ContainerDumpTest {
  private static final String RUNS = "while :; do sleep 1; done";
  private static DockerDaemon daemon;

  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.get();
  private BackupBench bench;
  private Path tools;

  @BeforeAll
  static void start() throws IOException {
    daemon = DockerDaemon.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (daemon != null) {
      daemon.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    String database = server.database(null);
    server.execute(
        database, "CREATE TABLE orders AS SELECT i AS id FROM generate_series(1, 2000) i");
    tools = Files.createDirectory(folder.resolve("tools"));
    bench =
        new BackupBench(folder)
            .manual(
                plan(
                    "{postgres: postgres@127.0.0.1:" + server.port() + "/postgres}",
                    "postgres: db, databases: [" + database + "]"));
  }

  @AfterEach
  void close() {
    bench.close();
    daemon.clear();
  }

  private static String plan(String connection, String source) {
    return """
        connections:
          engine: {docker: '%s'}
          db: %s
        stores:
          local: {directory: store}
        plans:
          database: {%s, dump: {container: db, docker: engine}, to: [local], drill: {}}
        """
        .formatted(daemon.address(), connection, source);
  }

  private void run(String... options) throws IOException {
    String programs = String.valueOf(Component.POSTGRESQL.path().toRealPath().getParent());
    List<String> all =
        new ArrayList<>(
            List.of(
                "--volume=/usr:/usr:ro",
                "--volume=/lib:/lib:ro",
                "--volume=/lib64:/lib64:ro",
                "--volume=" + tools + ":/tools",
                "--env=PATH=/tools:" + programs + ":/usr/bin:/bin"));
    all.addAll(List.of(options));
    daemon.run("db", RUNS, all.toArray(String[]::new));
  }

  private void runBesideServer() throws IOException {
    run("--volume=" + server.sockets() + ":/var/run/postgresql", "--env=PGPORT=" + server.port());
  }

  /** What is found as {@code pg_dump} there; REAL is the real one. */
  private void dumpBy(String script) throws IOException {
    Path program = tools.resolve("pg_dump");
    String real = Component.POSTGRESQL.path().toRealPath().resolveSibling("pg_dump").toString();
    Files.writeString(program, "#!/bin/sh\n" + script.replace("REAL", real) + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  @Shows("BAK-01")
  void theProgramsOfTheContainerDumpAndADrillFindsAllOfIt() throws Exception {
    runBesideServer();
    dumpBy("cat /etc/passwd > /tools/seen; exec REAL \"$@\"");

    PostgresBackupTest.succeeded(bench.backUp());
    Runs.Detail drill = bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill)).contains("2000 rows, all as backed up");
    assertThat(tools.resolve("seen")).content().contains("app:x:1000");
  }

  @Test
  @Tag("exhaustive")
  @Shows("BAK-02")
  void aDumpThatEndsBadlyThereIsNoBackup() throws Exception {
    runBesideServer();
    dumpBy("REAL \"$@\" | head -c 3000; echo gone >&2; exit 3");

    Runs.Detail detail = bench.backUp();

    PostgresBackupTest.failed(detail, "dump-failed");
    assertThat(BackupBench.evidence(detail)).contains("pg_dump ended with 3: ", "; gone");
    assertThat(bench.stored()).isEmpty();
  }

  @Test
  void aDumpThatIsCancelledHereEndsThere() throws Exception {
    runBesideServer();
    dumpBy("exec sleep 1000");
    Run run = bench.backups.backUp("shop", "database", "user:kim", bench.engine);
    Until.so("dumping", this::sleeps, () -> daemon.docker("top", "db"));

    bench.engine.cancel(run.id(), "user:kim");

    Runs.Detail detail = bench.until(run, now -> now.run().state().ended());
    assertThat(detail.run().state()).isEqualTo(RunState.CANCELLED);
    Until.so("ended there", () -> !sleeps(), () -> daemon.docker("top", "db"));
    assertThat(bench.stored()).isEmpty();
  }

  private boolean sleeps() {
    return daemon.docker("top", "db").contains("sleep 1000");
  }

  @Test
  void aContainerThatIsNotThereIsNamed() throws Exception {
    PostgresBackupTest.failed(bench.backUp(), "site-unreachable");
  }

  @Test
  @Tag("exhaustive")
  @Needs("mariadb")
  @Shows("BAK-30")
  void aMariadbIsDumpedByItsSocket() throws Exception {
    Path other = Files.createDirectory(folder.resolve("maria"));
    try (MariadbBench maria = new MariadbBench(other)) {
      run("--volume=" + maria.data() + ":/db", "--env=MYSQL_UNIX_PORT=/db/s");
      maria.bench.activate(
          plan(
              "{mysql: 'backup@127.0.0.1:"
                  + maria.machine.server().port()
                  + "', password: {file: password}}",
              "mysql: db, databases: [shop], name: 'b_{database}_{time}.sql'"));

      PostgresBackupTest.succeeded(maria.bench.backUp());
      Runs.Detail drill = maria.bench.drill();

      PostgresBackupTest.succeeded(drill);
      assertThat(BackupBench.evidence(drill)).contains("1000 rows, all as backed up");
    }
  }
}
