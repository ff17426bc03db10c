package jigi.base.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 into {@link Node}s. Problems are collected, never thrown. */
public final class Yaml {
  private static final int DEEPEST = 100;

  /** Aliases of aliases make a small file large. */
  private static final int MOST_NODES = 200_000;

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final String file;
  private final int lineOffset;
  private final Problems problems;
  private final @Nullable Function<String, @Nullable String> environment;
  private final Set<org.snakeyaml.engine.v2.nodes.Node> open =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;

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
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .build();
    problems.source(file, lineOffset, text);
    try {
      checkDepth(settings, text);
      return new Compose(settings)
          .composeString(text)
          .map(this::convert)
          .orElse(new Node.EmptyNode(start));
    } catch (Unreadable e) {
      return bad(e.place, e.what, e.hint);
    } catch (MarkedYamlEngineException e) {
      YamlErrors.Told told = YamlErrors.tell(e);
      return bad(told.mark() == null ? start : place(told.mark()), told.what(), told.hint());
    } catch (ReaderException e) {
      return bad(placeOf(text, e.getPosition()), "YAML cannot hold this character", "remove it");
    } catch (YamlEngineException e) {
      return bad(start, "not valid YAML: " + e.getMessage(), "write it in a simpler way");
    }
  }

  /** A node whose absence is not reported again: the file was not read any further. */
  private Node bad(Place place, String what, String hint) {
    problems.settle(place, "bad-yaml", what, hint);
    return new Node.EmptyNode(place);
  }

  /** Ends the reading of the file. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Place place;
    private final String what;
    private final String hint;

    Unreadable(Place place, String what, String hint) {
      super(what);
      this.place = place;
      this.what = what;
      this.hint = hint;
    }
  }

  /** What the parser reads by a loop is composed by recursion, which must end before the stack. */
  private void checkDepth(LoadSettings settings, String text) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      depth +=
          switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            case Alias, Scalar, Comment, StreamStart, StreamEnd, DocumentStart, DocumentEnd -> 0;
          };
      if (depth > DEEPEST) {
        Place start = new Place(file, 1 + lineOffset, 1);
        throw new Unreadable(
            event.getStartMark().map(this::place).orElse(start),
            "more than " + DEEPEST + " mappings and lists within each other",
            "check the brackets");
      }
    }
  }

  private Place placeOf(String text, int codePoint) {
    int line = 1 + lineOffset;
    int column = 1;
    for (int c : text.codePoints().limit(codePoint).toArray()) {
      line += c == '\n' ? 1 : 0;
      column = c == '\n' ? 1 : column + 1;
    }
    return new Place(file, line, column);
  }

  private Node convert(org.snakeyaml.engine.v2.nodes.Node node) {
    Place place = node.getStartMark().map(this::place).orElse(new Place(file, 1 + lineOffset, 1));
    if (open.contains(node)) {
      throw new Unreadable(place, "an anchor that holds itself", "write the values out in full");
    }
    if (++nodes > MOST_NODES) {
      throw new Unreadable(
          place, "more than " + MOST_NODES + " values", "write fewer aliases, or split the file");
    }
    open.add(node);
    try {
      return converted(place, node);
    } finally {
      open.remove(node);
    }
  }

  private Node converted(Place place, org.snakeyaml.engine.v2.nodes.Node node) {
    return switch (node) {
      case MappingNode mapping -> map(place, mapping);
      case SequenceNode sequence -> list(place, sequence);
      case org.snakeyaml.engine.v2.nodes.ScalarNode scalar -> scalar(place, scalar);
      default -> {
        yield bad(place, "an anchor without a value", "write the value out in full");
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
        problems.settle(
            place,
            "unset-variable",
            "the environment has no such variable (${" + matcher.group(1) + "})",
            "set " + matcher.group(1) + " where Jigi is started, or write the value here");
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
