package jigi.operate.deploy.runtime;

import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Slot;
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
   * @param counter asked for the others only where nothing else says it
   */
  public static int wanted(
      @Nullable Integer said, int there, Slot slot, Places places, Counter counter)
      throws DeployException, InterruptedException {
    if (said != null) {
      return said;
    }
    int wanted = Math.max(1, there);
    if (there == 0) {
      for (Slot other : places.slots()) {
        wanted = other.equals(slot) ? wanted : Math.max(wanted, counter.replicas(other));
      }
    }
    return wanted;
  }

  /** Asks the orchestrator. */
  @FunctionalInterface
  public interface Counter {
    /**
     * @return 0 too where there is nothing of that name
     */
    int replicas(Slot slot) throws DeployException, InterruptedException;
  }
}
