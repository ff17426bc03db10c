package jigi.operate.backup.source.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.exec.Captured;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of Jigi's own that lives as long as a drill: reached on loopback only, with a
 * password that nobody else knows. A file beside its folder names it before it is made, so that one
 * that outlived a killed Jigi is found and removed.
 */
final class ScratchServer implements AutoCloseable {
  static final String USER = "jigi";
  private static final String MARK = ".scratch";
  private static final int TRIES = 5;
  private static final CrashPoint MARKED = CrashPoint.named("backup.scratch-marked");
  private static final CrashPoint STARTED = CrashPoint.named("backup.scratch-started");

  private final SourceTools tools;
  private final Path mark;
  private final Path folder;
  private final String binaries;
  private final String password = Ids.secret(16);
  private int port;

  private ScratchServer(SourceTools tools, String id, String binaries, @Nullable Path folder)
      throws IOException {
    this.tools = tools;
    this.binaries = binaries;
    Files.createDirectories(tools.scratch());
    this.mark = tools.scratch().resolve(id + MARK);
    this.folder = folder == null ? folder(tools, id) : folder;
    Files.writeString(mark, this.folder.toString());
  }

  /** Under the data folder, unless the account of the server cannot pass through to there. */
  private static Path folder(SourceTools tools, String id) throws IOException {
    Path wanted = tools.scratch().toAbsolutePath().resolve(id);
    if (ScratchFolder.isTooLong(wanted)) {
      return Path.of("/var/tmp", "jigi-scratch-" + id);
    }
    if (!tools.exec().isRoot()) {
      return wanted;
    }
    for (Path above = wanted.getParent(); above != null; above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return Path.of("/var/tmp", "jigi-scratch-" + id);
      }
    }
    return wanted;
  }

  static ScratchServer start(String id, int major, SourceTools tools)
      throws BackupException, InterruptedException {
    String initdb = PostgresPrograms.find("initdb", major);
    ScratchServer server = null;
    try {
      server = new ScratchServer(tools, id, String.valueOf(Path.of(initdb).getParent()), null);
      MARKED.pass();
      server.folder();
      server.make();
      server.begin();
      STARTED.pass();
      return server;
    } catch (IOException e) {
      abandon(server);
      throw new BackupException("scratch-failed", "no scratch server: " + e.getMessage(), e);
    } catch (BackupException | RuntimeException | InterruptedException e) {
      abandon(server);
      throw e;
    }
  }

  /**
   * Only a folder of the server's account, for whoever fills it.
   *
   * @param folder where; null for one under the data folder
   */
  static ScratchServer empty(String id, int major, @Nullable Path folder, SourceTools tools)
      throws BackupException, InterruptedException {
    String program = PostgresPrograms.find("pg_ctl", major);
    ScratchServer server = null;
    try {
      server = new ScratchServer(tools, id, String.valueOf(Path.of(program).getParent()), folder);
      MARKED.pass();
      server.folder();
      return server;
    } catch (IOException e) {
      abandon(server);
      throw new BackupException("scratch-failed", "no scratch server: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      abandon(server);
      throw e;
    }
  }

  private static void abandon(@Nullable ScratchServer server) {
    if (server != null) {
      server.close();
    }
  }

  private void folder() throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    own(folder);
  }

  private void make() throws IOException, BackupException, InterruptedException {
    Path secret = folder.resolve("password");
    Files.writeString(secret, password);
    own(secret);
    run(
        "initdb",
        "-D",
        data(),
        "-U",
        USER,
        "-A",
        "scram-sha-256",
        "--pwfile=" + secret,
        "-E",
        "UTF8",
        "--locale=C",
        "-N");
    Files.delete(secret);
  }

  /** Gives a file to the account of the server, when that is another one. */
  void own(Path file) throws IOException {
    if (!tools.exec().isRoot()) {
      return;
    }
    Files.setOwner(
        file,
        file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
  }

  /** A port that is free now may be taken the next moment. */
  private void begin() throws IOException, BackupException, InterruptedException {
    for (int i = 1; ; i++) {
      port = freePort();
      String options =
          "-p "
              + port
              + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
              + " -c full_page_writes=off -c synchronous_commit=off -c max_wal_size=4GB"
              + " -c shared_buffers=64MB -c autovacuum=off -c log_min_messages=error";
      try {
        run(
            "pg_ctl",
            "-w",
            "-D",
            data(),
            "-l",
            folder.resolve("log").toString(),
            "-o",
            options,
            "start");
        return;
      } catch (BackupException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  Path home() {
    return folder;
  }

  String password() {
    return password;
  }

  /** A program of the server's version, as the server's account. */
  List<String> command(String program, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(binaries + "/" + program), Stream.of(arguments)).toList();
    return tools.exec().as("postgres", command);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void run(String program, String... arguments)
      throws BackupException, InterruptedException {
    Captured end = capture(tools, binaries + "/" + program, arguments);
    if (end.code() != 0) {
      throw new BackupException("scratch-failed", PostgresRestore.said(program, end));
    }
  }

  private static Captured capture(SourceTools tools, String program, String... arguments)
      throws InterruptedException {
    List<String> command = Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
    return tools
        .exec()
        .capture(tools.exec().as("postgres", command), PostgresRestore.SHORT, Map.of());
  }

  PostgresServer server() {
    return PostgresServer.scratch(port, password, tools);
  }

  /** Stops it and removes what it wrote. */
  @Override
  public void close() {
    // An interrupted drill tears down, too: the interruption is told to whoever waits, afterwards.
    boolean interrupted = Thread.interrupted();
    try {
      remove(tools, folder, mark);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes those that outlived a killed Jigi; called before any is started. */
  static void sweep(SourceTools tools) throws InterruptedException {
    if (!Files.isDirectory(tools.scratch())) {
      return;
    }
    try (Stream<Path> files = Files.list(tools.scratch())) {
      for (Path mark : files.filter(file -> file.toString().endsWith(MARK)).toList()) {
        remove(tools, Path.of(Files.readString(mark).strip()), mark);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + tools.scratch(), e);
    }
  }

  private static void remove(SourceTools tools, Path folder, Path mark)
      throws InterruptedException {
    Path data = folder.resolve("data");
    try {
      if (Files.exists(data.resolve("postmaster.pid"))) {
        String stop = PostgresPrograms.find("pg_ctl", 0);
        capture(tools, stop, "-D", data.toString(), "-m", "immediate", "-w", "stop");
      }
      if (Files.exists(folder)) {
        Captured end =
            tools
                .exec()
                .capture(
                    List.of("rm", "-rf", "--", folder.toString()), PostgresRestore.SHORT, Map.of());
        if (end.code() != 0) {
          throw new IllegalStateException("cannot remove " + folder + ": " + end.stderr());
        }
      }
      Files.deleteIfExists(mark);
    } catch (BackupException e) {
      throw new IllegalStateException("a scratch server cannot be stopped: " + e.fact(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + mark, e);
    }
  }
}
