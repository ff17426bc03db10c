package jigi.present.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.schedule.Stretch;
import jigi.detect.inventory.Bytes;
import jigi.detect.metric.Unit;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;
import jigi.present.report.Report.Line;
import org.jspecify.annotations.Nullable;

/** The chapters that come of samples. */
final class Measuring {
  /** More lines of one question are not read by anybody. */
  private static final int LISTED = 30;

  /** So many days of a longer time show how something grew. */
  private static final int DAYS = 12;

  /** What of a series' samples is told, and how several series of one subject become one. */
  private enum Take {
    MEAN("avg", "avg_over_time"),
    HIGHEST("max", "max_over_time"),
    LATEST("max", "last_over_time");

    private final String together;
    private final String function;

    Take(String together, String function) {
      this.together = together;
      this.function = function;
    }

    double of(Fold fold) {
      return switch (this) {
        case MEAN -> fold.mean();
        case HIGHEST -> fold.highest();
        case LATEST -> fold.latest();
      };
    }

    double of(List<Double> values) {
      var all = values.stream().mapToDouble(Double::doubleValue);
      return (this == MEAN ? all.average() : all.max()).orElseThrow();
    }
  }

  /** A metric of which figures of days are kept. */
  private record Kept(String metric, Take take) {
    String query(List<String> subject) {
      return take.together
          + " by ("
          + String.join(", ", subject)
          + ") ("
          + take.function
          + "("
          + metric
          + "[$period]))";
    }
  }

  /**
   * What is asked of every system.
   *
   * @param subject the labels whose values name a line
   * @param kept null where samples alone tell it
   */
  private record Question(
      String key, Unit unit, String query, List<String> subject, @Nullable Kept kept) {
    static Question of(String key, Unit unit, Kept kept, String... subject) {
      List<String> labels = List.of(subject);
      return new Question(key, unit, kept.query(labels), labels, kept);
    }
  }

  private static final List<Question> CAPACITY =
      List.of(
          host("cpu", new Kept("host_cpu_used_ratio", Take.MEAN)),
          host("cpu-max", new Kept("host_cpu_used_ratio", Take.HIGHEST)),
          host("memory", new Kept("host_memory_used_ratio", Take.MEAN)),
          host("memory-max", new Kept("host_memory_used_ratio", Take.HIGHEST)),
          Question.of(
              "disk",
              Unit.RATIO,
              new Kept("host_filesystem_used_ratio", Take.LATEST),
              "host",
              "mount"),
          Question.of(
              "database",
              Unit.BYTES,
              new Kept("pg_database_size_bytes", Take.LATEST),
              "component",
              "datname"),
          Question.of(
              "database",
              Unit.BYTES,
              new Kept("mysql_schema_size_bytes", Take.LATEST),
              "component",
              "schema"));

  private final Queries queries;
  private final Figures figures;

  Measuring(Queries queries, Figures figures) {
    this.queries = queries;
    this.figures = figures;
  }

  private static Question host(String key, Kept kept) {
    return Question.of(key, Unit.RATIO, kept, "host");
  }

  /**
   * When the figures are taken, and over how long.
   *
   * @param until the end of what is told
   */
  record Moment(Period period, Instant until) {
    Duration length() {
      return Duration.between(period.from(), until);
    }

    Stretch time() {
      return new Stretch(period.from(), until);
    }

    /** Beside the one before it longer than samples are kept: figures of days tell of it. */
    boolean isLong() {
      return switch (period.cadence()) {
        case DAY, WEEK -> false;
        case MONTH, QUARTER, YEAR -> true;
      };
    }

    /** The period before, which is over. */
    Moment previous() {
      Period previous = period.previous();
      return new Moment(previous, previous.to());
    }
  }

  List<Line> capacity(String system, Moment moment) throws InterruptedException {
    List<Line> lines = new ArrayList<>();
    for (Question question : CAPACITY) {
      List<Line> all = ask(system, question, moment);
      lines.addAll(all.subList(0, Math.min(all.size(), LISTED)));
    }
    return lines;
  }

  /** The manual's own; each has a line at least. */
  List<Line> figures(ReportPlan plan, Moment moment) throws InterruptedException {
    List<Line> lines = new ArrayList<>();
    for (ReportPlan.Wanted wanted : plan.figures()) {
      Question question = new Question("figure", wanted.unit(), wanted.query(), List.of(), null);
      List<Line> found = ask(plan.system(), question, moment);
      if (found.isEmpty()) {
        lines.add(new Line("figure", wanted.title(), wanted.unit(), null, null, List.of()));
      }
      for (Line line : found.subList(0, Math.min(found.size(), LISTED))) {
        String of = line.subject().isEmpty() ? "" : " (" + line.subject() + ")";
        lines.add(
            new Line(
                line.key(),
                wanted.title() + of,
                line.unit(),
                line.value(),
                line.before(),
                line.details()));
      }
    }
    return lines;
  }

