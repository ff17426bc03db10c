package jigi.present.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.schedule.Cadence;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The reports that were made. */
final class ReportRepository {
  private record Body(List<Report.Part> parts) {}

  /** False when it was made already. */
  boolean insert(Handle handle, Report report) {
    return handle
            .createUpdate(
                "INSERT INTO report (id, system, name, title, cadence, first_day, last_day, zone,"
                    + " until_at, since_at, made_at, made_by, run, body) VALUES (:id, :system,"
                    + " :name, :title, :cadence, :first, :last, :zone, :until, :since, :made, :by,"
                    + " :run, :body) ON CONFLICT (id) DO NOTHING")
            .bind("id", report.id())
            .bind("system", report.of().system())
            .bind("name", report.of().name())
            .bind("title", report.of().title())
            .bind("cadence", report.period().cadence().key())
            .bind("first", report.period().first().toString())
            .bind("last", report.period().last().toString())
            .bind("zone", report.period().zone().getId())
            .bind("until", Ids.micros(report.until()))
            .bind("since", report.since() == null ? null : Ids.micros(report.since()))
            .bind("made", Ids.micros(report.made().at()))
            .bind("by", report.made().by())
            .bind("run", report.made().run())
            .bind("body", Json.write(new Body(report.parts())))
            .execute()
        > 0;
  }

  @Nullable Report find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM report WHERE id = :id")
        .bind("id", id)
        .map((rs, context) -> report(rs))
        .findOne()
        .orElse(null);
  }

  /** Newest first; of all systems, of one, or of one report. */
  List<Report> list(Handle handle, @Nullable String system, @Nullable String name, int limit) {
    Map<String, Object> values = new TreeMap<>();
    if (system != null) {
      values.put("system", system);
    }
    if (name != null) {
      values.put("name", name);
    }
    String where =
        String.join(" AND ", values.keySet().stream().map(each -> each + " = :" + each).toList());
    return handle
        .createQuery(
            "SELECT * FROM report"
                + (where.isEmpty() ? "" : " WHERE " + where)
                + " ORDER BY made_at DESC, id DESC LIMIT :limit")
        .bindMap(values)
        .bind("limit", limit)
        .map((rs, context) -> report(rs))
        .list();
  }

  private static Report report(ResultSet rs) throws SQLException {
    long since = rs.getLong("since_at");
    Instant recorded = rs.wasNull() ? null : Ids.instant(since);
    return new Report(
        rs.getString("id"),
        new Report.Of(rs.getString("system"), rs.getString("name"), rs.getString("title")),
        new Period(
            Cadence.valueOf(rs.getString("cadence").toUpperCase(Locale.ROOT)),
            LocalDate.parse(rs.getString("first_day")),
            LocalDate.parse(rs.getString("last_day")),
            ZoneId.of(rs.getString("zone"))),
        Ids.instant(rs.getLong("until_at")),
        recorded,
        new Report.Made(
            Ids.instant(rs.getLong("made_at")), rs.getString("made_by"), rs.getString("run")),
        Json.read(rs.getString("body"), Body.class).parts());
  }
}
