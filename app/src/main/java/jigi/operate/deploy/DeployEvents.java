package jigi.operate.deploy;

import java.util.List;
import jigi.base.journal.EventKind;

/**
 * What this room records. Events of a version carry {@code title}, {@code version} and {@code
 * colour}.
 */
public final class DeployEvents {
  /** The new colour receives everything. Args: millis. */
  public static final EventKind SWITCHED = EventKind.of("deploy.switched");

  /** Finalized. Args: requests, failed. */
  public static final EventKind DEPLOYED = EventKind.of("deploy.deployed");

  /** Args: said, requests, failed. */
  public static final EventKind ROLLED_BACK = EventKind.of("deploy.rolled-back");

  /** Args: said, requests, failed. */
  public static final EventKind CANCELLED = EventKind.of("deploy.cancelled");

  /** It can go neither on nor back by itself. Args: said. */
  public static final EventKind HALTED = EventKind.of("deploy.halted");

  /** Nothing is to be deployed. Args: title, said. */
  public static final EventKind FROZEN = EventKind.of("deploy.frozen");

  /** It may be again. Args: title. */
  public static final EventKind UNFROZEN = EventKind.of("deploy.unfrozen");

  /** It begins although it is frozen, or its checklist is not signed. Args: title, said. */
  public static final EventKind OVERRIDDEN = EventKind.of("deploy.overridden");

  /** A chain of CI ended well. Args: title, version, ref. */
  public static final EventKind CI_PASSED = EventKind.of("deploy.ci-passed");

  /** A chain of CI ended, and not well. Args: title, version, ref. */
  public static final EventKind CI_FAILED = EventKind.of("deploy.ci-failed");

  /** What was sent in the name of CI was not taken. Args: title, said. */
  public static final EventKind CI_REFUSED = EventKind.of("deploy.ci-refused");

  /** There are more instances, or fewer. Args: title, before, after, said: why. */
  public static final EventKind SCALED = EventKind.of("deploy.scaled");

  /** They are as many as before, because that failed or was cancelled. Args: as SCALED. */
  public static final EventKind NOT_SCALED = EventKind.of("deploy.not-scaled");

  /** The load asks for more instances than there may be. Args: title, most, said. */
  public static final EventKind WANTS_MORE = EventKind.of("deploy.wants-more");

  /** Somebody has changed an env file. Args: title, file, said: the names. */
  public static final EventKind ENV_CHANGED = EventKind.of("deploy.env-changed");

  private DeployEvents() {}

  /** All of them, for the check of the catalogue. */
  public static List<EventKind> all() {
    return List.of(
        SWITCHED,
        DEPLOYED,
        ROLLED_BACK,
        CANCELLED,
        HALTED,
        FROZEN,
        UNFROZEN,
        OVERRIDDEN,
        CI_PASSED,
        CI_FAILED,
        CI_REFUSED,
        SCALED,
        NOT_SCALED,
        WANTS_MORE,
        ENV_CHANGED);
  }
}