  private List<Line> ask(String system, Question question, Moment moment)
      throws InterruptedException {
    Map<String, Double> now;
    Map<String, Double> before;
    try {
      now = values(system, question, moment);
      before = values(system, question, moment.previous());
    } catch (PromQlException e) {
      String why = String.valueOf(e.getMessage());
      return List.of(new Line(question.key(), "", question.unit(), null, null, List.of(why)));
    }
    Map<String, List<String>> growth = growth(system, question, moment);
    List<Line> lines = new ArrayList<>();
    for (String subject : subjects(now, before)) {
      lines.add(
          new Line(
              question.key(),
              subject,
              question.unit(),
              now.get(subject),
              before.get(subject),
              growth.getOrDefault(subject, List.of())));
    }
    return lines;
  }

  /** Of what grows, how much it was on some days: by subject {@code 2026-02-01 1.2 GB}. */
  private Map<String, List<String>> growth(String system, Question question, Moment moment) {
    Kept kept = question.kept();
    if (kept == null || kept.take() != Take.LATEST || !moment.isLong()) {
      return Map.of();
    }
    Map<String, TreeMap<LocalDate, Double>> found = new TreeMap<>();
    for (FigureRepository.Latest each :
        figures.latest(system, kept.metric(), moment.time(), moment.period().zone())) {
      found
          .computeIfAbsent(
              subject(each.series().toMap(), question.subject()), name -> new TreeMap<>())
          .merge(each.day(), each.value(), Math::max);
    }
    Map<String, List<String>> all = new TreeMap<>();
    found.forEach((name, days) -> all.put(name, spread(List.copyOf(days.entrySet()), question)));
    return all;
  }

  /** The first, the last, and as many between them as one reads. */
  private static List<String> spread(List<Map.Entry<LocalDate, Double>> days, Question question) {
    int shown = Math.min(days.size(), DAYS);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      var day = days.get(shown == 1 ? 0 : i * (days.size() - 1) / (shown - 1));
      String value =
          question.unit() == Unit.BYTES
              ? Bytes.format(day.getValue())
              : String.format(Locale.ROOT, "%.1f%%", day.getValue() * 100);
      all.add(day.getKey() + " " + value);
    }
    return all;
  }

  /** What was measured before and is no more is a line too. */
  private static Iterable<String> subjects(Map<String, Double> now, Map<String, Double> before) {
    Map<String, Double> all = new TreeMap<>(before);
    all.putAll(now);
    return all.keySet();
  }

  private Map<String, Double> values(String system, Question question, Moment moment)
      throws InterruptedException {
    Kept kept = question.kept();
    if (kept != null && moment.isLong()) {
      return values(system, question.subject(), kept, moment);
    }
    Expr expr = PromQl.parse(ReportPlan.Wanted.of(question.query(), moment.length()));
    Expr bound = PromQl.withMatcher(expr, Matcher.equal("system", system));
    Map<String, Double> values = new LinkedHashMap<>();
    switch (queries.ask(bound, moment.until())) {
      case QueryResult.Vector vector ->
          vector
              .samples()
              .forEach(
                  sample -> {
                    if (!Double.isNaN(sample.value()) && !Double.isInfinite(sample.value())) {
                      values.put(
                          subject(sample.labels().toMap(), question.subject()), sample.value());
                    }
                  });
      case QueryResult.Scalar scalar -> values.put("", scalar.value());
      case QueryResult.StringValue text -> {}
      case QueryResult.Matrix matrix -> {}
    }
    return values;
  }

  private Map<String, Double> values(String system, List<String> subject, Kept kept, Moment moment)
      throws InterruptedException {
    Map<String, List<Double>> found = new TreeMap<>();
    figures
        .over(system, kept.metric(), moment.time(), moment.period().zone())
        .forEach(
            (series, fold) ->
                found
                    .computeIfAbsent(subject(series.toMap(), subject), name -> new ArrayList<>())
                    .add(kept.take().of(fold)));
    Map<String, Double> values = new LinkedHashMap<>();
    found.forEach((name, all) -> values.put(name, kept.take().of(all)));
    return values;
  }

  /** Of a figure of the manual's own every label that its query has left. */
  private static String subject(Map<String, String> labels, List<String> named) {
    List<String> words = new ArrayList<>();
    if (named.isEmpty()) {
      new TreeMap<>(labels)
          .forEach(
              (name, value) -> {
                if (!name.equals("system") && !name.equals("__name__")) {
                  words.add(value);
                }
              });
    } else {
      named.forEach(name -> words.add(labels.getOrDefault(name, "")));
    }
    return String.join(" ", words).strip();
  }
}
