package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import jigi.Shows;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of PostgreSQL as statements, in two stores, under the name that a manual gives them. */
@Needs("postgresql")
@Timeout(180)
class PostgresSqlFormatTest {
  private static final String PLAN =
      """
      connections:
        db: {postgres: postgres@127.0.0.1:%d/postgres}
      stores:
        local: {directory: store}
        s3: {directory: far}
      plans:
        database:
          postgres: db
          databases: [%s]
          format: sql
          compress: gzip
          name: postgres_{time:yyyyMMdd_HHmmss}.sql.gz
          to: [local, s3]
          keep: {local: {days: 7}, s3: {days: 30}}
          drill: {sql: ['SELECT count(*) FROM "user"']}
      """;

  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.get();
  private BackupBench bench;

  @BeforeEach
  void open() {
    String database = server.database(null);
    server.execute(
        database,
        "CREATE TABLE \"user\" (id bigserial PRIMARY KEY, note text)",
        "INSERT INTO \"user\" (note) SELECT E'-- a\\n\\\\.\\n' || i FROM generate_series(1, 500) i",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE VIEW \"보기\" AS SELECT * FROM \"user\"",
        "SELECT lo_from_bytea(0, 'large'::bytea)");
    bench = new BackupBench(folder).manual(PLAN.formatted(server.port(), database));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  @Shows({"BAK-22", "BAK-25"})
  void theDumpIsSqlInGzipInBothStoresAndIsProven() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());

    Backup backup = bench.newest();
    assertThat(backup.name()).matches("postgres_[0-9]{8}_[0-9]{6}\\.sql\\.gz");
    assertThat(backup.verified()).hasSize(2);
    for (String store : List.of("store", "far")) {
      try (InputStream file = Files.newInputStream(folder.resolve(store).resolve(backup.name()))) {
        String sql = new String(new GZIPInputStream(file).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sql).startsWith("--\n-- PostgreSQL database dump").contains("COPY public");
      }
    }
    PostgresBackupTest.succeeded(bench.drill());
    assertThat(bench.standing().matter()).isNull();
  }

  /** Whole as a file, and cut off as a dump. */
  @Test
  void aDumpThatIsCutOffIsNotGood() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Path file = folder.resolve("store").resolve(bench.newest().name());
    byte[] sql;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      sql = in.readAllBytes();
    }
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(sql, 0, sql.length / 2);
    }

    PostgresBackupTest.failed(bench.verify(), "dump-damaged");
  }
}
