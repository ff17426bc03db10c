package jigi.operate.notify.alertmanager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ManualReading;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.config.Yaml;
import jigi.metrics.model.Matcher;
import jigi.operate.notify.Channel;
import jigi.operate.notify.routing.InhibitRule;
import jigi.operate.notify.routing.RouteNode;
import jigi.operate.notify.routing.TimeInterval;
import org.jspecify.annotations.Nullable;

/**
 * Reads a manual's {@code alertmanager.yml}, a configuration of Alertmanager as it is
 * (https://prometheus.io/docs/alerting/latest/configuration/): its routes, inhibition rules, time
 * intervals, and of its receivers those that Jigi has channels for.
 */
public final class AlertmanagerFile {
  private static final List<String> FILES = List.of("alertmanager.yml", "alertmanager.yaml");

  private static final Field<Values> GLOBAL =
      Field.optional("global", ReceiverFields.GLOBAL, "What holds for all receivers.");
  private static final Field<Node> ROUTE =
      Field.required("route", Anything.NODE, "The root of the tree.");
  private static final Field<List<Values>> RECEIVERS =
      Field.required("receivers", Shapes.listOf(ReceiverFields.RECEIVER), "Who is told.");
  private static final Field<Map<String, String>> EQUAL_TEXTS =
      Field.optional("source_match", Shapes.mapOf(Shapes.text()), "Labels of what hides.");
  private static final Field<Map<String, String>> SOURCE_RE =
      Field.optional("source_match_re", Shapes.mapOf(Shapes.text()), "Labels of what hides.");
  private static final Field<List<List<Matcher>>> SOURCE =
      Field.optional("source_matchers", RouteFields.MATCHERS, "Labels of what hides.");
  private static final Field<Map<String, String>> TARGET_TEXTS =
      Field.optional("target_match", Shapes.mapOf(Shapes.text()), "Labels of what is hidden.");
  private static final Field<Map<String, String>> TARGET_RE =
      Field.optional("target_match_re", Shapes.mapOf(Shapes.text()), "Labels of what is hidden.");
  private static final Field<List<List<Matcher>>> TARGET =
      Field.optional("target_matchers", RouteFields.MATCHERS, "Labels of what is hidden.");
  private static final Field<List<String>> EQUAL =
      Field.optional("equal", Shapes.listOf(Shapes.text()), "Labels that both share.");
  private static final Field<List<Values>> INHIBIT =
      Field.optional(
          "inhibit_rules",
          Shapes.listOf(
              ObjectShape.of(
                  "an inhibition rule",
                  List.of(EQUAL_TEXTS, SOURCE_RE, SOURCE, TARGET_TEXTS, TARGET_RE, TARGET, EQUAL),
                  values -> values)),
          "What hides what.");
  private static final Field<List<Values>> INTERVALS =
      Field.optional("time_intervals", IntervalFields.LIST, "Named spans of time.");
  private static final Field<List<Values>> OLD_INTERVALS =
      Field.optional("mute_time_intervals", IntervalFields.LIST, "Named spans of time.");
  private static final Field<Node> TEMPLATES =
      Field.optional("templates", Anything.NODE, "Not used: Jigi writes the texts.");

  /**
   * What a file says.
   *
   * @param receivers by name
   */
  public record Imported(
      RouteNode root, Map<String, Receiver> receivers, List<InhibitRule> inhibitions) {}

  /**
   * @param refused kinds of integrations that Jigi cannot read, and where they stand
   */
  public record Receiver(String name, List<Integration> integrations, Map<String, Place> refused) {}

  /**
   * @param to addresses; empty for a channel that all share
   * @param resolved whether it is told of ends
   */
  public record Integration(Channel channel, List<String> to, boolean resolved) {}

  private final Problems problems;

  private AlertmanagerFile(Problems problems) {
    this.problems = problems;
  }

  /** Null when the manual has no such file, or one that cannot be read. */
  public static @Nullable Imported of(ManualReading reading) {
    for (String name : FILES) {
      String text = reading.source().files().get(name);
      if (text != null) {
        return new AlertmanagerFile(reading.problems()).read(name, text);
      }
    }
    return null;
  }

  private @Nullable Imported read(String file, String text) {
    Values values =
        ObjectShape.of(
                file,
                List.of(GLOBAL, ROUTE, RECEIVERS, INHIBIT, INTERVALS, OLD_INTERVALS, TEMPLATES),
                v -> v)
            .readValues(Yaml.read(file, text, problems), problems);
    if (values == null) {
      return null;
    }
    Map<String, Receiver> receivers = new LinkedHashMap<>();
    for (Values receiver : values.get(RECEIVERS)) {
      Receiver one = ReceiverFields.read(receiver, values.find(GLOBAL), problems);
      if (receivers.put(one.name(), one) != null) {
        problems.error(
            receiver.place(),
            "duplicate-name",
            "a second receiver has this name ('" + one.name() + "')",
            "give each receiver a name of its own");
      }
    }
    Map<String, List<TimeInterval>> intervals = new LinkedHashMap<>();
    for (Field<List<Values>> field : List.of(INTERVALS, OLD_INTERVALS)) {
      for (Values one : values.find(field, List.of())) {
        intervals.put(IntervalFields.name(one), IntervalFields.read(one));
      }
    }
    RouteNode root =
        new RouteFields(problems, receivers.keySet(), intervals).root(values.get(ROUTE));
    List<InhibitRule> rules = new ArrayList<>();
    for (Values rule : values.find(INHIBIT, List.of())) {
      rules.add(inhibition(rule));
    }
    return root == null ? null : new Imported(root, receivers, rules);
  }

  private InhibitRule inhibition(Values rule) {
    RouteFields.Match source = new RouteFields.Match(EQUAL_TEXTS, SOURCE_RE, SOURCE);
    RouteFields.Match target = new RouteFields.Match(TARGET_TEXTS, TARGET_RE, TARGET);
    return new InhibitRule(source.read(rule), target.read(rule), rule.find(EQUAL, List.of()));
  }
}
