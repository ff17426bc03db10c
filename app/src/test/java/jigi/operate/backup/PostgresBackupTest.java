package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import jigi.Shows;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real PostgreSQL: made, read back, restored, and compared. */
@Needs("postgresql")
@Timeout(180)
class PostgresBackupTest {
  static final String PLAN =
      """
      connections:
        db: {postgres: postgres@127.0.0.1:%d/postgres}
      stores:
        local: {directory: store}
      plans:
        database:
          postgres: db
          databases: [%s]
          encrypt: {aes-256-gcm: {file: key}}
          to: [local]
          rpo: 24h
          rto: 1h
          drill: {sql: ["SELECT count(*) FROM orders"]}
      """;

  @TempDir Path folder;
  PostgresServer server = PostgresServer.get();
  String database = "";
  BackupBench bench;

  @BeforeEach
  void open() throws IOException {
    database = server.database(null);
    server.execute(
        database,
        "CREATE TABLE orders (id bigint PRIMARY KEY, item text, at timestamptz DEFAULT now())",
        "INSERT INTO orders SELECT i, 'item ' || i FROM generate_series(1, 1000) i",
        "CREATE TABLE notes (text text)");
    Files.writeString(folder.resolve("key"), "correct horse battery staple");
    bench = new BackupBench(folder).manual(PLAN.formatted(server.port(), database));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  static void succeeded(Runs.Detail detail) {
    assertThat(detail.run().state())
        .as(() -> detail.attempts().toString())
        .isEqualTo(RunState.SUCCEEDED);
  }

  static void failed(Runs.Detail detail, String code) {
    assertThat(detail.run().state())
        .as(() -> detail.attempts().toString())
        .isEqualTo(RunState.FAILED);
    assertThat(BackupBench.evidence(detail)).startsWith(code + ": ");
  }

  String ask(String in, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url(in), "postgres", "");
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  @Test
  @Shows({"BAK-01", "BAK-02"})
  void aBackupIsGoodOnceItWasReadBack() throws Exception {
    succeeded(bench.backUp());

    Backup backup = bench.newest();
    assertThat(backup.state()).isEqualTo(Backup.State.GOOD);
    assertThat(backup.rows()).isEqualTo(1000);
    assertThat(backup.verified()).hasSize(1);
    assertThat(backup.form()).isEqualTo(new Backup.Form("zstd", "aes-256-gcm", 0));
    assertThat(backup.name()).matches("backup_" + database + "_[0-9]{8}_[0-9]{6}\\.dump");
    assertThat(bench.stored()).containsExactly(backup.name(), backup.name() + ".manifest");
    assertThat(Files.readString(folder.resolve("store").resolve(backup.name() + ".manifest")))
        .contains("\"rows/public.orders\":\"1000\"")
        .contains("\"hmac\"");
    assertThat(bench.standing().matter()).isEqualTo(Standing.Matter.UNPROVEN);
  }

  @Test
  @Shows({"BAK-13", "BAK-38"})
  void aDrillRestoresIntoAServerOfItsOwnAndComparesEverything() throws Exception {
    succeeded(bench.backUp());

    Runs.Detail drill = bench.drill();

    succeeded(drill);
    assertThat(BackupBench.evidence(drill))
        .contains("2 tables, 1000 rows, all as backed up")
        .contains("pg_amcheck: heaps and indexes are sound")
        .contains("SELECT count(*) FROM orders: 1000");
    Standing standing = bench.standing();
    assertThat(standing.matter()).isNull();
    assertThat(Objects.requireNonNull(standing.proven()).took()).isPositive();
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }

  @Test
  @Shows("BAK-44")
  void aRestoreToANewNameIsComparedAndThenNamed() throws Exception {
    succeeded(bench.backUp());
    server.execute(database, "DELETE FROM orders WHERE id > 10");

    succeeded(bench.restore(database + "_copy", null));

    assertThat(ask(database + "_copy", "SELECT count(*) FROM orders")).isEqualTo("1000");
    assertThat(ask(database, "SELECT count(*) FROM orders")).isEqualTo("10");
  }

  @Test
  void aRunbookRestoresInPlaceWhatIsThereAndWhatIsGone() throws Exception {
    Runs.Detail none = bench.restoreInPlace();
    assertThat(none.run().state()).isEqualTo(RunState.FAILED);
    assertThat(BackupBench.evidence(none)).contains("no-backup");
    succeeded(bench.backUp());
    server.execute(database, "DELETE FROM orders WHERE id > 10");

    succeeded(bench.restoreInPlace());

    assertThat(ask(database, "SELECT count(*) FROM orders")).isEqualTo("1000");
    String aside =
        ask(
            "postgres",
            "SELECT datname FROM pg_database WHERE datname LIKE '" + database + "\\_before\\_%'");
    assertThat(ask(aside, "SELECT count(*) FROM orders")).isEqualTo("10");
    server.execute("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
    succeeded(bench.restoreInPlace());
    assertThat(ask(database, "SELECT count(*) FROM orders")).isEqualTo("1000");
  }

  /** Somebody who only looks must not take away what another one is restoring. */
  @Test
  void whatARestoreHasLeftGoesWithTheNextOneAndNotByLooking() throws Exception {
    succeeded(bench.backUp());
    String left = "jigi_restore_" + database;
    server.execute("postgres", "CREATE DATABASE " + left);
    Path scratch = Files.createDirectories(folder.resolve("scratch/shop"));
    Files.writeString(scratch.resolve(left + ".restore"), "db");
    String there = "SELECT count(*) FROM pg_database WHERE datname = '" + left + "'";

    Outline outline =
        bench.backups.outline(new Backups.Restore(bench.newest().id(), database + "_new", null));

    assertThat(outline.taken()).isFalse();
    assertThat(ask("postgres", there)).isEqualTo("1");
    succeeded(bench.restore(database + "_new", null));
    assertThat(ask("postgres", there)).isEqualTo("0");
  }

  @Test
  @Shows("BAK-44")
  void aRestoreGoesToAnotherServerByTwoConnectionsAtOnce() throws Exception {
    String role = "keeper_" + database;
    server.execute(
        database,
        "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
        "ALTER TABLE orders OWNER TO " + role);
    PostgresServer other = PostgresServer.fresh();
    try {
      bench.activate(
          PLAN.formatted(server.port(), database)
                  .replace(
                      "stores:",
                      "  other: {postgres: postgres@127.0.0.1:"
                          + other.port()
                          + "/postgres}\nstores:")
              + "    jobs: 2\n");
      succeeded(bench.backUp());

      Runs.Detail restored = bench.restore("copied@other", null);

      succeeded(restored);
      assertThat(BackupBench.evidence(restored))
          .contains("1000 rows, all as backed up")
          .contains("the role '" + role + "' was made anew: give it LOGIN and a password");
      other.execute(
          "copied",
          "DO $$ BEGIN ASSERT (SELECT count(*) FROM orders) = 1000;"
              + " ASSERT (SELECT tableowner FROM pg_tables WHERE tablename = 'orders') = '"
              + role
              + "'; END $$");
      failed(bench.restore("copied@other", null), "target-taken");
      assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
    } finally {
      other.remove();
    }
  }

  @Test
  @Shows("BAK-28")
  void aRestoreOverTheOriginalBacksUpFirstAndSwaps() throws Exception {
    succeeded(bench.backUp());
    String wanted = bench.newest().id();
    server.execute(database, "DELETE FROM orders WHERE id > 10");

    Runs.Detail detail =
        bench.ended(
            bench.backups.restore(
                new Backups.Restore(wanted, database, database), "user:kim", bench.engine));

    succeeded(detail);
    assertThat(ask(database, "SELECT count(*) FROM orders")).isEqualTo("1000");
    assertThat(bench.newest().rows()).isEqualTo(10);
    assertThat(
            ask(
                "postgres",
                "SELECT count(*) FROM pg_database WHERE datname LIKE '" + database + "_before_%'"))
        .isEqualTo("1");
    assertThat(ask("postgres", "SELECT count(*) FROM pg_database WHERE datname LIKE 'jigi_r%'"))
        .isEqualTo("0");
  }
}
