package jigi.operate.backup.source.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.base.exec.Piped;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Feed;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server of Jigi's own that lives as long as a drill: reached on loopback only, with a
 * password that nobody else knows; its events never begin by themselves.
 */
final class MysqlScratch implements AutoCloseable {
  static final String USER = "jigi";

  /** What a server calls its loopback. */
  static final String HOST = "localhost";

  private static final String OWN = "'" + USER + "'@'" + HOST + "'";
  private static final String ACCOUNT = "mysql";
  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final int TRIES = 5;
  private static final CrashPoint STARTED = CrashPoint.named("backup.mysql-scratch-started");

  private final SourceTools tools;
  private final MysqlPrograms programs;
  private final ScratchFolder folder;
  private final String password = Ids.secret(16);
  private int port;
  private @Nullable Piped server;

  private MysqlScratch(SourceTools tools, MysqlPrograms programs, ScratchFolder folder) {
    this.tools = tools;
    this.programs = programs;
    this.folder = folder;
  }

  static MysqlScratch start(String id, MysqlPrograms programs, SourceTools tools)
      throws BackupException, InterruptedException {
    return start(id, null, programs, tools);
  }

  /**
   * @param at the folder that it works in; null for one under the data folder
   */
  static MysqlScratch start(String id, @Nullable Path at, MysqlPrograms programs, SourceTools tools)
      throws BackupException, InterruptedException {
    MysqlScratch scratch = null;
    try {
      Path install = programs.install();
      programs.server();
      scratch =
          new MysqlScratch(
              tools, programs, ScratchFolder.make(MysqlSource.KIND, id, at, ACCOUNT, tools));
      scratch.make(install);
      scratch.begin();
      STARTED.pass();
      MysqlScratch started = scratch;
      scratch = null;
      return started;
    } catch (IOException e) {
      throw new BackupException("scratch-failed", "no scratch server: " + e.getMessage(), e);
    } finally {
      if (scratch != null) {
        scratch.close();
      }
    }
  }

  private Path data() {
    return folder.path().resolve("data");
  }

  /**
   * Servers that share a folder for temporary tables take each other's: they name them by process
   * and thread only, and clean up at their start.
   */
  private Path temporary() {
    return folder.path().resolve("tmp");
  }

  private void make(Path install) throws IOException, BackupException, InterruptedException {
    for (Path made : List.of(data(), temporary())) {
      Files.createDirectory(made);
      folder.own(made, ACCOUNT);
    }
    Captured end =
        tools
            .exec()
            .capture(
                tools
                    .exec()
                    .as(
                        ACCOUNT,
                        List.of(
                            install.toString(),
                            "--no-defaults",
                            "--datadir=" + data(),
                            "--tmpdir=" + temporary(),
                            "--auth-root-authentication-method=normal",
                            "--skip-name-resolve",
                            "--skip-test-db")),
                SHORT,
                Map.of());
    if (end.code() != 0) {
      throw new BackupException("scratch-failed", Feed.said("mariadb-install-db", end));
    }
    Path setup = folder.path().resolve("setup.sql");
    Files.writeString(
        setup,
        String.join(
            ";\n",
            "CREATE USER " + OWN + " IDENTIFIED BY '" + password + "'",
            "GRANT ALL ON *.* TO " + OWN + " WITH GRANT OPTION",
            // Nobody who sets up a server may grant this, and accounts of a dump have it.
            "INSERT INTO mysql.proxies_priv (Host, User, Proxied_host, Proxied_user, With_grant,"
                + " Grantor) VALUES ('"
                + HOST
                + "', '"
                + USER
                + "', '', '', 1, '')",
            "DROP USER IF EXISTS root@localhost, root@'127.0.0.1', root@'::1'",
            "FLUSH PRIVILEGES;\n"));
    folder.own(setup, ACCOUNT);
  }

  /** A port that is free now may be taken the next moment. */
  private void begin() throws IOException, BackupException, InterruptedException {
    for (int i = 1; ; i++) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Piped started = tools.exec().pipe(tools.exec().as(ACCOUNT, command()), Map.of(), false);
      server = started;
      if (answers(started)) {
        Files.delete(folder.path().resolve("setup.sql"));
        return;
      }
      Captured end = started.await(SHORT);
      if (i == TRIES) {
        throw new BackupException("scratch-failed", Feed.said("mariadbd", end) + lastWords());
      }
    }
  }

  private List<String> command() throws BackupException {
    return List.of(
        programs.server().toString(),
        "--no-defaults",
        "--datadir=" + data(),
        "--tmpdir=" + temporary(),
        "--port=" + port,
        "--bind-address=127.0.0.1",
        "--socket=" + folder.path().resolve("s"),
        "--pid-file=" + folder.pid(),
        "--log-error=" + folder.path().resolve("log"),
        "--init-file=" + folder.path().resolve("setup.sql"),
        // Accounts of named hosts are ignored by a server that resolves no names.
        "--skip-log-bin",
        "--event-scheduler=OFF",
        "--max-allowed-packet=1G",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-buffer-pool-size=64M",
        "--innodb-strict-mode=OFF",
        "--sql-mode=");
  }

  /** Whether it lets in before it ends. */
  private boolean answers(Piped started) throws BackupException, InterruptedException {
    for (int i = 0; ; i++) {
      try (SqlSession session = reach().open("")) {
        session.query("SELECT 1 AS one", 1);
        return true;
      } catch (BackupException | QueryException e) {
        if (i > 600 || started.ends(Duration.ofMillis(100))) {
          return false;
        }
      }
    }
  }

  private String lastWords() throws IOException {
    Path log = folder.path().resolve("log");
    if (!Files.exists(log)) {
      return "";
    }
    List<String> lines = Files.readAllLines(log);
    return ": " + String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  Path folder() {
    return folder.path();
  }

  MysqlReach reach() {
    return MysqlReach.scratch(port, password, programs, tools);
  }

  /** Ends it as a server is ended, without the account of its own; its data stay for now. */
  Path stop() throws BackupException, InterruptedException {
    try (SqlSession session = reach().acting("")) {
      session.update("DROP USER " + OWN);
      session.update("SHUTDOWN");
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
    Captured end = Objects.requireNonNull(server).await(tools.timeout());
    if (end.code() != 0) {
      throw new BackupException("recovery-failed", Feed.said("mariadbd", end));
    }
    return data();
  }

  /** Stops it and removes what it wrote. */
  @Override
  public void close() {
    Piped running = server;
    if (running != null) {
      running.close();
    }
    folder.remove();
  }
}
