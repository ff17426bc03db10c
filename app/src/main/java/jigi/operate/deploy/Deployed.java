package jigi.operate.deploy;

import java.time.Instant;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.machine.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The record of one deployment.
 *
 * @param previous the version that was live before; null when none was
 * @param slot the colour, or the first of the instances
 * @param run the run that worked on it last
 * @param stage where it is, or was when it ended
 * @param outcome null while it is open
 * @param traffic what was asked through the gateway meanwhile
 * @param switchMillis from the decision to the gateway's word that all goes to the new colour; null
 *     when it was never switched
 */
public record Deployed(
    String id,
    String system,
    String name,
    String version,
    @Nullable String previous,
    Slot slot,
    String run,
    String actor,
    Stage stage,
    Ended.@Nullable Outcome outcome,
    @Nullable String why,
    Instant started,
    @Nullable Instant ended,
    Traffic traffic,
    @Nullable Long switchMillis) {
  /** Requests through the gateway, and those among them that failed. */
  public record Traffic(long requests, long failed) {
    static final Traffic NONE = new Traffic(0, 0);
  }

  /** One line of its history. */
  public record Mark(Instant at, Stage stage, String said) {}
}
