package jigi.base.run;

import java.util.List;
import jigi.base.journal.EventKind;

/**
 * What this room records. Every event carries {@code number}, {@code name} and {@code title}, and
 * {@code lane} when the run is a delivery.
 */
public final class RunEvents {
  /** Args: trigger, mode. */
  public static final EventKind QUEUED = EventKind.of("run.queued");

  /** Args: trigger. */
  public static final EventKind STARTED = EventKind.of("run.started");

  /** Args: reason ({@link WaitReason} in lower case), and with a step: index, step, why, by. */
  public static final EventKind WAITING = EventKind.of("run.waiting");

  /** As many runs as may work on a host. Args: index, step, host, limit, runs ({@code #3, #5}). */
  public static final EventKind TURN = EventKind.of("run.turn");

  public static final EventKind RESUMED = EventKind.of("run.resumed");

  /** Args: index (from 1), step, role, attempt (how many), outcome, evidence. */
  public static final EventKind STEP = EventKind.of("run.step");

  /** Args: index (0 for the run as a whole), step, hash. */
  public static final EventKind APPROVED = EventKind.of("run.approved");

  /** One of several needed consents. Args: as {@link #APPROVED}, given, needed. */
  public static final EventKind CONSENTED = EventKind.of("run.consented");

  /** An approval is not asked for any more. Args: index, step, reason. */
  public static final EventKind WITHDRAWN = EventKind.of("run.withdrawn");

  /** Args: as {@link #APPROVED}. */
  public static final EventKind DECLINED = EventKind.of("run.declined");

  /** A person's answer to a question. Args: index, step, choice, evidence. */
  public static final EventKind CHOSEN = EventKind.of("run.chosen");

  public static final EventKind CANCEL = EventKind.of("run.cancel");

  /** A guard or the kill switch turned an automatic run into one that asks. Args: guard. */
  public static final EventKind GUARDED = EventKind.of("run.guarded");

  /** Args: state, reason, trigger, seconds. */
  public static final EventKind FINISHED = EventKind.of("run.finished");

  /** Automatic runs of a system are held back. Args: none; without system: of all. */
  public static final EventKind SWITCH_OFF = EventKind.of("run.switch-off");

  public static final EventKind SWITCH_ON = EventKind.of("run.switch-on");

  /** The data directory belongs to another machine or time; nothing is executed. Args: why. */
  public static final EventKind OBSERVE_ONLY = EventKind.of("run.observe-only");

  private RunEvents() {}

  /** All of them, for the check of the catalogue. */
  public static List<EventKind> all() {
    return List.of(
        QUEUED,
        STARTED,
        WAITING,
        RESUMED,
        STEP,
        APPROVED,
        CONSENTED,
        WITHDRAWN,
        DECLINED,
        CHOSEN,
        CANCEL,
        GUARDED,
        FINISHED,
        SWITCH_OFF,
        SWITCH_ON,
        OBSERVE_ONLY);
  }
}
