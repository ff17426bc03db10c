package jigi.operate.backup.source.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.connect.Address;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.base.exec.Exchange;
import jigi.base.exec.Piped;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous.Recovery;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.Point;
import jigi.operate.backup.source.SourceTools;

/**
 * A base backup and the log after it, brought up on a server of Jigi's own that answers on loopback
 * only. {@code pg_control} gets its name last: what was cut off cannot be started. Where a folder
 * is wanted, the server is stopped in the end and its data stay there.
 */
final class PhysicalLanding implements Landing {
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int CHUNK = 128 * 1024;
  private static final String CONTROL = BaseTar.CONTROL + ".restoring";
  private static final String SETTINGS = "postgresql.auto.conf";
  private static final CrashPoint EXTRACTED = CrashPoint.named("backup.base-extracted");
  private static final CrashPoint RECOVERED = CrashPoint.named("backup.recovered");

  private final PostgresServer original;
  private final Recovery wanted;
  private final SourceTools tools;
  private final ScratchServer scratch;
  private final Path data;
  private final String role = "jigi_" + Ids.secret(6);
  private int port;

  private PhysicalLanding(
      PostgresServer original, Recovery wanted, SourceTools tools, ScratchServer scratch) {
    this.original = original;
    this.wanted = wanted;
    this.tools = tools;
    this.scratch = scratch;
    this.data = scratch.home().resolve("data");
  }

  static PhysicalLanding open(PostgresServer original, Recovery wanted, SourceTools tools)
      throws BackupException, InterruptedException {
    Path home = wanted.growingServer();
    int major = PostgresSource.major(wanted.backup().about().getOrDefault("server", ""));
    ScratchServer scratch = ScratchServer.empty(wanted.id(), major, home, tools);
    return new PhysicalLanding(original, wanted, tools, scratch);
  }

  @Override
  public String where() {
    return wanted.where();
  }

  @Override
  public boolean isMeasuredInstant() {
    return wanted.point() == null;
  }

