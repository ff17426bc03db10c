package jigi.detect.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The postgres probe at a real server that is treated badly. */
@Needs("postgresql")
class PostgresProbeTest {
  private static final String WATCHER = "watcher@127.0.0.1:%d/postgres";

  private static PostgresServer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.fresh();
    server.execute(
        "postgres",
        "CREATE ROLE watcher LOGIN PASSWORD 'right-word'",
        "GRANT pg_monitor TO watcher",
        "CREATE ROLE plain LOGIN PASSWORD 'right-word'",
        "CREATE DATABASE \"Odd Name\"");
    server.requirePasswords();
  }

  @AfterAll
  static void stop() {
    server.remove();
  }

  private ProbeResult probeBy(String account, String... keys) throws Exception {
    Path secret = folder.resolve("word");
    if (!Files.exists(secret)) {
      Files.writeString(secret, "right-word\n");
    }
    return OneProbe.ofManual(
        folder,
        """
        system: s
        connections:
          main: {postgres: "%s", password: {file: word}}
        components:
          db:
            probes:
              - postgres: main
                timeout: 2s
                %s
        """
            .formatted(account.formatted(server.port()), String.join("\n        ", keys)));
  }

  private ProbeResult probe(String... keys) throws Exception {
    return probeBy(WATCHER, keys);
  }

  private ProbeResult until(Status wanted, String account, String... keys) {
    return Until.found(
        wanted.name(),
        () -> {
          ProbeResult result = quietly(account, keys);
          return result.status() == wanted ? result : null;
        },
        () -> quietly(account, keys).evidence());
  }

  private ProbeResult quietly(String account, String... keys) {
    try {
      return probeBy(account, keys);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Shows("HC-04")
  void asksARealQuery() throws Exception {
    ProbeResult result = probe("expect: [time < 2s, connections-ratio < 0.9, standbys == 0]");
    assertThat(result.evidence()).startsWith("answered in ").contains(" of 100 connections");
    assertThat(result.status()).isEqualTo(Status.OK);
    Map<String, Double> samples = OneProbe.samples(result);
    assertThat(samples).containsEntry("pg_settings_max_connections", 100.0);
    assertThat(samples.keySet())
        .anyMatch(name -> name.contains("probe_sql_query_duration_seconds"))
        .anyMatch(name -> name.contains("pg_wraparound_used_ratio"));
  }

  @Test
  void tellsAWrongPasswordFromAMissingOne() throws Exception {
    Files.writeString(folder.resolve("word"), "wrong-word\n");
    ProbeResult wrong = probe();
    assertThat(wrong.status()).isEqualTo(Status.FAIL);
    assertThat(wrong.evidence())
        .contains("password authentication failed")
        .doesNotContain("wrong-word");
    ProbeResult none =
        OneProbe.ofManual(
            folder,
            """
            system: s
            connections:
              main: {postgres: "watcher@127.0.0.1:%d/postgres", password: {file: nothing}}
            components: {db: {probes: [{postgres: main}]}}
            """
                .formatted(server.port()));
    assertThat(none.status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void followsStopHangAndReturn() throws Exception {
    assertThat(probe().status()).isEqualTo(Status.OK);
    server.stopServer();
    ProbeResult stopped = probe();
    assertThat(stopped.status()).isEqualTo(Status.FAIL);
    assertThat(stopped.evidence()).startsWith("connection refused connecting to 127.0.0.1:");
    server.startServer();
    assertThat(probe().status()).isEqualTo(Status.OK);
    server.signal("STOP");
    ProbeResult hung = probe();
    server.signal("CONT");
    assertThat(hung.status()).isEqualTo(Status.FAIL);
    assertThat(hung.evidence()).startsWith("timed out");
    assertThat(probe().status()).isEqualTo(Status.OK);
  }

  @Test
  void noticesThatNobodyIsLetInAnyMore() throws Exception {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < 120; i++) {
        all.add(DriverManager.getConnection(server.url("postgres"), "watcher", "right-word"));
      }
    } catch (SQLException full) {
      ProbeResult result = probe();
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.evidence()).contains("remaining connection slots");
    } finally {
      for (Connection each : all) {
        each.close();
      }
    }
    assertThat(all).hasSizeGreaterThan(80);
    until(Status.OK, WATCHER, "expect: [connections-ratio < 0.5]");
  }

  @Test
  void seesWhoBlocksWhom() throws Exception {
    server.execute("postgres", "CREATE TABLE IF NOT EXISTS counters (n int)", "TRUNCATE counters");
    server.execute("postgres", "INSERT INTO counters VALUES (1)");
    try (Connection first = DriverManager.getConnection(server.url("postgres"), "postgres", "");
        Connection second = DriverManager.getConnection(server.url("postgres"), "postgres", "")) {
      first.setAutoCommit(false);
      first.createStatement().execute("UPDATE counters SET n = 2");
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      second.createStatement().execute("UPDATE counters SET n = 3");
                    } catch (SQLException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      ProbeResult blocked = until(Status.FAIL, WATCHER, "expect: [blocked == 0]");
      assertThat(blocked.evidence())
          .startsWith("expected blocked == 0, blocked is 1")
          .contains("(postgres, idle in transaction)");
      first.rollback();
      waiting.join();
    }
    assertThat(probe("expect: [blocked == 0]").status()).isEqualTo(Status.OK);
  }

  @Test
  @Shows("MET-23")
  void measuresTablesWithOddNames() throws Exception {
    server.execute(
        "Odd%20Name",
        "CREATE TABLE IF NOT EXISTS \"user\" (\"Id\" int)",
        "CREATE SCHEMA IF NOT EXISTS \"My Shop\"",
        "CREATE TABLE IF NOT EXISTS \"My Shop\".\"Order's\" (id int PRIMARY KEY)",
        "INSERT INTO \"user\" SELECT generate_series(1, 5000)",
        "DELETE FROM \"user\"",
        "ANALYZE");
    String account = "watcher@127.0.0.1:%d/Odd%%20Name";
    until(Status.OK, account, "collect: [databases, tables]", "expect: [dead-ratio > 0.5]");
    ProbeResult result =
        probeBy(account, "collect: [databases, tables]", "expect: [dead-ratio < 0.5]");
    assertThat(result.evidence()).startsWith("expected dead-ratio < 0.5");
    assertThat(OneProbe.samples(result).keySet())
        .anyMatch(
            n -> n.contains("pg_stat_user_tables_size_bytes") && n.contains("relname=\"user\""))
        .anyMatch(n -> n.contains("schemaname=\"My Shop\"") && n.contains("relname=\"Order's\""))
        .anyMatch(n -> n.contains("pg_database_size_bytes") && n.contains("datname=\"Odd Name\""));
  }

  @Test
  @Shows("MET-24")
  void saysHowToGetSlowQueries() throws Exception {
    ProbeResult remark = probe("collect: [statements]");
    assertThat(remark.status()).isEqualTo(Status.OK);
    assertThat(remark.evidence()).contains("CREATE EXTENSION pg_stat_statements");
    ProbeResult wanted = probe("collect: [statements]", "expect: [mean-query < 0.1]");
    assertThat(wanted.status()).isEqualTo(Status.UNKNOWN);
    assertThat(wanted.evidence()).contains("shared_preload_libraries");
    server.execute("postgres", "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
    server.stopServer();
    server.startServer();
    server.execute(
        "postgres", "CREATE SCHEMA \"Ext\"", "CREATE EXTENSION pg_stat_statements SCHEMA \"Ext\"");
    ProbeResult closed = probe("collect: [statements]", "expect: [mean-query < 10]");
    assertThat(closed.status()).isEqualTo(Status.UNKNOWN);
    assertThat(closed.evidence()).contains("permission denied for schema Ext");
    server.execute("postgres", "GRANT USAGE ON SCHEMA \"Ext\" TO watcher");
    // On a busy disk any of the statements above may have taken longer.
    server.execute("postgres", "SELECT \"Ext\".pg_stat_statements_reset()");
    server.execute("postgres", "SELECT pg_sleep(0.3)");
    ProbeResult measured = probe("collect: [statements]", "expect: [mean-query < 10]");
    assertThat(measured.status()).isEqualTo(Status.OK);
    assertThat(measured.evidence()).contains("SELECT pg_sleep($1)");
    assertThat(OneProbe.samples(measured).keySet())
        .anyMatch(n -> n.contains("pg_stat_statements_query_id") && n.contains("pg_sleep"));
  }

  @Test
  @Shows("MET-25")
  void findsIndexesThatDoNotHelp() throws Exception {
    server.execute(
        "postgres",
        "CREATE TABLE IF NOT EXISTS goods (id int PRIMARY KEY, name text)",
        "CREATE INDEX IF NOT EXISTS goods_name ON goods (name)",
        "CREATE INDEX IF NOT EXISTS goods_name_again ON goods (name)",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'goods_name_again'::regclass");
    ProbeResult result =
        probe(
            "collect: [indexes]",
            "expect: [invalid-indexes == 1, duplicate-indexes == 1, unused-indexes == 1]");
    assertThat(result.evidence()).contains("1 invalid indexes, first public.goods_name_again");
    assertThat(result.status()).isEqualTo(Status.OK);
  }

  @Test
  void anAccountThatSeesLittleIsNotTakenForAllWell() throws Exception {
    try (Connection other = DriverManager.getConnection(server.url("postgres"), "postgres", "")) {
      assertThat(other.isValid(1)).isTrue();
      String plain = "plain@127.0.0.1:%d/postgres";
      assertThat(probeBy(plain).status()).isEqualTo(Status.OK);
      ProbeResult hidden = probeBy(plain, "expect: [idle-in-transaction < 60]");
      assertThat(hidden.status()).isEqualTo(Status.UNKNOWN);
      assertThat(hidden.evidence()).contains("GRANT pg_monitor");
    }
  }
}
