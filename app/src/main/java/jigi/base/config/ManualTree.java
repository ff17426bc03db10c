package jigi.base.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code jigi.yaml} says once an environment's file and that of the stand-ins are laid over
 * it. The environment's {@code values} stand for {@code ${NAME}} before Jigi's own variables do.
 */
public final class ManualTree {
  private static final String VALUES = "values";
  private static final String ENVIRONMENT = "environment";

  private final ManualSource source;
  private final Problems problems;
  private final @Nullable Function<String, @Nullable String> variables;

  private ManualTree(
      ManualSource source,
      Problems problems,
      @Nullable Function<String, @Nullable String> variables) {
    this.source = source;
    this.problems = problems;
    this.variables = variables;
  }

  /**
   * The tree with everything filled in; null after reporting that there is none.
   *
   * @param variables of Jigi's own environment
   */
  public static Node.@Nullable MapNode read(
      ManualSource source, Function<String, @Nullable String> variables, Problems problems) {
    return new ManualTree(source, problems, variables).tree();
  }

  /** The tree as it is written, {@code ${NAME}} included; null when there is none. */
  public static Node.@Nullable MapNode written(ManualSource source) {
    return new ManualTree(source, new Problems(), null).tree();
  }

  private Node.@Nullable MapNode tree() {
    String environment = source.environment();
    Node.MapNode over = null;
    Map<String, Node> values = Map.of();
    if (environment != null) {
      over = file(ManualSource.environment(environment), variables);
      if (over == null) {
        return null;
      }
      Map<String, Node> named = values(over);
      if (named == null) {
        return null;
      }
      values = named;
    }
    Set<String> used = new TreeSet<>();
    Function<String, @Nullable String> lookup = lookup(values, used);
    Node.MapNode root = file(ManualReader.ROOT, lookup);
    if (root != null && environment != null && over != null) {
      root = Overlay.merge(root, changes(over, environment));
    }
    if (root != null && source.files().containsKey(ManualReader.STAND_INS)) {
      Node.MapNode played = file(ManualReader.STAND_INS, lookup);
      root = played == null ? root : Overlay.merge(root, played);
    }
    if (lookup != null) {
      values.forEach((name, value) -> reportUnused(name, value, used));
    }
    return root;
  }

  private @Nullable Function<String, @Nullable String> lookup(
      Map<String, Node> values, Set<String> used) {
    Function<String, @Nullable String> own = variables;
    if (own == null) {
      return null;
    }
    return name -> {
      used.add(name);
      return values.get(name) instanceof Node.ScalarNode value ? value.text() : own.apply(name);
    };
  }

  /** Null after reporting: everything else would only be a consequence. */
  private Node.@Nullable MapNode file(
      String name, @Nullable Function<String, @Nullable String> lookup) {
    String text = source.files().getOrDefault(name, "");
    Node node =
        lookup == null
            ? Yaml.read(name, text, problems)
            : Yaml.readSubstituting(name, text, lookup, problems);
    if (node instanceof Node.MapNode map) {
      return map;
    }
    problems.error(
        node.place(),
        "wrong-type",
        "the file must hold a mapping, here stands " + node.kind(),
        name.equals(ManualReader.ROOT)
            ? "begin with 'system: name'"
            : "write what differs from jigi.yaml by the same keys");
    return null;
  }

  /** Null after reporting what they must not be. */
  private @Nullable Map<String, Node> values(Node.MapNode over) {
    Node values = over.get(VALUES);
    if (values == null || values instanceof Node.EmptyNode) {
      return Map.of();
    }
    if (!(values instanceof Node.MapNode map)) {
      problems.error(
          values.place(),
          "wrong-type",
          "'values' must hold a mapping, here stands " + values.kind(),
          "write NAME: value, for ${NAME} in jigi.yaml");
      return null;
    }
    List<String> odd =
        map.entries().keySet().stream()
            .filter(name -> !(map.entries().get(name) instanceof Node.ScalarNode))
            .toList();
    for (String name : odd) {
      problems.error(
          map.placeOf(name),
          "wrong-type",
          "the value " + name + " must be a text or a number",
          "lay lists and mappings over jigi.yaml by their own keys");
    }
    return odd.isEmpty() ? map.entries() : null;
  }

  private void reportUnused(String name, Node value, Set<String> used) {
    if (!used.contains(name)) {
      problems.warning(
          value.place(),
          "unused-value",
          "jigi.yaml has no ${" + name + "}",
          "check how it is spelt, or take it away");
    }
  }

  /** All but the values; the environment's name goes with it. */
  private static Node.MapNode changes(Node.MapNode over, String environment) {
    Map<String, Node> entries = new LinkedHashMap<>(over.entries());
    Map<String, Place> keys = new LinkedHashMap<>(over.keys());
    entries.remove(VALUES);
    keys.remove(VALUES);
    entries.putIfAbsent(ENVIRONMENT, new Node.ScalarNode(over.place(), environment));
    keys.putIfAbsent(ENVIRONMENT, over.place());
    return new Node.MapNode(over.place(), entries, keys);
  }
}