  @Override
  public void restore(Contents contents, InputStream bytes)
      throws BackupException, InterruptedException {
    try {
      for (Path folder : List.of(data, scratch.home().resolve("wal"))) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        scratch.own(folder);
      }
      extract(bytes);
      EXTRACTED.pass();
      fetchLogs();
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  private void extract(InputStream bytes) throws BackupException, InterruptedException {
    List<String> tar =
        List.of(
            "tar",
            "--extract",
            "--file=-",
            "--directory=" + data,
            "--no-same-owner",
            "--transform=s,^" + BaseTar.CONTROL + "$," + CONTROL + ",");
    try (Piped program = tools.exec().pipe(tools.exec().as("postgres", tar), Map.of(), true)) {
      IOException broken = null;
      byte[] buffer = new byte[CHUNK];
      OutputStream in = program.in();
      for (int n = read(bytes, buffer); n >= 0; n = read(bytes, buffer)) {
        try {
          in.write(buffer, 0, n);
        } catch (IOException e) {
          broken = e;
          break;
        }
      }
      close(in, broken);
      Captured end = program.await(tools.timeout());
      if (end.code() != 0) {
        String said = PostgresRestore.said("tar", end);
        throw new BackupException(
            said.contains("No space left") ? "disk-full" : "restore-failed", said);
      }
    }
  }

  private static int read(InputStream bytes, byte[] buffer)
      throws BackupException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return bytes.read(buffer);
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  private static void close(OutputStream in, @org.jspecify.annotations.Nullable IOException broken)
      throws BackupException {
    try {
      in.close();
    } catch (IOException e) {
      if (broken == null) {
        throw new BackupException("restore-failed", "tar did not read to the end", e);
      }
    }
  }

  /** All that is stored, or as far as a position lies. */
  private void fetchLogs() throws IOException, BackupException, InterruptedException {
    String position =
        switch (wanted.point()) {
          case null -> wanted.backup().about().get(PhysicalDump.PROOF);
          case Point.Position at -> at.position();
          case Point.Time _, Point.Name _ -> null;
        };
    long size = PhysicalSource.segment(wanted.backup());
    int beyond = 0;
    for (String name : wanted.logs().names()) {
      Path file = scratch.home().resolve("wal").resolve(name);
      wanted.logs().fetch(name, file);
      scratch.own(file);
      WalSegment segment = WalSegment.of(name, size);
      // The first record after the position, which ends the recovery, may lie in the next one.
      if (position != null
          && segment != null
          && segment.end() > WalSegment.position(position)
          && beyond++ > 0) {
        return;
      }
    }
  }

  @Override
  public void complete() throws BackupException, InterruptedException {
    verify();
    try {
      Files.move(data.resolve(CONTROL), data.resolve(BaseTar.CONTROL));
      if (Files.exists(data.resolve(SETTINGS))) {
        // The settings of the original are not those of this machine; keep() gives them back.
        Files.move(data.resolve(SETTINGS), scratch.home().resolve(SETTINGS));
      }
      Files.writeString(data.resolve("recovery.signal"), "");
      scratch.own(data.resolve("recovery.signal"));
      write(
          "pg_hba.conf", "local all all trust\nhost all " + role + " 127.0.0.1/32 scram-sha-256\n");
      write("pg_ident.conf", "");
      port = ScratchServer.freePort();
      write(
          "postgresql.conf",
          RecoverySettings.of(wanted, scratch.home(), port, tools.timeline().ahead()));
    } catch (IOException e) {
      throw new BackupException("scratch-failed", "no scratch server: " + e, e);
    }
    start();
    awaitReady();
    RECOVERED.pass();
    psql("CREATE ROLE " + role + " SUPERUSER LOGIN PASSWORD '" + scratch.password() + "'");
  }

  private void write(String name, String text) throws IOException {
    Path file = scratch.home().resolve(name);
    Files.writeString(file, text);
    scratch.own(file);
  }

  /** Every file on the disk against the backup manifest, and the log that came with them. */
  private void verify() throws BackupException, InterruptedException {
    Captured end =
        tools
            .exec()
            .capture(
                scratch.command(
                    "pg_verifybackup",
                    "--exit-on-error",
                    "--quiet",
                    "--ignore=" + BaseTar.CONTROL,
                    "--ignore=" + CONTROL,
                    data.toString()),
                LONGEST,
                Map.of());
    if (end.code() != 0) {
      throw new BackupException("dump-damaged", PostgresRestore.said("pg_verifybackup", end));
    }
  }

  private void start() throws BackupException, InterruptedException {
    Path log = scratch.home().resolve("log");
    Captured end =
        tools
            .exec()
            .capture(
                scratch.command(
                    "pg_ctl",
                    "--wait",
                    "--timeout=" + LONGEST.toSeconds(),
                    "--pgdata=" + data,
                    "--log=" + log,
                    "--options=-c config_file=" + quoted(scratch.home().resolve("postgresql.conf")),
                    "start"),
                LONGEST,
                Map.of());
    if (end.code() != 0) {
      throw failure(log, end);
    }
  }

  /** {@code pg_ctl} waits for a server that replays, and not for the end of that. */
  private void awaitReady() throws BackupException, InterruptedException {
    Path log = scratch.home().resolve("log");
    List<String> ready =
        scratch.command("pg_isready", "--quiet", "--host=" + scratch.home(), "--port=" + port);
    List<String> status = scratch.command("pg_ctl", "--pgdata=" + data, "status");
    while (tools.exec().capture(ready, PostgresRestore.SHORT, Map.of()).code() != 0) {
      Captured running = tools.exec().capture(status, PostgresRestore.SHORT, Map.of());
      if (running.code() != 0) {
        throw failure(log, running);
      }
      tools.timeline().sleep(PAUSE);
    }
  }

  /** {@code pg_ctl} gives its options to a shell. */
  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  private BackupException failure(Path log, Captured end) throws InterruptedException {
    Captured text =
        tools
            .exec()
            .capture(
                List.of("tail", "-c", "4000", log.toString()), PostgresRestore.SHORT, Map.of());
    List<String> fatal =
        text.stdout().lines().filter(line -> line.matches(".*(FATAL|PANIC|ERROR):.*")).toList();
    String said = fatal.isEmpty() ? PostgresRestore.said("pg_ctl", end) : String.join("; ", fatal);
    if (said.contains("before configured recovery target was reached")) {
      return new BackupException(
          "point-not-reached", "the stored log ends before that point: " + said);
    }
    return new BackupException("recovery-failed", said);
  }

  /** By the socket in a folder that the server's account alone can enter. */
  private void psql(String statement) throws BackupException, InterruptedException {
    Exchange end =
        tools
            .exec()
            .exchange(
                scratch.command(
                    "psql",
                    "--no-psqlrc",
                    "--quiet",
                    "--no-password",
                    "--host=" + scratch.home(),
                    "--port=" + port,
                    "--username=" + wanted.backup().about().getOrDefault("superuser", "postgres"),
                    "--dbname=template1",
                    "--set=ON_ERROR_STOP=1",
                    "--file=-"),
                (statement + ";\n").getBytes(StandardCharsets.UTF_8),
                PostgresRestore.SHORT,
                Map.of());
    Captured text = end.text();
    if (text.code() != 0) {
      throw new BackupException("recovery-failed", PostgresRestore.said("psql", text));
    }
  }

  private PostgresServer server() {
    return PostgresServer.scratch(
        new Address(role, "127.0.0.1", port, original.home()), scratch.password(), tools);
  }

  @Override
  public Contents contents(Contents manifest) throws BackupException, InterruptedException {
    try (PhysicalMeasure measure = PhysicalMeasure.open(server())) {
      return measure.as(manifest);
    }
  }

  /** Catalogues, too: all pages are those of the original. */
  @Override
  public List<String> inspect() throws BackupException, InterruptedException {
    return List.of(Amcheck.look(server(), "--all"));
  }

  @Override
  public String ask(String question) throws BackupException, InterruptedException {
    try (SqlSession session = server().open(original.home())) {
      List<Row> rows = session.query(question, 1);
      return rows.isEmpty()
          ? ""
          : rows.getFirst().text(rows.getFirst().values().keySet().iterator().next());
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  @Override
  public void keep() throws BackupException, InterruptedException {
    Path target = wanted.folder();
    if (target == null) {
      return;
    }
    psql("DROP ROLE " + role);
    Captured end =
        tools
            .exec()
            .capture(
                scratch.command("pg_ctl", "--wait", "--mode=fast", "--pgdata=" + data, "stop"),
                PostgresRestore.SHORT,
                Map.of());
    if (end.code() != 0) {
      throw new BackupException("recovery-failed", PostgresRestore.said("pg_ctl", end));
    }
    try {
      Path settings = scratch.home().resolve(SETTINGS);
      if (Files.exists(settings)) {
        Files.move(settings, data.resolve(SETTINGS));
      }
      Files.move(data, target);
    } catch (IOException e) {
      throw new BackupException("restore-failed", "cannot give " + target + " its name: " + e, e);
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
