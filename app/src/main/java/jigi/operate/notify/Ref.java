package jigi.operate.notify;

import java.util.List;
import java.util.Map;
import jigi.base.config.Node;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.operate.notify.oncall.OnCallSchedule;
import org.jspecify.annotations.Nullable;

/** A name that stands for something else in the manual, and where it stands. */
public record Ref(String name, Place place) {
  private static final String ON_CALL = "on-call";

  public static Shape<Ref> shape(String title) {
    return new Reading(title, false);
  }

  /** Somebody by name, or whoever is on call: {@code {on-call: primary}}. */
  public static Shape<Ref> recipient(String title) {
    return new Reading(title, true);
  }

  private record Reading(String title, boolean onCall) implements Shape<Ref> {
    private static final Shape<String> TEXT = Shapes.text();

    @Override
    public @Nullable Ref read(Node node, Problems problems) {
      Node named = onCall && node instanceof Node.MapNode map ? schedule(map) : null;
      if (named != null) {
        String name = TEXT.read(named, problems);
        return name == null ? null : new Ref(OnCallSchedule.PREFIX + name, named.place());
      }
      String name = TEXT.read(node, problems);
      return name == null ? null : new Ref(name, node.place());
    }

    private static @Nullable Node schedule(Node.MapNode map) {
      return map.entries().size() == 1 ? map.entries().get(ON_CALL) : null;
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schedule =
          Map.of(
              "type",
              "object",
              "properties",
              Map.of(ON_CALL, Map.of("type", "string")),
              "required",
              List.of(ON_CALL),
              "additionalProperties",
              false);
      return onCall ? Map.of("anyOf", List.of(TEXT.schema(), schedule)) : TEXT.schema();
    }
  }
}
