package jigi.base.store;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Who holds which lease. */
final class LeaseRepository {
  /** The lease of the one process that works. */
  static final String LEAD = "lead";

  private static final String NODE = "node/";

  /**
   * A lease.
   *
   * @param holder the process's data directory; empty when it was given up
   * @param address where the node's pages are
   * @param token counts the holders
   * @param beat counts the holder's signs of life
   */
  record Lease(String name, String node, String holder, String address, long token, long beat) {}

  /**
   * A node's lease.
   *
   * @param silent since the last beat, by the database's clock
   */
  record Known(Lease lease, Duration silent) {}

  /** Microseconds since the epoch; for people only, no decision reads it. */
  private static final String NOW =
      "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";

  private LeaseRepository() {}

  static String ofNode(String node) {
    return NODE + node;
  }

  static @Nullable Lease find(Handle handle, String name) {
    return handle
        .createQuery("SELECT * FROM store_lease WHERE name = :name")
        .bind("name", name)
        .map((rs, context) -> lease(rs))
        .findOne()
        .orElse(null);
  }

  /** The nodes' own leases, by name. */
  static List<Known> nodes(Handle handle) {
    return handle
        .createQuery(
            "SELECT *, "
                + NOW
                + " - beat_at AS silent FROM store_lease WHERE name <> :lead ORDER BY name")
        .bind("lead", LEAD)
        .map(
            (rs, context) ->
                new Known(lease(rs), Duration.of(rs.getLong("silent"), ChronoUnit.MICROS)))
        .list();
  }

  private static Lease lease(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Lease(
        rs.getString("name"),
        rs.getString("node"),
        rs.getString("holder"),
        rs.getString("address"),
        rs.getLong("token"),
        rs.getLong("beat"));
  }

  /**
   * Takes a lease from whom it was seen with.
   *
   * @param seen null when there was none
   * @return false when another was faster
   */
  static boolean take(Handle handle, Lease mine, @Nullable Lease seen) {
    String sql =
        seen == null
            ? "INSERT INTO store_lease (name, node, holder, address, token, beat, beat_at)"
                + " VALUES (:name, :node, :holder, :address, 1, 0, "
                + NOW
                + ") ON CONFLICT (name) DO NOTHING"
            : "UPDATE store_lease SET node = :node, holder = :holder, address = :address,"
                + " token = token + 1, beat = 0, beat_at = "
                + NOW
                + " WHERE name = :name AND token = :seen";
    return handle
            .createUpdate(sql)
            .bind("name", mine.name())
            .bind("node", mine.node())
            .bind("holder", mine.holder())
            .bind("address", mine.address())
            .bind("seen", seen == null ? 0 : seen.token())
            .execute()
        == 1;
  }

  /** A sign of life; false when the lease has gone to another. */
  static boolean beat(Handle handle, Lease mine) {
    return handle
            .createUpdate(
                "UPDATE store_lease SET beat = beat + 1, beat_at = "
                    + NOW
                    + " WHERE name = :name AND token = :token")
            .bind("name", mine.name())
            .bind("token", mine.token())
            .execute()
        == 1;
  }

  static void giveUp(Handle handle, Lease mine) {
    handle
        .createUpdate("UPDATE store_lease SET holder = '' WHERE name = :name AND token = :token")
        .bind("name", mine.name())
        .bind("token", mine.token())
        .execute();
  }

  /** Whether the lease is still held; until the transaction ends nobody can take it. */
  static boolean hold(Handle handle, Lease mine) {
    return handle
        .createQuery("SELECT 1 FROM store_lease WHERE name = :name AND token = :token FOR SHARE")
        .bind("name", mine.name())
        .bind("token", mine.token())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
