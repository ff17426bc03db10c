package jigi.operate.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.config.Node;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Ids;
import jigi.base.schedule.Schedule;
import jigi.base.schedule.ScheduleShape;
import jigi.operate.notify.routing.Matchers;
import jigi.operate.notify.routing.Recurring;
import jigi.operate.notify.routing.Silence;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code silence}. */
final class SilenceRepository {
  private static final long MICROS = 1000;

  private SilenceRepository() {}

  static void insert(Handle handle, Silence silence) {
    Recurring recurring = silence.recurring();
    handle
        .createUpdate(
            "INSERT INTO silence (id, system, matchers, reason, created_by, created_at, from_at,"
                + " until_at, schedule, lasts) VALUES (:id, :system, :matchers, :reason, :by, :at,"
                + " :from, :until, :schedule, :lasts)")
        .bind("id", silence.id())
        .bind("system", silence.system())
        .bind("matchers", Matchers.text(silence.matchers()))
        .bind("reason", silence.why().reason())
        .bind("by", silence.why().by())
        .bind("at", Ids.micros(silence.why().at()))
        .bind("from", Ids.micros(silence.span().from()))
        .bind("until", Ids.micros(silence.span().until()))
        .bind("schedule", recurring == null ? null : recurring.begins().text())
        .bind("lasts", recurring == null ? null : recurring.lasts().toMillis() * MICROS)
        .execute();
  }

  /** True when it had not ended. */
  static boolean end(Handle handle, String id, Silence.Ended ended) {
    return handle
            .createUpdate(
                "UPDATE silence SET ended_at = :at, ended_by = :by WHERE id = :id AND ended_at IS"
                    + " NULL AND until_at > :at")
            .bind("id", id)
            .bind("at", Ids.micros(ended.at()))
            .bind("by", ended.by())
            .execute()
        > 0;
  }

  static @Nullable Silence find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM silence WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findFirst()
        .orElse(null);
  }

  /** Those of a system, or of all for null, that end after an instant; latest first. */
  static List<Silence> after(Handle handle, @Nullable String system, Instant at) {
    return handle
        .createQuery(
            "SELECT * FROM silence WHERE until_at > :at"
                + (system == null ? "" : " AND system = :system")
                + " ORDER BY created_at DESC, id DESC")
        .bind("at", Ids.micros(at))
        .bindMap(system == null ? Map.of() : Map.of("system", system))
        .map((row, context) -> read(row))
        .list();
  }

  private static Silence read(ResultSet row) throws SQLException {
    long ended = row.getLong("ended_at");
    boolean open = row.wasNull();
    String schedule = row.getString("schedule");
    return new Silence(
        row.getString("id"),
        row.getString("system"),
        Objects.requireNonNull(Matchers.parse(row.getString("matchers"))),
        new Silence.Why(
            row.getString("reason"),
            row.getString("created_by"),
            Ids.instant(row.getLong("created_at"))),
        new Silence.Span(Ids.instant(row.getLong("from_at")), Ids.instant(row.getLong("until_at"))),
        schedule == null
            ? null
            : new Recurring(
                Objects.requireNonNull(schedule(schedule)),
                Duration.ofMillis(row.getLong("lasts") / MICROS)),
        open ? null : new Silence.Ended(Ids.instant(ended), row.getString("ended_by")));
  }

  /** Null for a text that is no schedule. */
  static @Nullable Schedule schedule(String text) {
    Place nowhere = new Place("silence", 1, 1);
    return new ScheduleShape().read(new Node.ScalarNode(nowhere, text), new Problems());
  }
}
