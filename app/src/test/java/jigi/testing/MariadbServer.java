package jigi.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real MariaDB server in a folder of its own. */
public final class MariadbServer implements AutoCloseable {
  /** It lives as long as a test, and what it keeps is not to outlive the machine. */
  private static final String NO_SYNC = "--innodb-flush-method=nosync";

  private static final String SMALL = "--innodb-log-file-size=10M";

  private final Server server;

  private MariadbServer(Server server) {
    this.server = server;
  }

  /**
   * @param setup statements that the server executes at its start
   */
  public static MariadbServer start(Path data, String setup) throws Exception {
    return start(data, setup, List.of());
  }

  /**
   * @param options further ones of mariadbd
   */
  public static MariadbServer start(Path data, String setup, List<String> options)
      throws Exception {
    // The server runs as another account, which must be able to pass through the folder.
    Files.createDirectory(data.resolve("db"));
    // Servers that share a folder for temporary tables take each other's.
    Path temporary = Files.createDirectory(data.resolve("tmp"));
    run(data, "chown", "-R", "mysql", data.toString());
    run(
        data,
        "mariadb-install-db",
        "--user=mysql",
        "--datadir=" + data.resolve("db"),
        "--tmpdir=" + temporary,
        NO_SYNC,
        SMALL,
        "--auth-root-authentication-method=normal",
        "--skip-test-db");
    Path file = data.resolve("setup.sql");
    Files.writeString(file, setup);
    run(data, "chown", "mysql", file.toString());
    int port = Server.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Component.MARIADB.path().toString(),
                "--no-defaults",
                "--user=mysql",
                "--datadir=" + data.resolve("db"),
                "--tmpdir=" + temporary,
                NO_SYNC,
                SMALL,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--max-connections=20",
                "--init-file=" + file,
                "--socket=" + data.resolve("s"),
                "--pid-file=" + data.resolve("pid")));
    command.addAll(options);
    return new MariadbServer(Server.start(command, port, data.resolve("log")));
  }

  private static void run(Path data, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve(command[0] + ".out").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(data.resolve(command[0] + ".out")));
    }
  }

  public int port() {
    return server.port();
  }

  /** The process, to be treated badly. */
  public Server server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
