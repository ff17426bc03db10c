package jigi.detect.metric.scrape;

import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Node;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import org.jspecify.annotations.Nullable;

/** Keys of Prometheus's that mean nothing here, or that are refused. */
final class Whatever {
  private Whatever() {}

  /** A key that changes nothing. */
  static Field<Boolean> ignored(String name) {
    return Field.optional(name, new Any(null, ""), "Not used.");
  }

  /** A key whose work would silently not be done. */
  static Field<Boolean> refused(String name, String what, String hint) {
    return Field.optional(name, new Any(what, hint), what + ".");
  }

  private record Any(@Nullable String what, String hint) implements Shape<Boolean> {
    @Override
    public @Nullable Boolean read(Node node, Problems problems) {
      if (what != null) {
        problems.error(node.place(), "not-supported", what, hint);
        return null;
      }
      return true;
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of();
    }

    @Override
    public String title() {
      return "anything";
    }
  }
}
