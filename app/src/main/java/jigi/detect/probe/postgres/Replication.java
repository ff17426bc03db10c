package jigi.detect.probe.postgres;

import java.util.List;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.detect.probe.Measured;

/** Standbys, slots, and how far a standby is behind. */
final class Replication {
  /**
   * A standby that has replayed all it received is behind by nothing only while it receives: one
   * that lost its primary has replayed everything, too.
   */
  private static final String STANDBY =
      """
      SELECT pg_is_in_recovery() AS standby,
             EXISTS (SELECT 1 FROM pg_stat_wal_receiver) AS receiving,
             CASE WHEN EXISTS (SELECT 1 FROM pg_stat_wal_receiver)
                       AND pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
                  ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
             END AS lag
      """;

  private static final String STANDBYS =
      """
      SELECT coalesce(application_name, '') AS application_name,
             coalesce(client_addr::text, '') AS client_addr, coalesce(state, '') AS state,
             pg_wal_lsn_diff(%s, replay_lsn) AS behind
      FROM pg_stat_replication
      """;

  private static final String SLOTS =
      """
      SELECT slot_name, active, pg_wal_lsn_diff(%s, restart_lsn) AS kept
      FROM pg_replication_slots
      """;

  private Replication() {}

  static void measure(SqlSession session, int top, Measured into) throws QueryException {
    Row self = session.query(STANDBY, 1).getFirst();
    boolean standby = self.bool("standby");
    into.sample("pg_replication_is_replica", self.number("standby"));
    if (standby) {
      into.number("lag", self.number("lag"));
      into.sample("pg_replication_lag_seconds", self.number("lag"));
      into.sample("pg_replication_receiver_up", self.number("receiving"));
      into.gap("nothing has been replayed yet", "lag");
      into.remark(
          self.bool("receiving")
              ? "standby, " + Math.round(self.number("lag")) + "s behind"
              : "standby that receives nothing from its primary");
    } else {
      into.gap("this is the primary", "lag");
    }
    String here = standby ? "pg_last_wal_replay_lsn()" : "pg_current_wal_lsn()";
    standbys(session, here, into);
    slots(session, here, into);
  }

  private static void standbys(SqlSession session, String here, Measured into)
      throws QueryException {
    int streaming = 0;
    double behind = 0;
    List<Row> rows = session.query(STANDBYS.formatted(here), 1000);
    for (Row row : rows) {
      streaming += row.text("state").equals("streaming") ? 1 : 0;
      behind = Math.max(behind, row.number("behind"));
      into.sample(
          "pg_stat_replication_pg_wal_lsn_diff",
          row.number("behind"),
          "application_name",
          row.text("application_name"),
          "client_addr",
          row.text("client_addr"),
          "state",
          row.text("state"));
    }
    into.number("standbys", streaming);
    boolean none = rows.isEmpty();
    into.number("lag-bytes", none ? Double.NaN : behind);
    into.gap(
        none ? "no standby is connected" : "a standby has not said yet how far it is", "lag-bytes");
    if (streaming > 0) {
      String far = Double.isNaN(behind) ? "" : ", " + Math.round(behind) + " bytes behind";
      into.remark(streaming + " standby streaming" + far);
    }
  }

  private static void slots(SqlSession session, String here, Measured into) throws QueryException {
    double most = 0;
    for (Row row : session.query(SLOTS.formatted(here), 1000)) {
      String slot = row.text("slot_name");
      into.sample("pg_replication_slots_active", row.number("active"), "slot_name", slot);
      into.sample("pg_replication_slots_pg_wal_lsn_diff", row.number("kept"), "slot_name", slot);
      most = row.isNull("kept") ? most : Math.max(most, row.number("kept"));
      if (!row.bool("active")) {
        into.remark("slot " + slot + " is not in use and keeps WAL");
      }
    }
    into.number("slot-bytes", most);
  }
}
