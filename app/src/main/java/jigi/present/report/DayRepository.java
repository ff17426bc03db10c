package jigi.present.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What days were, once they are over. */
final class DayRepository {
  private DayRepository() {}

  private record Row(String component, Days.Day day) {}

  /** Does nothing where the day is known. */
  static void insert(Handle handle, String system, String component, Days.Day day) {
    handle
        .createUpdate(
            "INSERT INTO report_day (system, component, day, share) VALUES (:system, :component,"
                + " :day, :share) ON CONFLICT (system, component, day) DO NOTHING")
        .bind("system", system)
        .bind("component", component)
        .bind("day", day.date().toString())
        .bind("share", day.share())
        .execute();
  }

  /** By component and date, from a day on. */
  static Map<String, Map<LocalDate, Days.Day>> of(Handle handle, String system, LocalDate from) {
    Map<String, Map<LocalDate, Days.Day>> all = new HashMap<>();
    for (Row row : rows(handle, system, from)) {
      all.computeIfAbsent(row.component(), name -> new HashMap<>())
          .put(row.day().date(), row.day());
    }
    return all;
  }

  /** The components of which a day is known, by date, from a day on. */
  static SortedMap<LocalDate, Set<String>> known(Handle handle, String system, LocalDate from) {
    SortedMap<LocalDate, Set<String>> all = new TreeMap<>();
    for (Row row : rows(handle, system, from)) {
      all.computeIfAbsent(row.day().date(), date -> new HashSet<>()).add(row.component());
    }
    return all;
  }

  private static List<Row> rows(Handle handle, String system, LocalDate from) {
    return handle
        .createQuery("SELECT * FROM report_day WHERE system = :system AND day >= :from")
        .bind("system", system)
        .bind("from", from.toString())
        .map((row, context) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    double share = row.getDouble("share");
    Double known = row.wasNull() ? null : Double.valueOf(share);
    return new Row(
        row.getString("component"), new Days.Day(LocalDate.parse(row.getString("day")), known));
  }
}
