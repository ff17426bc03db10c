package jigi.detect.probe.sql;

import jigi.base.config.Secret;
import jigi.base.connect.Opening;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlConnection;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;

/** Opens the session of one execution, and tells whose fault a failure is. */
public final class Sessions {
  private Sessions() {}

  /** What to do with the session; the time for all of it is the probe's. */
  @FunctionalInterface
  public interface Work {
    Observation with(SqlSession session, Measured measured) throws QueryException;
  }

  /** Signs in by the named connection, works, signs off. */
  public static Observation observe(
      CheckContext context, String connection, Class<? extends SqlConnection> kind, Work work)
      throws InterruptedException {
    var connections = context.tools().connections();
    SqlConnection named = connections.find(context.key().system(), connection, kind);
    Opening opening =
        connections.opening(
            context.key().system(), context.secrets()::read, Deadline.in(context.timeout()));
    long start = RealTime.nanos();
    try (SqlSession session = named.open(opening)) {
      Measured measured = new Measured();
      measured.sample("probe_sql_connect_duration_seconds", (RealTime.nanos() - start) / 1e9);
      return work.with(session, measured);
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (QueryException e) {
      return Observation.fail(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  /** Runs a query for the time that it takes. */
  public static void timed(SqlSession session, String query, Measured measured)
      throws QueryException {
    long start = RealTime.nanos();
    session.query(query, 1);
    double seconds = (RealTime.nanos() - start) / 1e9;
    measured.number("time", seconds);
    measured.sample("probe_sql_query_duration_seconds", seconds);
    measured.remark("answered in " + Math.max(1, Math.round(seconds * 1000)) + "ms");
  }
}
