package jigi.present.report;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.schedule.Stretch;
import jigi.base.store.Store;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryResult;
import org.jspecify.annotations.Nullable;

/**
 * Figures of whole days, kept for years when their samples are long gone: how many samples a series
 * had, their sum, lowest, highest and last. A day of which nothing was measured has none.
 */
final class Figures {
  static final String ANSWERED = "probe_success";

  /** For so many days: of this year and of four to compare it with. */
  private static final int KEPT = 5 * 366;

  /** What capacity and growth are told by. Of each a series takes a row a day. */
  private static final List<String> METRICS =
      List.of(
          "host_cpu_used_ratio",
          "host_memory_used_ratio",
          "host_filesystem_used_ratio",
          "pg_database_size_bytes",
          "pg_stat_user_tables_size_bytes",
          "mysql_schema_size_bytes",
          "redis_memory_used_bytes",
          "log_size_bytes",
          "container_log_size_bytes",
          "file_bytes",
          "jigi_backup_bytes");

  private final Store store;
  private final Queries queries;
  private final Availability availability;

  Figures(Store store, Queries queries, Planned planned) {
    this.store = store;
    this.queries = queries;
    this.availability = new Availability(queries, planned);
  }

  /** The last day that is written down, and with it all before; null where none is. */
  @Nullable LocalDate upTo(String system) {
    return store.read(
        handle -> FigureRepository.last(handle, system, LocalDate.EPOCH, LocalDate.of(9999, 1, 1)));
  }

  /**
   * Writes down a day that is over.
   *
   * @param even whether to do so even when nothing was measured
   * @throws jigi.metrics.promql.PromQlException when it cannot be asked; nothing is written then
   */
  void write(String system, LocalDate day, Stretch time, boolean even) throws InterruptedException {
    List<FigureRepository.Row> rows = new ArrayList<>();
    for (String metric : METRICS) {
      asked(system, metric, time).forEach((series, fold) -> add(rows, metric, series, fold));
    }
    availability
        .answered(system, time)
        .forEach((series, fold) -> add(rows, ANSWERED, series, fold));
    if (even || !rows.isEmpty()) {
      store.change(
          tx -> {
            FigureRepository.insert(tx.handle(), system, day, rows);
            FigureRepository.forget(tx.handle(), system, kept(), day.minusDays(KEPT));
          });
    }
  }

  private static List<String> kept() {
    return Stream.concat(METRICS.stream(), Stream.of(ANSWERED)).toList();
  }

  private static void add(
      List<FigureRepository.Row> rows, String metric, Labels series, Fold fold) {
    if (fold.isKnown()) {
      rows.add(new FigureRepository.Row(metric, series, fold));
    }
  }

  /** Of a time, by series: what is kept of its days, and of what follows them its samples. */
  Map<Labels, Fold> over(String system, String metric, Stretch time, ZoneId zone)
      throws InterruptedException {
    LocalDate from = time.from().atZone(zone).toLocalDate();
    LocalDate to = time.to().atZone(zone).toLocalDate();
    LocalDate last = store.read(handle -> FigureRepository.last(handle, system, from, to));
    LocalDate kept = last == null ? from : last.plusDays(1);
    Map<Labels, Fold> all = new HashMap<>();
    if (last != null) {
      all.putAll(store.read(handle -> FigureRepository.over(handle, system, metric, from, kept)));
    }
    Stretch rest = new Stretch(kept.atStartOfDay(zone).toInstant(), time.to());
    if (rest.from().isBefore(rest.to())) {
      (metric.equals(ANSWERED) ? availability.answered(system, rest) : asked(system, metric, rest))
          .forEach((series, fold) -> all.merge(series, fold, Fold::then));
    }
    return all;
  }

  /** The last values of the days within a time that are written down, in order. */
  List<FigureRepository.Latest> latest(String system, String metric, Stretch time, ZoneId zone) {
    LocalDate from = time.from().atZone(zone).toLocalDate();
    LocalDate to = time.to().atZone(zone).toLocalDate();
    return store.read(handle -> FigureRepository.latest(handle, system, metric, from, to));
  }

  private Map<Labels, Fold> asked(String system, String metric, Stretch time)
      throws InterruptedException {
    Map<Labels, Double> latest = ask("last_over_time", system, metric, time);
    if (latest.isEmpty()) {
      return Map.of();
    }
    Map<Labels, Double> samples = ask("count_over_time", system, metric, time);
    Map<Labels, Double> total = ask("sum_over_time", system, metric, time);
    Map<Labels, Double> lowest = ask("min_over_time", system, metric, time);
    Map<Labels, Double> highest = ask("max_over_time", system, metric, time);
    Map<Labels, Fold> all = new HashMap<>();
    latest.forEach(
        (series, value) ->
            all.put(
                series,
                new Fold(
                    or(samples.get(series), 0),
                    or(total.get(series), Double.NaN),
                    or(lowest.get(series), Double.NaN),
                    or(highest.get(series), Double.NaN),
                    value)));
    return all;
  }

  private static double or(@Nullable Double value, double otherwise) {
    return value == null ? otherwise : value;
  }

  private Map<Labels, Double> ask(String function, String system, String metric, Stretch time)
      throws InterruptedException {
    long seconds = Math.max(1, time.length().toSeconds());
    var expr = PromQl.parse(function + "(" + metric + "[" + seconds + "s])");
    Map<Labels, Double> values = new HashMap<>();
    if (queries.ask(PromQl.withMatcher(expr, Matcher.equal("system", system)), time.to())
        instanceof QueryResult.Vector vector) {
      vector
          .samples()
          .forEach(each -> values.put(each.labels().without(Labels.METRIC_NAME), each.value()));
    }
    return values;
  }
}
