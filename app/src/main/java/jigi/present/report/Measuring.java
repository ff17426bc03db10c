package jigi.present.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryResult;
import jigi.present.report.Report.Line;

/** The chapters that come of samples. */
final class Measuring {
  /** More lines of one question are not read by anybody. */
  private static final int LISTED = 30;

  /**
   * What is asked of every system.
   *
   * @param subject the labels whose values name a line
   */
  private record Question(String key, Unit unit, String query, List<String> subject) {}

  private static final List<Question> CAPACITY =
      List.of(
          host("cpu", "avg by (host) (avg_over_time(host_cpu_used_ratio[$period]))"),
          host("cpu-max", "max by (host) (max_over_time(host_cpu_used_ratio[$period]))"),
          host("memory", "avg by (host) (avg_over_time(host_memory_used_ratio[$period]))"),
          host("memory-max", "max by (host) (max_over_time(host_memory_used_ratio[$period]))"),
          new Question(
              "disk",
              Unit.RATIO,
              "max by (host, mount) (last_over_time(host_filesystem_used_ratio[$period]))",
              List.of("host", "mount")),
          new Question(
              "database",
              Unit.BYTES,
              "max by (component, datname) (last_over_time(pg_database_size_bytes[$period]))",
              List.of("component", "datname")),
          new Question(
              "database",
              Unit.BYTES,
              "max by (component, schema) (last_over_time(mysql_schema_size_bytes[$period]))",
              List.of("component", "schema")));

  private final Queries queries;

  Measuring(Queries queries) {
    this.queries = queries;
  }

  private static Question host(String key, String query) {
    return new Question(key, Unit.RATIO, query, List.of("host"));
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
      Question question = new Question("figure", wanted.unit(), wanted.query(), List.of());
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
    List<Line> lines = new ArrayList<>();
    for (String subject : subjects(now, before)) {
      lines.add(
          new Line(
              question.key(),
              subject,
              question.unit(),
              now.get(subject),
              before.get(subject),
              List.of()));
    }
    return lines;
  }

  /** What was measured before and is no more is a line too. */
  private static Iterable<String> subjects(Map<String, Double> now, Map<String, Double> before) {
    Map<String, Double> all = new TreeMap<>(before);
    all.putAll(now);
    return all.keySet();
  }

  private Map<String, Double> values(String system, Question question, Moment moment)
      throws InterruptedException {
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
