package jigi.detect.probe.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import jigi.Shows;
import jigi.base.connect.OneConnection;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.MariadbServer;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mysql connection, its probe and the sql probe at a real MariaDB that is treated badly. */
@Needs("mariadb")
class MysqlProbeTest {
  @TempDir static Path data;
  private static MariadbServer mariadb;
  private static Server server;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    mariadb =
        MariadbServer.start(
            data,
            """
        CREATE DATABASE IF NOT EXISTS shop;
        CREATE TABLE IF NOT EXISTS shop.`order` (id int PRIMARY KEY, state varchar(9));
        REPLACE INTO shop.`order` VALUES (1, 'open'), (2, 'stuck'), (3, 'stuck');
        CREATE USER IF NOT EXISTS watcher@'127.0.0.1' IDENTIFIED BY 'right-word';
        GRANT ALL ON shop.* TO watcher@'127.0.0.1';
        GRANT PROCESS, SLAVE MONITOR ON *.* TO watcher@'127.0.0.1';
        """);
    server = mariadb.server();
  }

  @AfterAll
  static void stop() {
    if (mariadb != null) {
      mariadb.close();
    }
  }

  private ProbeResult probe(String... keys) throws Exception {
    if (!Files.exists(folder.resolve("word"))) {
      Files.writeString(folder.resolve("word"), "right-word\n");
    }
    return OneProbe.ofManual(
        folder,
        """
        system: s
        connections:
          main: {mysql: "watcher@127.0.0.1:%d/shop", password: {file: word}}
        components:
          db:
            probes:
              - timeout: 2s
                %s
        """
            .formatted(server.port(), String.join("\n        ", keys)));
  }

  @Test
  void asksAndMeasures() throws Exception {
    ProbeResult result =
        probe(
            "mysql: main",
            "sizes: true",
            "expect: [time < 2s, connections-ratio < 0.9, replication-ok == 1, size > 1000]");
    assertThat(result.evidence()).contains(" of 20 connections");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(OneProbe.samples(result))
        .containsEntry("mysql_global_variables_max_connections", 20.0)
        .containsKey("mysql_global_status_slow_queries");
    ProbeResult lag = probe("mysql: main", "expect: [lag < 10]");
    assertThat(lag.status()).isEqualTo(Status.UNKNOWN);
    assertThat(lag.evidence()).contains("this is no replica");
  }

  @Test
  @Shows("HC-30")
  void followsWrongPasswordStopHangAndReturn() throws Exception {
    Files.writeString(folder.resolve("word"), "wrong-word");
    ProbeResult wrong = probe("mysql: main");
    assertThat(wrong.status()).isEqualTo(Status.FAIL);
    assertThat(wrong.evidence()).contains("Access denied").doesNotContain("wrong-word");
    Files.writeString(folder.resolve("word"), "right-word");
    server.signal("STOP");
    ProbeResult hung = probe("mysql: main");
    server.signal("CONT");
    assertThat(hung.status()).isEqualTo(Status.FAIL);
    assertThat(hung.evidence()).startsWith("timed out");
    server.stop();
    assertThat(probe("mysql: main").evidence()).startsWith("connection refused");
    server.startAgain();
    assertThat(probe("mysql: main").status()).isEqualTo(Status.OK);
  }

  @Test
  void noticesThatNobodyIsLetInAnyMore() throws Exception {
    List<Connection> all = new ArrayList<>();
    try {
      // One place more than max_connections is kept for an administrator.
      for (int i = 0; i < 30; i++) {
        all.add(
            DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + server.port() + "/shop", "watcher", "right-word"));
      }
    } catch (SQLException full) {
      ProbeResult result = probe("mysql: main");
      assertThat(result.status()).as(result.evidence()).isEqualTo(Status.FAIL);
      assertThat(result.evidence()).contains("Too many connections");
    } finally {
      for (Connection each : all) {
        each.close();
      }
    }
    assertThat(all).hasSizeBetween(15, 29);
    Until.so("let in again", () -> quietly().status() == Status.OK, () -> quietly().evidence());
  }

  private ProbeResult quietly() {
    try {
      return probe("mysql: main", "expect: [connections-ratio < 0.5]");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void answersAQuestionOfTheManual() throws Exception {
    String stuck = "query: SELECT count(*) FROM `order` WHERE state = 'stuck'";
    assertThat(probe("sql: main", stuck, "expect: [value == 2]").status()).isEqualTo(Status.OK);
    ProbeResult many = probe("sql: main", stuck, "expect: [value < 2]");
    assertThat(many.status()).isEqualTo(Status.FAIL);
    assertThat(many.evidence()).startsWith("expected value < 2, value is 2");
    ProbeResult grouped =
        probe("sql: main", "query: SELECT state, count(*) AS value FROM `order` GROUP BY state");
    assertThat(OneProbe.samples(grouped))
        .containsEntry("probe_sql_value{state=\"stuck\"}", 2.0)
        .containsEntry("probe_sql_value{state=\"open\"}", 1.0);
    ProbeResult writes = probe("sql: main", "query: DELETE FROM `order`");
    assertThat(writes.status()).isEqualTo(Status.FAIL);
    assertThat(probe("sql: main", stuck, "expect: [value == 2]").status()).isEqualTo(Status.OK);
  }

  @Test
  void theTestOfTheConnectionNamesWhatIsWrong() throws Exception {
    Files.writeString(folder.resolve("word"), "right-word");
    String at = "{mysql: 'watcher@127.0.0.1:" + server.port() + "/%s', password: {file: %s}%s}";
    assertThat(OneConnection.stages(OneConnection.test(folder, at.formatted("shop", "word", ""))))
        .isEqualTo("name ok, port ok, login ok");
    assertThat(
            OneConnection.stages(
                OneConnection.test(folder, at.formatted("shop", "word", ", tls: require"))))
        .isEqualTo("name ok, port ok, tls fail tls.none");
    assertThat(OneConnection.stages(OneConnection.test(folder, at.formatted("shop", "none", ""))))
        .isEqualTo("name ok, port ok, login unknown secret");
    Files.writeString(folder.resolve("word"), "wrong-word");
    assertThat(OneConnection.stages(OneConnection.test(folder, at.formatted("shop", "word", ""))))
        .isEqualTo("name ok, port ok, login fail password");
  }
}
