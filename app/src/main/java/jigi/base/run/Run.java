package jigi.base.run;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One durable execution.
 *
 * @param number counts the system's runs for people: {@code #318}
 * @param definition hash of its {@link RunDefinition}
 * @param targets hash of how its hosts are reached, at the start
 * @param reason of waiting ({@link WaitReason}), or of the end, as a key of the catalogue
 * @param at when it was queued, started and ended
 * @param cancelledBy who asked for its cancellation; null for nobody
 * @param parent the run that called it
 * @param token fencing token of its driver
 * @param heldBy the guard that made an automatic run ask; null when none did
 */
public record Run(
    String id,
    long number,
    String system,
    String name,
    String title,
    String definition,
    String targets,
    Map<String, String> parameters,
    Trigger trigger,
    String actor,
    @Nullable String incident,
    Lane lane,
    Mode mode,
    RunState state,
    @Nullable String reason,
    Times at,
    @Nullable String cancelledBy,
    @Nullable String parent,
    long token,
    @Nullable String heldBy) {
  /** When it was queued, when its first step began, when it ended. */
  public record Times(Instant queued, @Nullable Instant started, @Nullable Instant ended) {}

  public Run {
    parameters = Map.copyOf(parameters);
  }
}
