package jigi.detect.metric.scrape;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import org.jspecify.annotations.Nullable;

/** Reads {@code relabel_configs}. */
final class RelabelShape {
  private static final Map<String, RelabelRule.Action> ACTIONS =
      Arrays.stream(RelabelRule.Action.values())
          .collect(Collectors.toMap(a -> a.name().toLowerCase(Locale.ROOT), a -> a));

  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*";

  /** A name with groups of the expression in it. */
  private static final String TEMPLATE = "([a-zA-Z_]|\\$\\{?\\w+\\}?)(\\w|\\$\\{?\\w+\\}?)*";

  private static final Field<List<String>> SOURCES =
      Field.optional("source_labels", Shapes.listOf(Shapes.text()), "Labels whose values count.");
  private static final Field<String> SEPARATOR =
      Field.optional("separator", Shapes.text(), ";", "Stands between the values.");
  private static final Field<String> TARGET =
      Field.optional("target_label", Shapes.text(), "The label that is written.");
  private static final Field<Pattern> REGEX =
      Field.optional(
          "regex",
          Shapes.scalar(
              "a regular expression of RE2",
              "(.*):9100",
              Map.of("type", "string"),
              RelabelShape::pattern),
          RelabelRule.ANYTHING,
          "Matches the whole value.");
  private static final Field<Long> MODULUS =
      Field.optional(
          "modulus",
          Shapes.scalar(
              "a positive number",
              "4",
              Map.of("type", "integer", "minimum", 1),
              RelabelShape::positive),
          "Of hashmod.");
  private static final Field<String> REPLACEMENT =
      Field.optional("replacement", Shapes.text(), "$1", "What is written; $1 is a group.");
  private static final Field<RelabelRule.Action> ACTION =
      Field.optional("action", actions(), "replace", "What is done.");

  static final Shape<List<RelabelRule>> RULES =
      Shapes.listOf(
          ObjectShape.of(
              "a rule of relabelling",
              List.of(SOURCES, SEPARATOR, TARGET, REGEX, MODULUS, REPLACEMENT, ACTION),
              RelabelShape::rule));

  private RelabelShape() {}

  private static Shape<RelabelRule.Action> actions() {
    return Shapes.scalar(
        "one of " + ACTIONS.keySet().stream().sorted().collect(Collectors.joining(", ")),
        "keep",
        Map.of("enum", ACTIONS.keySet().stream().sorted().toList()),
        text -> ACTIONS.get(text.toLowerCase(Locale.ROOT)));
  }

  private static @Nullable Pattern pattern(String text) {
    try {
      return Pattern.compile("(?:" + text + ")", Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      return null;
    }
  }

  private static @Nullable Long positive(String text) {
    try {
      long value = Long.parseLong(text);
      return value > 0 ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable RelabelRule rule(Values values) {
    RelabelRule.Action action = values.get(ACTION);
    String target = values.find(TARGET);
    Long modulus = values.find(MODULUS);
    String missing = missing(action, target, modulus);
    if (!missing.isEmpty()) {
      values.error(
          ACTION,
          "bad-relabelling",
          action.name().toLowerCase(Locale.ROOT) + " needs '" + missing + "'",
          "add '" + missing + ": …'");
      return null;
    }
    boolean template = action == RelabelRule.Action.REPLACE;
    if (target != null && !target.matches(template ? TEMPLATE : LABEL)) {
      values.error(
          TARGET,
          "bad-label-name",
          "not a name for a label ('" + target + "')",
          "use letters, digits and _");
      return null;
    }
    return new RelabelRule(
        action,
        values.find(SOURCES, List.of()),
        values.get(SEPARATOR),
        values.get(REGEX),
        new RelabelRule.Target(target == null ? "" : target, values.get(REPLACEMENT)),
        modulus == null ? 1 : modulus);
  }

  private static String missing(
      RelabelRule.Action action, @Nullable String target, @Nullable Long modulus) {
    return switch (action) {
      case REPLACE, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL ->
          target == null ? "target_label" : "";
      case HASHMOD -> target == null ? "target_label" : modulus == null ? "modulus" : "";
      case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> "";
    };
  }
}
