package jigi.detect.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.config.Yaml;
import jigi.base.kernel.Nearest;
import jigi.detect.metric.Producers;
import jigi.detect.metric.PromQlHints;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.ValueType;
import org.jspecify.annotations.Nullable;

/** Reads the rule files of one manual; format: prometheus.io, "Defining recording rules". */
final class RuleFileReader {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  private static final Shape<Duration> DURATION = Shapes.durationOrZero();

  private final String system;
  private final Predicate<String> global;
  private final Problems problems;
  private final @Nullable Producers producers;
  private final Set<String> identities = new HashSet<>();
  private final Map<String, Integer> keys = new HashMap<>();
  private String file = "";

  private final Field<String> record =
      Field.optional("record", Shapes.text(), "The metric that the result is stored as.");
  private final Field<String> alert = Field.optional("alert", Shapes.text(), "The alert's name.");
  private final Field<Node.ScalarNode> expr = Field.required("expr", raw(), "A PromQL expression.");
  private final Field<Duration> hold =
      Field.optional("for", DURATION, "0s", "How long it must hold without a gap.");
  private final Field<Duration> keep =
      Field.optional("keep_firing_for", DURATION, "0s", "How long it must be gone.");
  private final Field<Map<String, Text>> labels =
      Field.optional("labels", new TextsShape("labels"), "Labels of the result.");
  private final Field<Map<String, Text>> annotations =
      Field.optional("annotations", new TextsShape("annotations"), "Texts of the alert.");
  private final Field<List<Values>> rules =
      Field.optional(
          "rules",
          lenient(values("a rule", List.of(record, alert, expr, hold, keep, labels, annotations))),
          "The rules, in order.");
  private final Field<String> name =
      Field.required("name", Shapes.text(), "The group's name, unique in its file.");
  private final Field<Duration> interval =
      Field.optional("interval", Shapes.duration(), "15s", "How often it is evaluated.");
  private final Field<Duration> queryOffset =
      Field.optional("query_offset", DURATION, "0s", "How far into the past it looks.");
  private final Field<Integer> limit =
      Field.optional("limit", Shapes.integer(0, 1_000_000), "0", "Series that a rule may give.");
  private final Field<Map<String, Text>> groupLabels =
      Field.optional("labels", new TextsShape("labels"), "Labels of every rule of the group.");
  private final Field<List<Values>> groups =
      Field.required(
          "groups",
          lenient(
              values(
                  "a rule group", List.of(name, interval, queryOffset, limit, groupLabels, rules))),
          "The groups.");

  /**
   * @param global tells of a group's name whether it reads the series of all systems
   * @param producers null to take any metric
   */
  RuleFileReader(
      String system, Predicate<String> global, Problems problems, @Nullable Producers producers) {
    this.producers = producers;
    this.system = system;
    this.global = global;
    this.problems = problems;
  }

  /** A label or annotation and where it stands. */
  private record Text(String value, Place key, Place place) {}

