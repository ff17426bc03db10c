package jigi.base.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of YAML that knows where it stands. */
public sealed interface Node {
  Place place();

  /** What a person would call it in an error. */
  String kind();

  /**
   * A mapping in the order of the file; keys are scalars.
   *
   * @param keys where each key stands
   */
  record MapNode(Place place, Map<String, Node> entries, Map<String, Place> keys) implements Node {
    public @Nullable Node get(String key) {
      return entries.get(key);
    }

    /** Where the key stands; the mapping itself when it is absent. */
    public Place placeOf(String key) {
      return keys.getOrDefault(key, place);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  record ListNode(Place place, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A scalar as it is written, after substitution of the environment. */
  record ScalarNode(Place place, String text) implements Node {
    private static final int LONGEST = 80;

    @Override
    public String kind() {
      return "'" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + "'";
    }
  }

  /** A key without a value. */
  record EmptyNode(Place place) implements Node {
    @Override
    public String kind() {
      return "nothing";
    }
  }
}
