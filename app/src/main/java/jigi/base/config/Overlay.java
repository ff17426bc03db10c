package jigi.base.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lays one YAML tree over another: mappings merge, all else is replaced, an empty value removes.
 */
final class Overlay {
  private Overlay() {}

  static Node.MapNode merge(Node.MapNode base, Node.MapNode over) {
    Map<String, Node> entries = new LinkedHashMap<>(base.entries());
    Map<String, Place> keys = new LinkedHashMap<>(base.keys());
    over.entries()
        .forEach(
            (key, value) -> {
              if (value instanceof Node.EmptyNode) {
                entries.remove(key);
                keys.remove(key);
              } else {
                entries.merge(key, value, Overlay::either);
                keys.put(key, over.placeOf(key));
              }
            });
    return new Node.MapNode(base.place(), entries, keys);
  }

  private static Node either(Node base, Node over) {
    return base instanceof Node.MapNode a && over instanceof Node.MapNode b ? merge(a, b) : over;
  }
}
