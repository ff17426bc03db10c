package jigi.operate.backup.source.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import org.jspecify.annotations.Nullable;

/**
 * Measures all databases of a server at one position of its log: a snapshot during whose making
 * nothing was written and nothing was under way is exactly what a recovery up to that position
 * gives. Where the server is never quiet for so long, rows are not measured, and that is said.
 */
final class PhysicalMeasure implements AutoCloseable {
  private static final int TRIES = 100;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int MANY = 100_000;

  private static final String DATABASES =
      "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname";
  private static final String CLUSTER =
      "SELECT current_setting('server_version') AS server, system_identifier::text AS id,"
          + " pg_size_bytes(current_setting('wal_segment_size'))::text AS segment,"
          + " (SELECT rolname FROM pg_roles WHERE oid = 10) AS superuser FROM pg_control_system()";
  private static final String POSITION = "SELECT pg_current_wal_insert_lsn()::text AS at";
  private static final String SNAPSHOT = "SELECT txid_current_snapshot()::text AS snapshot";

  private final PostgresServer server;
  private final Map<String, SqlSession> sessions = new LinkedHashMap<>();

  /** What was measured, when, and at which position; null when the server was never quiet. */
  record Measured(Contents contents, Instant at, @Nullable String position) {}

  private PhysicalMeasure(PostgresServer server) {
    this.server = server;
  }

  static PhysicalMeasure open(PostgresServer server) throws BackupException, InterruptedException {
    PhysicalMeasure measure = new PhysicalMeasure(server);
    try (SqlSession home = server.open(server.home())) {
      for (Row row : home.query(DATABASES, MANY)) {
        String name = row.text("datname");
        measure.sessions.put(name, server.open(name));
      }
      return measure;
    } catch (QueryException e) {
      measure.close();
      throw PostgresServer.refused(e);
    } catch (BackupException | RuntimeException | InterruptedException e) {
      measure.close();
      throw e;
    }
  }

  /** At a position at which the server was quiet. */
  Measured exact(long sampleAbove) throws BackupException, InterruptedException {
    try {
      Instant at = server.tools().timeline().instant();
      String position = null;
      for (int i = 0; i < TRIES && position == null; i++) {
        if (i > 0) {
          server.tools().timeline().sleep(PAUSE);
        }
        at = server.tools().timeline().instant();
        position = quiet();
      }
      Map<String, String> facts = new TreeMap<>();
      if (position == null) {
        for (String name : sessions.keySet()) {
          facts.put("database/" + name, "there");
        }
      } else {
        facts.putAll(facts(new PostgresContents.LargerThan(sampleAbove)));
      }
      return new Measured(new Contents(about(), facts), at, position);
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  /** As it is now, in the way of a manifest; nobody else writes. */
  Contents as(Contents manifest) throws BackupException, InterruptedException {
    try {
      for (SqlSession session : sessions.values()) {
        PostgresContents.steady(session);
      }
      // A server without a single table was measured, too: it has schemas.
      boolean measured =
          manifest.facts().keySet().stream().anyMatch(key -> !key.startsWith("database/"));
      Map<String, String> facts = new TreeMap<>();
      if (measured) {
        facts.putAll(facts(new PostgresContents.As(manifest)));
      } else {
        sessions.keySet().forEach(name -> facts.put("database/" + name, "there"));
      }
      return new Contents(about(), facts);
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  /** The position of all the snapshots that were made; null when something moved meanwhile. */
  private @Nullable String quiet() throws QueryException {
    SqlSession first = sessions.values().iterator().next();
    for (SqlSession session : sessions.values()) {
      PostgresContents.steady(session);
    }
    String before = first.query(POSITION, 1).getFirst().text("at");
    String snapshot = null;
    for (SqlSession session : sessions.values()) {
      String seen = session.query(SNAPSHOT, 1).getFirst().text("snapshot");
      String[] parts = seen.split(":", -1);
      if (!parts[0].equals(parts[1]) || (snapshot != null && !snapshot.equals(seen))) {
        return null;
      }
      snapshot = seen;
    }
    return before.equals(first.query(POSITION, 1).getFirst().text("at")) ? before : null;
  }

  private Map<String, String> facts(PostgresContents.Sampling sampling) throws QueryException {
    Map<String, String> facts = new TreeMap<>();
    for (Map.Entry<String, SqlSession> one : sessions.entrySet()) {
      String database = one.getKey();
      facts.put("database/" + database, "there");
      Contents of =
          PostgresContents.measure(
              one.getValue(), (table, bytes) -> sampling.samples(database + "/" + table, bytes));
      of.facts().forEach((fact, value) -> facts.put(within(database, fact), value));
    }
    return facts;
  }

  /** {@code rows/public.orders} as {@code rows/shop/public.orders}. */
  private static String within(String database, String fact) {
    int slash = fact.indexOf('/');
    return fact.substring(0, slash + 1) + database + "/" + fact.substring(slash + 1);
  }

  private Map<String, String> about() throws QueryException {
    Row cluster = sessions.values().iterator().next().query(CLUSTER, 1).getFirst();
    Map<String, String> about = new TreeMap<>();
    for (String key : List.of("server", "id", "segment", "superuser")) {
      about.put(key, cluster.text(key));
    }
    return about;
  }

  @Override
  public void close() {
    sessions.values().forEach(SqlSession::close);
  }
}
