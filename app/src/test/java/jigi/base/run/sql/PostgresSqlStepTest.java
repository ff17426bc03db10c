package jigi.base.run.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import jigi.Shows;
import jigi.base.run.AttemptOutcome;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps in SQL at a real PostgreSQL that is treated badly. */
@Needs("postgresql")
@Timeout(90)
class PostgresSqlStepTest extends SqlSteps {
  private static PostgresServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.fresh();
    server.execute("postgres", "CREATE ROLE app LOGIN PASSWORD 'right-word'");
    server.execute("postgres", "GRANT CREATE ON SCHEMA public TO app");
    server.requirePasswords();
  }

  @AfterAll
  static void stop() {
    server.remove();
  }

  @Override
  String connection() {
    return "{postgres: \"app@127.0.0.1:" + server.port() + "/postgres\", password: {file: word}}";
  }

  @Override
  void fill() {
    server.execute(
        "postgres",
        "DROP TABLE IF EXISTS goods",
        "CREATE TABLE goods (id int PRIMARY KEY, state text)",
        "ALTER TABLE goods OWNER TO app",
        "INSERT INTO goods VALUES (1, 'open'), (2, 'stuck'), (3, 'stuck')");
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url("postgres"), "postgres", "");
  }

  @Test
  @Shows({"FIX-20", "FIX-22"})
  void whatCannotRunInATransactionRunsWithoutOne() throws Exception {
    server.execute("postgres", "CREATE INDEX IF NOT EXISTS goods_state ON goods (state)");

    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "1",
            sql(
                Role.RUN,
                "VACUUM ANALYZE goods;\nREINDEX INDEX CONCURRENTLY goods_state",
                "transaction=none"),
            sql(
                Role.LOOK,
                "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid",
                "rows=0"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.SUCCEEDED);
    assertThat(ask("SELECT last_analyze IS NOT NULL FROM pg_stat_user_tables")).contains("t");
  }

  @Test
  void theServerEndsWhatTakesTooLong() throws Exception {
    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "1",
            sql(Role.RUN, "UPDATE goods SET state = 'x'; SELECT pg_sleep(60)", "timeout=2s"));

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.FAILED);
    assertThat(ask("SELECT count(*) FROM goods WHERE state = 'x'")).containsExactly("0");
    assertThat(
            ask(
                "SELECT query FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
                    + " AND state = 'active'"))
        .isEmpty();
  }

  @Test
  void aServerThatDiesWithoutATransactionLeavesAQuestion() throws Exception {
    var killer =
        Thread.ofVirtual()
            .start(
                () -> {
                  jigi.testing.Until.so(
                      "the statement runs", () -> active() == 1, () -> "" + active());
                  server.stopServer();
                });
    Runs.Detail detail =
        bench.ran(Mode.BY_HAND, "1", sql(Role.RUN, "SELECT pg_sleep(60)", "transaction=none"));
    killer.join();
    server.startServer();

    assertThat(detail.run().state()).as(all(detail)).isEqualTo(RunState.WAITING);
    assertThat(detail.attempts().getLast().outcome()).isEqualTo(AttemptOutcome.UNKNOWN);
  }

  private long active() {
    try {
      return ask("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
              + " AND state = 'active'")
          .size();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aWrongPasswordIsNeverShown() throws Exception {
    java.nio.file.Files.writeString(folder.resolve("word"), "wrong-word\n");

    Runs.Detail detail = bench.ran(Mode.BY_HAND, "1", sql(Role.LOOK, "SELECT 1"));

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail)).contains("password authentication failed");
    assertThat(evidence(detail)).doesNotContain("wrong-word");
  }
}
