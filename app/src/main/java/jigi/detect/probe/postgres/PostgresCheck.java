package jigi.detect.probe.postgres;

import java.util.List;
import java.util.Locale;
import jigi.base.connect.Connection;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.postgres.PostgresConnection;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.sql.Sessions;

/** The check of {@link PostgresKind}. */
record PostgresCheck(
    String connection, String query, List<Collect> collect, int top, List<Expectation> expect)
    implements Check, ByConnection {
  /**
   * An account that may not see something, or a lock that stands in the way, spoils one section.
   */
  private static final List<String> ONE_SECTION = List.of("42501", "55P03", "55000", "0A000");

  @Override
  public Class<? extends Connection> connectionKind() {
    return PostgresConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    long millis = context.timeout().toMillis();
    return Sessions.observe(
        context,
        connection,
        PostgresConnection.class,
        (session, measured) -> {
          limit(session, millis);
          Sessions.timed(session, query, measured);
          for (Collect each : collect) {
            section(each, session, millis, measured);
          }
          return measured.judge(expect, context);
        });
  }

  private void section(Collect each, SqlSession session, long millis, Measured measured)
      throws QueryException {
    try {
      each.section().measure(session, top, measured);
    } catch (QueryException e) {
      if (!ONE_SECTION.contains(e.state())) {
        throw e;
      }
      String name = each.name().toLowerCase(Locale.ROOT);
      measured.remark(name + " could not be read: " + e.getMessage());
      measured.gap(String.valueOf(e.getMessage()), each.subjects());
      session.rollback();
      limit(session, millis);
    }
  }

  /** The server gives up by itself, a little before this side does; and it waits for no lock. */
  private static void limit(SqlSession session, long millis) throws QueryException {
    session.query(
        "SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)",
        1,
        Math.max(100, millis * 9 / 10) + "ms",
        Math.max(50, millis / 5) + "ms");
  }
}
