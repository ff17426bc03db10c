package jigi.operate.notify.alertmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
import jigi.base.kernel.Durations;
import jigi.base.kernel.Nearest;
import jigi.metrics.model.Matcher;
import jigi.operate.notify.routing.Grouping;
import jigi.operate.notify.routing.Matchers;
import jigi.operate.notify.routing.RouteNode;
import jigi.operate.notify.routing.TimeInterval;
import org.jspecify.annotations.Nullable;

/** Reads the tree of routes; a route inherits what it does not say. */
final class RouteFields {
  static final Shape<List<List<Matcher>>> MATCHERS =
      Shapes.listOf(
          Shapes.scalar(
              "conditions on labels",
              "host=\"db\" or severity=~\"warning|info\"",
              Map.of("type", "string"),
              Matchers::parse));
  private static final Shape<Duration> SPAN =
      Shapes.scalar("a duration", "30s", Map.of("type", "string"), Durations::parse);

  private static final Field<String> RECEIVER =
      Field.optional("receiver", Shapes.text(), "Who is told.");
  private static final Field<List<String>> GROUP_BY =
      Field.optional("group_by", Shapes.listOf(Shapes.text()), "Labels of a group.");
  private static final Field<Boolean> CONTINUE =
      Field.optional("continue", Shapes.bool(), "false", "Whether those after it are asked.");
  private static final Field<Map<String, String>> MATCH =
      Field.optional("match", Shapes.mapOf(Shapes.text()), "Labels.");
  private static final Field<Map<String, String>> MATCH_RE =
      Field.optional("match_re", Shapes.mapOf(Shapes.text()), "Labels.");
  private static final Field<List<List<Matcher>>> MATCHER_LIST =
      Field.optional("matchers", MATCHERS, "Labels.");
  private static final Field<Duration> WAIT = Field.optional("group_wait", SPAN, "First message.");
  private static final Field<Duration> INTERVAL =
      Field.optional("group_interval", Shapes.duration(), "Between messages.");
  private static final Field<Duration> REPEAT =
      Field.optional("repeat_interval", Shapes.duration(), "The same again.");
  private static final Field<List<String>> MUTED =
      Field.optional("mute_time_intervals", Shapes.listOf(Shapes.text()), "Silent then.");
  private static final Field<List<String>> ACTIVE =
      Field.optional("active_time_intervals", Shapes.listOf(Shapes.text()), "Silent else.");
  private static final Field<List<Node>> ROUTES =
      Field.optional("routes", Shapes.listOf(Anything.NODE), "Below it.");

  private static final ObjectShape<Values> SHAPE =
      ObjectShape.of(
          "a route",
          List.of(
              RECEIVER,
              GROUP_BY,
              CONTINUE,
              MATCH,
              MATCH_RE,
              MATCHER_LIST,
              WAIT,
              INTERVAL,
              REPEAT,
              MUTED,
              ACTIVE,
              ROUTES),
          values -> values);

  private final Problems problems;
  private final Set<String> receivers;
  private final Map<String, List<TimeInterval>> intervals;
  private final Map<String, Integer> keys = new HashMap<>();

  RouteFields(Problems problems, Set<String> receivers, Map<String, List<TimeInterval>> intervals) {
    this.problems = problems;
    this.receivers = receivers;
    this.intervals = intervals;
  }

  /** The three notations of conditions: equal, expressions, and matchers. */
  record Match(
      Field<Map<String, String>> equal,
      Field<Map<String, String>> expression,
      Field<List<List<Matcher>>> matchers) {
    List<Matcher> read(Values values) {
      List<Matcher> all = new ArrayList<>();
      texts(values, equal).forEach((name, value) -> all.add(Matcher.equal(name, value)));
      texts(values, expression)
          .forEach(
              (name, value) -> {
                Matcher one = Matchers.of(name, "=~", value);
                if (one == null) {
                  values.error(
                      expression,
                      "bad-matchers",
                      "not a regular expression ('" + value + "')",
                      "write what RE2 reads");
                } else {
                  all.add(one);
                }
              });
      List<List<Matcher>> listed = values.find(matchers);
      if (listed != null) {
        listed.forEach(all::addAll);
      }
      return all;
    }

    private static Map<String, String> texts(Values values, Field<Map<String, String>> field) {
      return values.find(field, Map.of());
    }
  }

  private record Inherited(@Nullable String receiver, Grouping grouping, String key) {}

  /** Null when it cannot be read. */
  @Nullable RouteNode root(Node node) {
    Values values = SHAPE.readValues(node, problems);
    if (values == null) {
      return null;
    }
    if (values.find(RECEIVER) == null) {
      values.error(
          RECEIVER,
          "missing-key",
          "the root of the routes needs a 'receiver'",
          "name the receiver of what no other route takes");
    }
    for (Field<?> field : List.of(MATCH, MATCH_RE, MATCHER_LIST)) {
      if (values.find(field) != null) {
        values.error(
            field,
            "bad-route",
            "the root of the routes takes every alert, it has no conditions",
            "move them to a route below 'routes'");
      }
    }
    return node(values, new Inherited(null, Grouping.ALERTMANAGER, ""));
  }

  private RouteNode node(Values values, Inherited above) {
    List<Matcher> matchers = new Match(MATCH, MATCH_RE, MATCHER_LIST).read(values);
    String written = above.key() + "{" + Matchers.text(matchers) + "}";
    int same = keys.merge(written, 1, Integer::sum);
    String key = same == 1 ? written : written + "#" + same;
    String receiver = values.find(RECEIVER);
    if (receiver != null && !receivers.contains(receiver)) {
      values.error(
          RECEIVER,
          "unknown-receiver",
          "'receivers' has none of this name ('" + receiver + "')",
          Nearest.hint(receiver, receivers));
    }
    Grouping grouping = grouping(values, above.grouping());
    Inherited below =
        new Inherited(receiver == null ? above.receiver() : receiver, grouping, key + "/");
    List<RouteNode> routes = new ArrayList<>();
    for (Node one : values.find(ROUTES, List.of())) {
      Values read = SHAPE.readValues(one, problems);
      if (read != null) {
        routes.add(node(read, below));
      }
    }
    RouteNode.Calendar calendar =
        new RouteNode.Calendar(spans(values, MUTED), spans(values, ACTIVE));
    return new RouteNode(
        key, matchers, below.receiver(), grouping, calendar, values.get(CONTINUE), routes);
  }

  private List<TimeInterval> spans(Values values, Field<List<String>> field) {
    List<TimeInterval> all = new ArrayList<>();
    for (String name : values.find(field, List.of())) {
      List<TimeInterval> spans = intervals.get(name);
      if (spans == null) {
        values.error(
            field,
            "unknown-time-interval",
            "'time_intervals' has none of this name ('" + name + "')",
            Nearest.hint(name, intervals.keySet()));
      } else {
        all.addAll(spans);
      }
    }
    return all;
  }

  private static Grouping grouping(Values values, Grouping above) {
    List<String> by = values.find(GROUP_BY);
    Grouping.Pace pace = above.pace();
    Duration repeat = values.find(REPEAT);
    return new Grouping(
        by == null ? above.by() : by.contains("...") ? null : by,
        new Grouping.Pace(
            values.find(WAIT, pace.first()),
            values.find(INTERVAL, pace.interval()),
            repeat == null ? pace.repeat() : repeat),
        Duration.ZERO,
        false,
        above.flap());
  }
}
