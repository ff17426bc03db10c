package jigi.present.report;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.kernel.Json;
import jigi.metrics.model.Labels;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Figures of days that are over. */
final class FigureRepository {
  private FigureRepository() {}

  /** A series of a day. */
  record Row(String metric, Labels series, Fold fold) {}

  /** Does nothing where the day is known. */
  static void insert(Handle handle, String system, LocalDate day, List<Row> rows) {
    int fresh =
        handle
            .createUpdate(
                "INSERT INTO report_figure_day (system, day) VALUES (:system, :day)"
                    + " ON CONFLICT (system, day) DO NOTHING")
            .bind("system", system)
            .bind("day", day.toString())
            .execute();
    if (fresh == 0 || rows.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "INSERT INTO report_figure (system, metric, day, series, samples, total, lowest,"
                + " highest, latest) VALUES (:system, :metric, :day, :series, :samples, :total,"
                + " :lowest, :highest, :latest)");
    for (Row row : rows) {
      batch
          .bind("system", system)
          .bind("metric", row.metric())
          .bind("day", day.toString())
          .bind("series", Json.write(new TreeMap<>(row.series().toMap())))
          .bind("samples", Math.round(row.fold().samples()))
          .bind("total", row.fold().total())
          .bind("lowest", row.fold().lowest())
          .bind("highest", row.fold().highest())
          .bind("latest", row.fold().latest())
          .add();
    }
    batch.execute();
  }

  /**
   * Forgets the days before one, where there are any; by metric, as the figures are found only so.
   */
  static void forget(Handle handle, String system, List<String> metrics, LocalDate first) {
    int days =
        handle
            .createUpdate("DELETE FROM report_figure_day WHERE system = :system AND day < :first")
            .bind("system", system)
            .bind("first", first.toString())
            .execute();
    for (String metric : days == 0 ? List.<String>of() : metrics) {
      handle
          .createUpdate(
              "DELETE FROM report_figure"
                  + " WHERE system = :system AND metric = :metric AND day < :first")
          .bind("system", system)
          .bind("metric", metric)
          .bind("first", first.toString())
          .execute();
    }
  }

  /** The last day that is known, from one to before another; null where none is. */
  static @Nullable LocalDate last(Handle handle, String system, LocalDate from, LocalDate to) {
    return handle
        .createQuery(
            "SELECT MAX(day) AS day FROM report_figure_day"
                + " WHERE system = :system AND day >= :from AND day < :to")
        .bind("system", system)
        .bind("from", from.toString())
        .bind("to", to.toString())
        .map((row, context) -> row.getString("day"))
        .stream()
        .filter(Objects::nonNull)
        .map(LocalDate::parse)
        .findFirst()
        .orElse(null);
  }

  /** Of the days from one to before another, each series' together. */
  static Map<Labels, Fold> over(
      Handle handle, String system, String metric, LocalDate from, LocalDate to) {
    Map<Labels, Fold> all = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT f.series, f.samples, f.total, f.lowest, f.highest, l.latest
            FROM (SELECT series, MAX(day) AS day, SUM(samples) AS samples, SUM(total) AS total,
                         MIN(lowest) AS lowest, MAX(highest) AS highest
                  FROM report_figure
                  WHERE system = :system AND metric = :metric AND day >= :from AND day < :to
                  GROUP BY series) f
            JOIN report_figure l
              ON l.system = :system AND l.metric = :metric AND l.day = f.day AND l.series = f.series
            """)
        .bind("system", system)
        .bind("metric", metric)
        .bind("from", from.toString())
        .bind("to", to.toString())
        .map(
            (row, context) ->
                Map.entry(
                    labels(row.getString("series")),
                    new Fold(
                        row.getDouble("samples"),
                        row.getDouble("total"),
                        row.getDouble("lowest"),
                        row.getDouble("highest"),
                        row.getDouble("latest"))))
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  /** A day's last value of a series. */
  record Latest(LocalDate day, Labels series, double value) {}

  /** Of the days from one to before another, in order. */
  static List<Latest> latest(
      Handle handle, String system, String metric, LocalDate from, LocalDate to) {
    return handle
        .createQuery(
            "SELECT day, series, latest FROM report_figure WHERE system = :system"
                + " AND metric = :metric AND day >= :from AND day < :to ORDER BY day, series")
        .bind("system", system)
        .bind("metric", metric)
        .bind("from", from.toString())
        .bind("to", to.toString())
        .map(
            (row, context) ->
                new Latest(
                    LocalDate.parse(row.getString("day")),
                    labels(row.getString("series")),
                    row.getDouble("latest")))
        .list();
  }

  private static Labels labels(String json) {
    return Labels.of(Json.texts(json));
  }
}
