package jigi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL server on a port of its own, started once per test process. */
public final class PostgresServer {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static @Nullable PostgresServer running;

  private final Path binaries;
  private final Path folder;
  private final int port;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresServer(List<String> options) throws IOException {
    binaries = Component.POSTGRESQL.path().resolveSibling(".");
    folder = Files.createTempDirectory("jigi-postgres");
    // The server refuses to run as root, and its user must be able to pass through the folder.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> all = new ArrayList<>(List.of("-D", folder.resolve("data").toString()));
    all.addAll(List.of("-A", "trust", "-U", "postgres", "-N", "-E", "UTF8", "--locale=C"));
    all.addAll(options);
    run("initdb", all.toArray(String[]::new));
    startServer();
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
  }

  /** A standby that streams from another one and is called {@code name} there. */
  private PostgresServer(PostgresServer primary, String name) throws IOException {
    binaries = primary.binaries;
    folder = Files.createTempDirectory("jigi-postgres");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String source =
        "host=127.0.0.1 port=%d user=postgres application_name=%s".formatted(primary.port, name);
    String data = folder.resolve("data").toString();
    // Only some programs are linked beside initdb.
    Path copies = binaries.resolve("initdb").toRealPath().resolveSibling("pg_basebackup");
    run(copies.toString(), "-d", source, "-D", data, "-R", "-X", "stream", "-c", "fast", "-N");
    startServer();
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
  }

  /** A standby of this one, see {@code pg_stat_replication.application_name}. */
  public PostgresServer standby(String name) throws IOException {
    return new PostgresServer(this, name);
  }

  /**
   * Another one, for a test that stops it or changes its settings.
   *
   * @param options of {@code initdb} beyond the usual ones
   */
  public static PostgresServer fresh(String... options) throws IOException {
    return new PostgresServer(List.of(options));
  }

  /** The server of this test process. */
  public static synchronized PostgresServer get() {
    PostgresServer server = running;
    if (server == null) {
      try {
        server = new PostgresServer(List.of());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      running = server;
    }
    return server;
  }

  /** Makes an empty database, or a copy of another one that nobody is connected to. */
  public String database(@Nullable String template) {
    String name = "test" + databases.incrementAndGet();
    String copy = template == null ? "" : " TEMPLATE " + template;
    try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + copy);
      return name;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Does as the superuser. */
  public void execute(String database, String... statements) {
    try (Connection connection = DriverManager.getConnection(url(database), "postgres", "");
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on accounts other than postgres need their passwords. */
  public void requirePasswords() throws IOException {
    Files.writeString(
        folder.resolve("data/pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 trust
        host all shut 127.0.0.1/32 reject
        host all all 127.0.0.1/32 scram-sha-256
        """);
    execute("postgres", "SELECT pg_reload_conf()");
  }

  /** Sends a signal to the server and all its sessions: STOP hangs it, CONT lets it go on. */
  public void signal(String name) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
    run("/bin/kill", "-" + name, String.valueOf(pid));
    for (ProcessHandle child :
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList()) {
      try {
        run("/bin/kill", "-" + name, String.valueOf(child.pid()));
      } catch (IllegalStateException e) {
        if (child.isAlive()) {
          throw e;
        }
      }
    }
  }

  /** Where its Unix socket lies. */
  public Path sockets() {
    return folder;
  }

  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Stops it as an administrator in a hurry does; {@link #startServer} brings it back. */
  public void stopServer() {
    run("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "-w", "stop");
  }

  public void startServer() {
    String options =
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=off"
            .formatted(port, folder);
    run(
        "pg_ctl",
        "-w",
        "-D",
        folder.resolve("data").toString(),
        "-l",
        folder.resolve("log").toString(),
        "-o",
        options,
        "start");
  }

  /** Stops it and removes what it wrote. */
  public void remove() {
    if (Files.exists(folder.resolve("data/postmaster.pid"))) {
      stopServer();
    }
    if (!Files.exists(folder)) {
      return;
    }
    try {
      // Hundreds of databases are many thousands of files: nobody waits for their end.
      new ProcessBuilder("rm", "-rf", "--", folder.toString()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(
          List.of("setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"));
    }
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      Path output = folder.resolve(Path.of(program).getFileName() + ".out");
      int exit =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IllegalStateException(program + ": " + Files.readString(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
