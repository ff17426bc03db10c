package jigi.detect.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Node;
import org.jspecify.annotations.Nullable;

/** YAML of other programs, where one thing is written in many ways. What does not fit is absent. */
final class Loose {
  private static final String MERGE = "<<";

  private Loose() {}

  /** A mapping with its merge keys resolved (YAML 1.1): what is written there itself wins. */
  static Map<String, Node> map(@Nullable Node node) {
    Map<String, Node> all = new LinkedHashMap<>();
    if (node instanceof Node.MapNode map) {
      Node merged = map.get(MERGE);
      List<Node> sources = merged instanceof Node.ListNode list ? list.items() : listOf(merged);
      sources.reversed().forEach(source -> all.putAll(map(source)));
      map.entries()
          .forEach(
              (key, value) -> {
                if (!key.equals(MERGE)) {
                  all.put(key, value);
                }
              });
    }
    return all;
  }

  private static List<Node> listOf(@Nullable Node node) {
    return node == null ? List.of() : List.of(node);
  }

  static List<Node> list(@Nullable Node node) {
    return node instanceof Node.ListNode list ? list.items() : List.of();
  }

  /** A scalar's text; null for anything else. */
  static @Nullable String text(@Nullable Node node) {
    return node instanceof Node.ScalarNode scalar ? scalar.text() : null;
  }

  /** One scalar or many. */
  static List<String> texts(@Nullable Node node) {
    String one = text(node);
    if (one != null) {
      return List.of(one);
    }
    List<String> all = new ArrayList<>();
    for (Node item : list(node)) {
      String text = text(item);
      if (text != null) {
        all.add(text);
      }
    }
    return all;
  }

  /** Names: the items of a list, or the keys of a mapping. */
  static List<String> names(@Nullable Node node) {
    return node instanceof Node.MapNode ? List.copyOf(map(node).keySet()) : texts(node);
  }

  /** {@code KEY: value} or a list of {@code KEY=value}. */
  static Map<String, String> pairs(@Nullable Node node) {
    Map<String, String> all = new LinkedHashMap<>();
    map(node)
        .forEach(
            (key, value) -> {
              String text = text(value);
              all.put(key, text == null ? "" : text);
            });
    for (String item : texts(node)) {
      int at = item.indexOf('=');
      if (at > 0) {
        all.put(item.substring(0, at), item.substring(at + 1));
      }
    }
    return all;
  }
}
