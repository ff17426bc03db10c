package jigi.base.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 into {@link Node}s. Problems are collected, never thrown. */
public final class Yaml {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final String file;
  private final int lineOffset;
  private final Problems problems;
  private final @Nullable Function<String, @Nullable String> environment;

  private Yaml(
      String file,
      int lineOffset,
      Problems problems,
      @Nullable Function<String, @Nullable String> environment) {
    this.file = file;
    this.lineOffset = lineOffset;
    this.problems = problems;
    this.environment = environment;
  }

  /** Reads a file in which nothing is substituted. */
  public static Node read(String file, String text, Problems problems) {
    return new Yaml(file, 0, problems, null).parse(text);
  }

  /** Reads YAML that begins further down in its file, such as front matter. */
  public static Node read(String file, int lineOffset, String text, Problems problems) {
    return new Yaml(file, lineOffset, problems, null).parse(text);
  }

  /** Reads a file whose scalars may hold {@code ${NAME}} of the environment. */
  public static Node readSubstituting(
      String file, String text, Function<String, @Nullable String> environment, Problems problems) {
    return new Yaml(file, 0, problems, environment).parse(text);
  }

  private Node parse(String text) {
    Place start = new Place(file, 1 + lineOffset, 1);
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setUseMarks(true).setAllowDuplicateKeys(true).build();
    try {
      return new Compose(settings)
          .composeString(text)
          .map(this::convert)
          .orElse(new Node.EmptyNode(start));
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark();
      problems.error(
          mark.map(this::place).orElse(start),
          "bad-yaml",
          "not valid YAML: " + e.getProblem(),
          "check the indentation and the quotes of this line and the one above");
      return new Node.EmptyNode(start);
    }
  }

  private Node convert(org.snakeyaml.engine.v2.nodes.Node node) {
    Place place = node.getStartMark().map(this::place).orElse(new Place(file, 1 + lineOffset, 1));
    return switch (node) {
      case MappingNode mapping -> map(place, mapping);
      case SequenceNode sequence -> list(place, sequence);
      case org.snakeyaml.engine.v2.nodes.ScalarNode scalar -> scalar(place, scalar);
      default -> {
        problems.error(
            place, "bad-yaml", "an anchor without a value", "write the value out in full");
        yield new Node.EmptyNode(place);
      }
    };
  }

  private Node map(Place place, MappingNode mapping) {
    Map<String, Node> entries = new LinkedHashMap<>();
    Map<String, Place> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place keyPlace = tuple.getKeyNode().getStartMark().map(this::place).orElse(place);
      if (!(tuple.getKeyNode() instanceof org.snakeyaml.engine.v2.nodes.ScalarNode key)) {
        problems.error(keyPlace, "bad-key", "a key must be a plain word", "write 'name: value'");
        continue;
      }
      String name = key.getValue();
      if (keys.putIfAbsent(name, keyPlace) != null) {
        problems.error(
            keyPlace,
            "duplicate-key",
            "'" + name + "' stands twice in this mapping (first at " + keys.get(name) + ")",
            "keep one of them");
        continue;
      }
      entries.put(name, convert(tuple.getValueNode()));
    }
    return new Node.MapNode(place, entries, keys);
  }

  private Node list(Place place, SequenceNode sequence) {
    List<Node> items = new ArrayList<>();
    for (var item : sequence.getValue()) {
      items.add(convert(item));
    }
    return new Node.ListNode(place, items);
  }

  private Node scalar(Place place, org.snakeyaml.engine.v2.nodes.ScalarNode scalar) {
    if (scalar.getTag().equals(Tag.NULL)) {
      return new Node.EmptyNode(place);
    }
    return new Node.ScalarNode(place, substitute(place, scalar.getValue()));
  }

  private String substitute(Place place, String text) {
    if (environment == null || !text.contains("${")) {
      return text;
    }
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String value = environment.apply(matcher.group(1));
      if (value == null) {
        problems.error(
            place,
            "unset-variable",
            "the environment has no value for it (${" + matcher.group(1) + "})",
            "set " + matcher.group(1) + " before starting Jigi, or write the value here");
        value = "";
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(out).toString();
  }

  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + 1 + lineOffset, mark.getColumn() + 1);
  }
}
