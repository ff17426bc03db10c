package jigi.detect.alert.unit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.config.Yaml;
import jigi.base.kernel.Durations;
import jigi.detect.alert.unit.UnitTests.AlertCase;
import jigi.detect.alert.unit.UnitTests.ExpectedAlert;
import jigi.detect.alert.unit.UnitTests.ExpectedSample;
import jigi.detect.alert.unit.UnitTests.ExpressionCase;
import jigi.detect.alert.unit.UnitTests.RuleFile;
import jigi.detect.metric.PromQlHints;
import jigi.detect.rule.Template;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.SeriesNotation;
import jigi.metrics.promql.ValueType;
import org.jspecify.annotations.Nullable;

/** Reads a file of tests; format: prometheus.io, "Unit testing for rules". */
final class UnitTestReader {
  /** What a check may take is bounded: two months of a minute's evaluations. */
  private static final long MOST_EVALUATIONS = 100_000;

  private static final Field<SeriesNotation> SERIES =
      Field.required("series", labels(), "The series' name and labels.");
  private static final Field<SeriesNotation> VALUES =
      Field.required("values", points(), "Its points, one per 'interval'.");
  private static final Field<Duration> EVAL_TIME =
      Field.optional("eval_time", Shapes.durationOrZero(), "0s", "When, after the start.");
  private static final Field<Map<String, String>> EXP_LABELS =
      Field.optional("exp_labels", Shapes.mapOf(Shapes.text()), "Its labels but 'alertname'.");
  private static final Field<Map<String, String>> EXP_ANNOTATIONS =
      Field.optional("exp_annotations", Shapes.mapOf(Shapes.text()), "Its annotations.");
  private static final Field<List<Values>> EXP_ALERTS =
      list("exp_alerts", "an alert", "What fires.", EXP_LABELS, EXP_ANNOTATIONS);
  private static final Field<String> ALERTNAME =
      Field.required("alertname", Shapes.text(), "The alert's name.");
  private static final Field<List<Values>> ALERT_RULE_TEST =
      list("alert_rule_test", "a test of an alert", "", EVAL_TIME, ALERTNAME, EXP_ALERTS);
  private static final Field<SeriesNotation> LABELS =
      Field.required("labels", labels(), "The sample's name and labels.");
  private static final Field<Double> VALUE =
      Field.required("value", number(), "The sample's value.");
  private static final Field<List<Values>> EXP_SAMPLES =
      list("exp_samples", "a sample", "What it gives.", LABELS, VALUE);
  private static final Field<String> EXPR =
      Field.required("expr", Shapes.text(), "The expression.");
  private static final Field<List<Values>> PROMQL_EXPR_TEST =
      list("promql_expr_test", "a test of an expression", "", EXPR, EVAL_TIME, EXP_SAMPLES);
  private static final Field<Duration> INTERVAL =
      Field.optional("interval", Shapes.duration(), "Between two points.");
  private static final Field<List<Values>> INPUT_SERIES =
      list("input_series", "a series", "The samples.", SERIES, VALUES);
  private static final Field<String> NAME =
      Field.optional("name", Shapes.text(), "What the test is called.");
  private static final Field<Instant> START_TIMESTAMP =
      Field.optional("start_timestamp", instant(), "0", "When the samples begin.");
  private static final Field<Map<String, String>> EXTERNAL_LABELS =
      Field.optional("external_labels", Shapes.mapOf(Shapes.text()), "For templates.");
  private static final Field<String> EXTERNAL_URL =
      Field.optional("external_url", Shapes.text(), "", "For templates.");

  private static final Field<List<String>> RULE_FILES =
      Field.optional("rule_files", Shapes.listOf(Shapes.text()), "What is tested.");
  private static final Field<Duration> EVALUATION_INTERVAL =
      Field.optional("evaluation_interval", Shapes.duration(), "1m", "Between evaluations.");
  private static final Field<Boolean> FUZZY_COMPARE =
      Field.optional("fuzzy_compare", Shapes.bool(), "false", "Whether last bits may differ.");
  private static final Field<List<String>> GROUP_EVAL_ORDER =
      Field.optional("group_eval_order", Shapes.listOf(Shapes.text()), "Groups in order.");
  private static final Field<List<Values>> TESTS =
      list(
          "tests",
          "a test group",
          "The tests.",
          INTERVAL,
          INPUT_SERIES,
          NAME,
          START_TIMESTAMP,
          EXTERNAL_LABELS,
          EXTERNAL_URL,
          ALERT_RULE_TEST,
          PROMQL_EXPR_TEST);
  private static final ObjectShape<Values> FILE =
      ObjectShape.of(
          "a file of tests",
          List.of(RULE_FILES, EVALUATION_INTERVAL, FUZZY_COMPARE, GROUP_EVAL_ORDER, TESTS),
          values -> values);

  private UnitTestReader() {}

  /** The tests of a file; null after reporting. */
  static @Nullable UnitTests read(String path, String text, Problems problems) {
    Node root = Yaml.read(path, text, problems);
    Values file = FILE.read(root, problems);
    if (file == null) {
      return null;
    }
    Duration interval = file.get(EVALUATION_INTERVAL);
    List<UnitTests.Group> groups =
        file.find(TESTS, List.of()).stream().map(test -> group(test, interval)).toList();
    return new UnitTests(
        file.find(RULE_FILES, List.of()).stream()
            .map(pattern -> new RuleFile(file.placeOfValue(RULE_FILES), pattern))
            .toList(),
        interval,
        file.get(FUZZY_COMPARE),
        order(file),
        groups.stream().filter(group -> isShort(group, interval, problems)).toList());
  }

