package jigi.base.schedule;

import java.util.Map;
import jigi.base.config.Node;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import org.jspecify.annotations.Nullable;

/** {@code schedule: daily 09:00}. */
public final class ScheduleShape implements Shape<Schedule> {
  @Override
  public @Nullable Schedule read(Node node, Problems problems) {
    if (!(node instanceof Node.ScalarNode scalar)) {
      problems.error(
          node.place(),
          "wrong-type",
          "here must stand a schedule, not " + node.kind(),
          "write for example daily 09:00");
      return null;
    }
    return switch (ScheduleReader.read(scalar.text())) {
      case ScheduleReader.Read.Bad bad -> {
        problems.error(node.place(), bad.code(), bad.fact(), bad.hint());
        yield null;
      }
      case ScheduleReader.Read.Good good -> {
        if (good.warning() != null) {
          problems.warning(
              node.place(),
              "months-left-out",
              good.warning() + " ('" + scalar.text() + "')",
              "write 'monthly last' for the last day");
        }
        yield good.schedule();
      }
    };
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string");
  }

  @Override
  public String title() {
    return "a schedule (" + ScheduleReader.EXAMPLES + ")";
  }
}
