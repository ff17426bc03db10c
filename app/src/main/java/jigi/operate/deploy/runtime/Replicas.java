package jigi.operate.deploy.runtime;

import java.util.Collection;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/** How many of a release an orchestrator is to run. */
public final class Replicas {
  /** What a manual says; absent: as many as there are. */
  public static final Field<Integer> FIELD =
      Field.optional(
          "replicas",
          Shapes.integer(1, 1000),
          "How many of a version run; without it as many as ran before, of a colour that was"
              + " stopped as many as run of the other.");

  private Replicas() {}

  /**
   * How many to start.
   *
   * @param said by the manual; null for nothing
   * @param there how many it has now
   * @param others how many the others have
   */
  public static int wanted(@Nullable Integer said, int there, Collection<Integer> others) {
    if (said != null) {
      return said;
    }
    return there > 0 ? there : others.stream().reduce(1, Math::max);
  }
}