  private static List<String> order(Values file) {
    List<String> order = file.find(GROUP_EVAL_ORDER, List.of());
    Set<String> seen = new HashSet<>();
    for (String name : order) {
      if (!seen.add(name)) {
        file.error(
            GROUP_EVAL_ORDER,
            "duplicate-group",
            "the order names a group twice (" + name + ")",
            "name each group once");
      }
    }
    return order;
  }

  private static boolean isShort(UnitTests.Group group, Duration interval, Problems problems) {
    long evaluations = group.length().dividedBy(interval);
    if (evaluations > MOST_EVALUATIONS) {
      problems.error(
          group.place(),
          "rule-test-too-long",
          "a test has at most "
              + MOST_EVALUATIONS
              + " evaluations ("
              + Durations.format(group.length())
              + " every "
              + Durations.format(interval)
              + ")",
          "raise 'evaluation_interval' or test at an earlier 'eval_time'");
    }
    return evaluations <= MOST_EVALUATIONS;
  }

  private static UnitTests.Group group(Values test, Duration interval) {
    return new UnitTests.Group(
        test.place(),
        test.find(NAME),
        test.get(START_TIMESTAMP),
        test.find(INTERVAL, interval),
        test.find(INPUT_SERIES, List.of()).stream().map(UnitTestReader::input).toList(),
        test.find(ALERT_RULE_TEST, List.of()).stream().map(UnitTestReader::alert).toList(),
        test.find(PROMQL_EXPR_TEST, List.of()).stream()
            .flatMap(one -> java.util.stream.Stream.ofNullable(expression(one)))
            .toList(),
        new Template.External(test.get(EXTERNAL_URL), test.find(EXTERNAL_LABELS, Map.of())));
  }

  private static SeriesNotation input(Values series) {
    SeriesNotation points = series.get(VALUES);
    return new SeriesNotation(series.get(SERIES).labels(), points.points(), -1, false);
  }

  private static AlertCase alert(Values test) {
    String name = test.get(ALERTNAME);
    return new AlertCase(
        test.place(),
        test.get(EVAL_TIME),
        name,
        test.find(EXP_ALERTS, List.of()).stream().map(one -> expected(name, one)).toList());
  }

  private static ExpectedAlert expected(String name, Values alert) {
    Map<String, String> labels = new LinkedHashMap<>(alert.find(EXP_LABELS, Map.of()));
    labels.put("alertname", name);
    return new ExpectedAlert(Labels.of(labels), Labels.of(alert.find(EXP_ANNOTATIONS, Map.of())));
  }

  private static @Nullable ExpressionCase expression(Values test) {
    String text = test.get(EXPR);
    try {
      Expr expr = PromQl.parse(text);
      if (expr.type() != ValueType.VECTOR && expr.type() != ValueType.SCALAR) {
        test.error(
            EXPR,
            "bad-promql",
            "a test needs an instant vector, this gives a "
                + expr.type().text()
                + " ("
                + text
                + ")",
            "wrap it in a function, for example rate(…[5m])");
        return null;
      }
      return new ExpressionCase(
          test.place(),
          test.get(EVAL_TIME),
          text.strip(),
          expr,
          test.find(EXP_SAMPLES, List.of()).stream()
              .map(one -> new ExpectedSample(one.get(LABELS).labels(), one.get(VALUE)))
              .toList());
    } catch (PromQlException e) {
      test.error(
          EXPR, "bad-promql", PromQlHints.reason(e) + " (" + text + ")", PromQlHints.hint(e));
      return null;
    }
  }

  private static Field<List<Values>> list(
      String name, String title, String doc, Field<?>... fields) {
    Shape<Values> item = ObjectShape.of(title, List.of(fields), values -> values);
    return Field.optional(name, Shapes.listOf(item), doc);
  }

  private static Shape<SeriesNotation> labels() {
    return Shapes.scalar(
        "a series",
        "up{job=\"web\"}",
        Map.of("type", "string"),
        text -> {
          SeriesNotation read = notation(text);
          return read == null || !read.points().isEmpty() ? null : read;
        });
  }

  /** Native histograms are not stored, so that no test can speak of them. */
  private static Shape<SeriesNotation> points() {
    return Shapes.scalar(
        "points of a series",
        "'0+1x10 _ stale', without histograms",
        Map.of("type", "string"),
        text -> {
          SeriesNotation read = notation("{} " + text);
          return read == null || read.firstHistogram() >= 0 ? null : read;
        });
  }

  private static @Nullable SeriesNotation notation(String text) {
    try {
      SeriesNotation read = SeriesNotation.parse(text.strip());
      return read.startTimestamps() ? null : read;
    } catch (SeriesNotation.Malformed e) {
      return null;
    }
  }

  /** YAML writes {@code .inf} and {@code .nan}. */
  private static Shape<Double> number() {
    return Shapes.scalar(
        "a number",
        "0.85",
        Map.of("type", "number"),
        text -> SeriesNotation.number(text.replaceFirst("^([+-]?)\\.(?=[a-zA-Z])", "$1")));
  }

  private static Shape<Instant> instant() {
    return Shapes.scalar(
        "a time",
        "2026-03-01T00:00:00Z, or seconds since 1970",
        Map.of("type", List.of("string", "number")),
        text -> {
          Double seconds = SeriesNotation.number(text);
          if (seconds != null && Double.isFinite(seconds)) {
            return Instant.ofEpochMilli(Math.round(seconds * 1000));
          }
          try {
            return java.time.OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeException e) {
            return null;
          }
        });
  }
}