  /** The groups of a file that could be read. */
  List<RuleGroup> read(String path, String text) {
    file = path;
    Node root = Yaml.read(path, text, problems);
    if (root instanceof Node.EmptyNode) {
      return List.of();
    }
    Values values =
        ObjectShape.of("a rule file", List.of(groups), v -> v).readValues(root, problems);
    List<RuleGroup> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Values group : values == null ? List.<Values>of() : values.get(groups)) {
      if (!names.add(group.get(name))) {
        problems.error(
            group.placeOfValue(name),
            "duplicate-group",
            "the file has a second group of this name (" + group.get(name) + ")",
            "give each group of a file a name of its own");
      }
      read.add(group(group));
    }
    return read;
  }

  private RuleGroup group(Values group) {
    List<Rule> read = new ArrayList<>();
    boolean global = this.global.test(group.get(name));
    Map<String, Text> shared = texts(group, groupLabels);
    for (Values rule : orEmpty(group.find(rules))) {
      Rule one = rule(rule, group.get(name), shared, global);
      if (one != null) {
        read.add(one);
      }
    }
    return new RuleGroup(
        system,
        file,
        group.get(name),
        new RuleGroup.Schedule(group.get(interval), group.get(queryOffset)),
        group.get(limit),
        read);
  }

  private @Nullable Rule rule(Values rule, String group, Map<String, Text> shared, boolean global) {
    String recorded = rule.find(record);
    String alerted = rule.find(alert);
    if ((recorded == null) == (alerted == null)) {
      problems.error(
          rule.place(),
          "bad-rule",
          recorded == null
              ? "the rule has neither 'record' nor 'alert'"
              : "the rule has both 'record' and 'alert' (" + recorded + ", " + alerted + ")",
          "name what it records, or the alert that it raises");
      return null;
    }
    Rule.Expression expression = expression(rule.get(expr), global);
    Map<String, Text> all = new LinkedHashMap<>(shared);
    all.putAll(texts(rule, labels));
    Rule read =
        recorded != null
            ? recording(rule, recorded, group, expression, all)
            : alerting(rule, alerted, group, expression, all);
    if (read != null) {
      reportDuplicate(read, all);
    }
    return read;
  }

  private @Nullable Rule recording(
      Values rule,
      String recorded,
      String group,
      Rule.@Nullable Expression expression,
      Map<String, Text> all) {
    for (Field<?> field : List.of(hold, keep, annotations)) {
      if (rule.placeOf(field) != rule.place()) {
        problems.error(
            rule.placeOf(field),
            "bad-rule",
            "a recording rule has no '" + field.name() + "' (" + recorded + ")",
            "remove it, or make it an alert");
      }
    }
    if (!METRIC.matcher(recorded).matches()) {
      problems.error(
          rule.placeOfValue(record),
          "bad-metric-name",
          "not a metric name ('" + recorded + "')",
          "use letters, digits, _ and :, for example job:errors:rate5m");
    }
    Map<String, String> constant = new LinkedHashMap<>();
    all.forEach((key, text) -> constant.put(key, text.value()));
    return expression == null
        ? null
        : new Rule.Recording(
            key(group, recorded), recorded, expression, constant, rule.placeOfValue(record));
  }

  private @Nullable Rule alerting(
      Values rule,
      @Nullable String alerted,
      String group,
      Rule.@Nullable Expression expression,
      Map<String, Text> all) {
    Map<String, Text> said = texts(rule, annotations);
    Map<String, Template> labelTemplates = templates(all);
    Map<String, Template> annotationTemplates = templates(said);
    checkSeverity(rule, all.get("severity"));
    Rule.Timing timing =
        new Rule.Timing(rule.get(hold), rule.get(keep), noData(said.get(NoData.ANNOTATION)));
    return expression == null || alerted == null
        ? null
        : new Rule.Alerting(
            key(group, alerted),
            alerted,
            expression,
            timing,
            new Rule.Texts(labelTemplates, annotationTemplates),
            rule.placeOfValue(alert));
  }

  private String key(String group, String ruleName) {
    String key = system + "/" + group + "/" + ruleName;
    int count = keys.merge(key, 1, Integer::sum);
    return count == 1 ? key : key + "#" + count;
  }

  private void reportDuplicate(Rule rule, Map<String, Text> all) {
    Map<String, String> plain = new java.util.TreeMap<>();
    all.forEach((key, text) -> plain.put(key, text.value()));
    String identity = rule.getClass().getSimpleName() + rule.name() + plain;
    if (!identities.add(identity + rule.expression().text())) {
      problems.error(
          rule.place(),
          "duplicate-rule",
          "the same rule stands here a second time (" + rule.name() + ")",
          "keep one of them");
    } else if (!identities.add(identity)) {
      problems.warning(
          rule.place(),
          "same-labels",
          "another rule has the same name and labels (" + rule.name() + ")",
          "give one of them a label that tells them apart");
    }
  }

  private Rule.@Nullable Expression expression(Node.ScalarNode node, boolean global) {
    try {
      Expr parsed = PromQl.parse(node.text());
      if (parsed.type() != ValueType.VECTOR && parsed.type() != ValueType.SCALAR) {
        problems.error(
            node.place(),
            "bad-promql",
            "a rule needs an instant vector, this gives a "
                + parsed.type().text()
                + " ('"
                + node.text().strip()
                + "')",
            "wrap it in a function, for example rate(…[5m])");
        return null;
      }
      Expr bound = global ? parsed : PromQl.withMatcher(parsed, Matcher.equal("system", system));
      // The series of another system come from another manual.
      if (producers != null && !global) {
        producers.check(bound, node.place(), problems);
      }
      return new Rule.Expression(node.text().strip(), bound);
    } catch (PromQlException e) {
      int offset = e.position() == null ? 0 : e.position().start();
      problems.error(
          problems.within(node.place(), node.text(), offset),
          "bad-promql",
          PromQlHints.reason(e) + " (" + around(node.text(), offset) + ")",
          PromQlHints.hint(e));
      return null;
    }
  }

  private static String around(String text, int offset) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= 60) {
      return line;
    }
    int from = Math.max(0, Math.min(offset, text.length()) - 25);
    return "…"
        + text.substring(from, Math.min(text.length(), from + 50)).replaceAll("\\s+", " ")
        + "…";
  }

  private void checkSeverity(Values rule, @Nullable Text severity) {
    if (severity == null) {
      problems.warning(
          rule.placeOfValue(alert),
          "missing-severity",
          "the alert has no severity, it counts as warning (" + rule.find(alert) + ")",
          "add 'labels: {severity: critical}', or warning, or info");
    } else if (!severity.value().contains("{{") && Severity.named(severity.value()) == null) {
      problems.warning(
          severity.place(),
          "unknown-severity",
          "no severity of this name, it counts as warning ('" + severity.value() + "')",
          Nearest.hint(severity.value(), List.of("critical", "warning", "info")));
    }
  }

  private NoData noData(@Nullable Text text) {
    if (text == null) {
      return NoData.HOLD;
    }
    NoData policy = NoData.byName().get(text.value());
    if (policy == null) {
      problems.error(
          text.place(),
          "bad-value",
          "not a policy for missing data ('" + text.value() + "')",
          Nearest.hint(text.value(), NoData.byName().keySet()));
      return NoData.HOLD;
    }
    return policy;
  }

  private Map<String, Template> templates(Map<String, Text> texts) {
    Map<String, Template> read = new LinkedHashMap<>();
    texts.forEach(
        (key, text) -> {
          try {
            read.put(key, Template.parse(text.value()));
          } catch (TemplateException e) {
            problems.error(
                problems.within(text.place(), text.value(), e.offset()),
                "bad-template",
                String.valueOf(e.getMessage()),
                e.hint());
          }
        });
    return read;
  }

  private Map<String, Text> texts(Values values, Field<Map<String, Text>> field) {
    return values.find(field, Map.of());
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static Shape<Values> values(String title, List<Field<?>> fields) {
    return ObjectShape.of(title, fields, v -> v);
  }

  /** A list without its bad items, so that one mistake does not hide those of the others. */
  private static Shape<List<Values>> lenient(Shape<Values> item) {
    Shape<List<Values>> strict = Shapes.listOf(item);
    return new Shape<>() {
      @Override
      public List<Values> read(Node node, Problems problems) {
        List<Node> items =
            switch (node) {
              case Node.ListNode list -> list.items();
              case Node.EmptyNode ignored -> List.of();
              case Node.MapNode map -> List.of(map);
              case Node.ScalarNode scalar -> List.of(scalar);
            };
        List<Values> read = new ArrayList<>();
        for (Node one : items) {
          Values values = item.read(one, problems);
          if (values != null) {
            read.add(values);
          }
        }
        return read;
      }

      @Override
      public Map<String, Object> schema() {
        return strict.schema();
      }

      @Override
      public String title() {
        return strict.title();
      }
    };
  }

  private static Shape<Node.ScalarNode> raw() {
    return new Shape<>() {
      @Override
      public Node.@Nullable ScalarNode read(Node node, Problems problems) {
        if (node instanceof Node.ScalarNode scalar && !scalar.text().isBlank()) {
          return scalar;
        }
        problems.error(
            node.place(),
            "wrong-type",
            "here must stand a PromQL expression, not " + node.kind(),
            "write for example probe_success == 0");
        return null;
      }

      @Override
      public Map<String, Object> schema() {
        return Map.of("type", "string");
      }

      @Override
      public String title() {
        return "a PromQL expression";
      }
    };
  }

  /** A mapping of label or annotation names to texts that remember their places. */
  private record TextsShape(String what) implements Shape<Map<String, Text>> {
    @Override
    public @Nullable Map<String, Text> read(Node node, Problems problems) {
      if (node instanceof Node.EmptyNode) {
        return Map.of();
      }
      if (!(node instanceof Node.MapNode map)) {
        problems.error(
            node.place(),
            "wrong-type",
            what + " must be a mapping, here stands " + node.kind(),
            "write 'name: text' for each");
        return null;
      }
      Map<String, Text> read = new LinkedHashMap<>();
      map.entries().forEach((key, value) -> read(map, key, value, read, problems));
      return read;
    }

    private void read(
        Node.MapNode map, String key, Node value, Map<String, Text> into, Problems problems) {
      boolean reserved = what.equals("labels") && (key.equals("__name__") || key.equals("system"));
      if (!LABEL.matcher(key).matches() || reserved) {
        problems.error(
            map.placeOf(key),
            "bad-label-name",
            reserved
                ? "this label cannot be set by a rule ('" + key + "')"
                : "not a name for " + what + " ('" + key + "')",
            reserved ? "Jigi sets it; choose another name" : "use letters, digits and _");
        return;
      }
      switch (value) {
        case Node.ScalarNode scalar ->
            into.put(key, new Text(scalar.text(), map.placeOf(key), scalar.place()));
        case Node.EmptyNode empty -> into.put(key, new Text("", map.placeOf(key), empty.place()));
        case Node.ListNode list -> notText(list, key, problems);
        case Node.MapNode nested -> notText(nested, key, problems);
      }
    }

    private static void notText(Node node, String key, Problems problems) {
      problems.error(
          node.place(),
          "wrong-type",
          "'" + key + "' must be a text, here stands " + node.kind(),
          "put the text in quotes");
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "object", "additionalProperties", Map.of("type", "string"));
    }

    @Override
    public String title() {
      return "mapping of names to text";
    }
  }
}
