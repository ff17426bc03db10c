package jigi.operate.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import jigi.testing.MariadbServer;
import jigi.testing.OpenFolder;

/** A real MariaDB, and backups of one of its databases. */
final class MariadbBench implements AutoCloseable {
  /** A key itself: a passphrase costs its derivation with every file. */
  static final String KEY = "5e".repeat(32);

  static final String PASSWORD = "s3cret of the backups";
  private static final String PLAN =
      """
      connections:
        db: {mysql: "backup@127.0.0.1:%d", password: {file: password}}
      stores:
        local: {directory: store}
      plans:
        database:
          mysql: db
          databases: [%s]
          name: backup_{database}_{time:yyyyMMdd_HHmmss}.sql
          encrypt: {aes-256-gcm: {file: key}}
          to: [local]
          rpo: 24h
          rto: 1h
          programs: %s
          drill: {sql: ["SELECT count(*) FROM orders"]}
      """;

  private static final String[] ACCOUNTS = {
    "CREATE OR REPLACE USER backup@'%' IDENTIFIED BY '" + PASSWORD + "'",
    "GRANT ALL ON *.* TO backup@'%' WITH GRANT OPTION",
    "DROP DATABASE IF EXISTS shop",
    "CREATE DATABASE shop CHARACTER SET utf8mb4"
  };

  final Path folder;
  final Path programs;
  final Machine machine;
  final BackupBench bench;
  private final boolean own;

  /**
   * A server, and the folder in which its socket lies. One does for all tests of a class: each
   * begins with a database of its own making.
   */
  record Machine(MariadbServer server, OpenFolder open) implements AutoCloseable {
    static Machine start(String... options) throws Exception {
      OpenFolder open = OpenFolder.make("mariadb");
      String setup = "CREATE USER test@'%';\nGRANT ALL ON *.* TO test@'%' WITH GRANT OPTION;\n";
      return new Machine(MariadbServer.start(open.path(), setup, List.of(options)), open);
    }

    @Override
    public void close() {
      server.close();
      open.close();
    }
  }

  /** On a server of its own, which ends with it. */
  MariadbBench(Path folder) throws Exception {
    this(folder, Machine.start(), true);
  }

  MariadbBench(Path folder, Machine machine) throws Exception {
    this(folder, machine, false);
  }

  private MariadbBench(Path folder, Machine machine, boolean own) throws Exception {
    this.folder = folder;
    this.machine = machine;
    this.own = own;
    programs = Files.createDirectory(folder.resolve("programs"));
    Files.writeString(folder.resolve("password"), PASSWORD);
    Files.writeString(folder.resolve("key"), KEY);
    execute("mysql", ACCOUNTS);
    execute(
        "shop",
        "CREATE TABLE orders (id bigint PRIMARY KEY, item varchar(80), at timestamp DEFAULT now())",
        "INSERT INTO orders (id, item) SELECT seq, concat('item ', md5(seq)) FROM seq_1_to_1000",
        "CREATE TABLE notes (text text)");
    bench = new BackupBench(folder).manual(plan("shop"));
  }

  /** The folder of the server, where its socket lies. */
  Path data() {
    return machine.open().path();
  }

  /** What a Jigi needs that works in another folder. */
  void giveKeys(Path other) throws IOException {
    for (String file : List.of("password", "key")) {
      Files.copy(folder.resolve(file), other.resolve(file));
    }
  }

  String plan(String database) {
    return PLAN.formatted(machine.server().port(), database, programs);
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:"
            + machine.server().port()
            + "/"
            + database
            + "?allowMultiQueries=false",
        "test",
        "");
  }

  void execute(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  String ask(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  /** Puts a script in the place of {@code mariadb-dump}; {@code REAL} is it, PIPE a pipe. */
  void dumpBy(String script) throws IOException {
    Path program = programs.resolve("mariadb-dump");
    Files.writeString(
        program, "#!/bin/sh\nREAL=/usr/bin/mariadb-dump\n" + script.replace("PIPE", "|") + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  public void close() {
    bench.close();
    if (own) {
      machine.close();
    }
  }
}
