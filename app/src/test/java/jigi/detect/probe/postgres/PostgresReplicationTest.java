package jigi.detect.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A primary with a real standby that hangs and stops. */
@Needs("postgresql")
@Timeout(180)
class PostgresReplicationTest {
  private static PostgresServer primary;
  private static PostgresServer standby;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    primary = PostgresServer.fresh();
    standby = primary.standby("dr");
  }

  @AfterAll
  static void stop() {
    if (standby != null) {
      standby.remove();
    }
    primary.remove();
  }

  private ProbeResult probe(PostgresServer server, String keys) {
    try {
      return OneProbe.ofManual(
          folder,
          """
          system: s
          connections: {main: {postgres: 'postgres@127.0.0.1:%d/postgres'}}
          components: {db: {probes: [{%s, timeout: 5s}]}}
          """
              .formatted(server.port(), keys));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProbeResult until(Status wanted, PostgresServer server, String keys) {
    return Until.found(
        wanted.name(),
        () -> {
          ProbeResult result = probe(server, keys);
          return result.status() == wanted ? result : null;
        },
        () -> probe(server, keys).evidence());
  }

  @Test
  @Shows({"HC-36", "MET-42"})
  void theStandbyIsSeenFromBothSidesWithItsLag() throws Exception {
    String here = "postgres: main, expect: [standbys == 1, lag-bytes < 1000000]";
    String there = "postgres: main, expect: [lag < 5]";
    Map<String, Double> samples = OneProbe.samples(until(Status.OK, primary, here));
    assertThat(samples)
        .containsEntry("pg_replication_is_replica", 0.0)
        .containsEntry("pg_settings_max_connections", 100.0);
    assertThat(samples.keySet())
        .anyMatch(name -> name.startsWith("pg_stat_replication_pg_wal_lsn_diff{"))
        .anyMatch(name -> name.contains("application_name=\"dr\"") && name.contains("streaming"))
        .anyMatch(name -> name.startsWith("pg_stat_activity_count"));
    assertThat(OneProbe.samples(until(Status.OK, standby, there)))
        .containsEntry("pg_replication_is_replica", 1.0)
        .containsEntry("pg_replication_receiver_up", 1.0)
        .containsKey("pg_replication_lag_seconds");

    standby.signal("STOP");
    primary.execute(
        "postgres",
        "CREATE TABLE big AS SELECT repeat(md5(i::text), 20) FROM generate_series(1, 9000) i");
    ProbeResult behind = until(Status.FAIL, primary, here);
    standby.signal("CONT");
    assertThat(behind.evidence()).startsWith("expected lag-bytes < 1000000, lag-bytes is ");
    until(Status.OK, primary, here);

    standby.stopServer();
    assertThat(until(Status.FAIL, primary, here).evidence())
        .startsWith("expected standbys == 1, standbys is 0");
    assertThat(probe(standby, there).status()).isEqualTo(Status.FAIL);
    standby.startServer();
    until(Status.OK, primary, here);
  }

  @Test
  @Shows("HC-36")
  void migrationsThatWaitAreCounted() {
    primary.execute(
        "postgres",
        "CREATE TABLE schema_migrations (version text PRIMARY KEY, applied timestamptz)",
        "INSERT INTO schema_migrations VALUES ('1', now()), ('2', NULL)");
    String pending =
        "sql: main, query: 'SELECT count(*) FROM schema_migrations WHERE applied IS NULL',"
            + " expect: [value == 0]";
    assertThat(probe(primary, pending).evidence()).startsWith("expected value == 0, value is 1");
    primary.execute("postgres", "UPDATE schema_migrations SET applied = now()");
    assertThat(probe(primary, pending).status()).isEqualTo(Status.OK);
  }
}
