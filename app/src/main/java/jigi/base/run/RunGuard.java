package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.journal.EventDraft;
import jigi.base.kernel.Ids;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Keeps automatic runs from doing harm: the kill switch, and limits per hour and after failures.
 */
public final class RunGuard {
  private static final String ALL = "*";

  private final RunParts parts;
  private final SwitchRepository switches = new SwitchRepository();
  private final RunRepository runs;

  RunGuard(RunParts parts, RunRepository runs) {
    this.parts = parts;
    this.runs = runs;
  }

  /**
   * Holds automatic runs back until {@link #allow}; what would run asks for an approval instead.
   *
   * @param system null for all systems
   */
  public void hold(@Nullable String system, String actor) {
    parts
        .store()
        .change(
            tx -> {
              String key = system == null ? ALL : system;
              switches.hold(tx.handle(), key, actor, Ids.micros(parts.timeline().instant()));
              EventDraft draft = EventDraft.of(RunEvents.SWITCH_OFF).system(system).actor(actor);
              parts.journal().append(tx, draft);
            });
  }

  /** Lets automatic runs of the system, or with null of all that are not held by name, start. */
  public void allow(@Nullable String system, String actor) {
    parts
        .store()
        .change(
            tx -> {
              switches.allow(tx.handle(), system == null ? ALL : system);
              EventDraft draft = EventDraft.of(RunEvents.SWITCH_ON).system(system).actor(actor);
              parts.journal().append(tx, draft);
            });
  }

  /**
   * That automatic runs are held back.
   *
   * @param system {@code *} for all systems
   */
  public record Hold(String system, String actor, Instant at) {}

  /** What is held back, oldest first. */
  public List<Hold> holds() {
    return parts.store().read(switches::holds);
  }

  /** Whether automatic runs of the system are held back. */
  public boolean held(String system) {
    return held(parts.store().read(switches::held), system);
  }

  private static boolean held(List<String> switches, String system) {
    return switches.contains(ALL) || switches.contains(system);
  }

  /** Why an automatic run has to ask first; null when it may go. */
  @Nullable String holdsBack(Tx tx, RunRequest request) {
    boolean exempt = request.lane() == Lane.DELIVERY || !request.definition().acts();
    if (request.mode() != Mode.AUTOMATIC || exempt) {
      return null;
    }
    if (held(switches.held(tx.handle()), request.definition().system())) {
      return "switch";
    }
    if (request.parent() != null) {
      return null; // the limits are those of the run that calls
    }
    Guards guards = request.definition().guards();
    List<Run> past = past(tx, request.definition());
    Instant now = parts.timeline().instant();
    Instant hourAgo = now.minus(Duration.ofHours(1));
    if (past.stream().filter(run -> run.at().queued().isAfter(hourAgo)).count()
        >= guards.perHour()) {
      return "per-hour";
    }
    Instant warm = now.minusMillis(guards.coolDownMillis());
    if (past.stream().anyMatch(run -> endedAfter(run, warm))) {
      return "cool-down";
    }
    List<Run> ended = past.stream().filter(run -> run.state().ended()).toList();
    boolean failing =
        ended.size() >= guards.failures()
            && ended.stream().limit(guards.failures()).allMatch(RunGuard::failed);
    return failing ? "failures" : null;
  }

  private static boolean endedAfter(Run run, Instant instant) {
    Instant ended = run.at().ended();
    return ended != null && ended.isAfter(instant);
  }

  private static boolean failed(Run run) {
    return run.state() == RunState.FAILED || run.state() == RunState.UNVERIFIED;
  }

  /**
   * Those of the name that a trigger started, newest first; one that a person helped counts too.
   */
  private List<Run> past(Tx tx, RunDefinition definition) {
    RunFilter filter = RunFilter.newest(100).system(definition.system()).name(definition.name());
    return runs.list(tx.handle(), filter).stream()
        .filter(run -> run.mode() == Mode.AUTOMATIC || run.mode() == Mode.ASK)
        .toList();
  }
}
