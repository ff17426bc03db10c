package jigi.base.run;

import java.util.Locale;

/** Why a run waits. */
public enum WaitReason {
  /** Somebody has to approve. */
  APPROVAL,
  /** The target does not answer; the command may still run. */
  TARGET,
  /** An instant has to come: a wait or a pause before a retry. */
  TIME,
  /** A person has to decide. */
  PERSON,
  /** The effect could not be checked; a person has to decide. */
  UNVERIFIED,
  /** A crash left open whether a step had its effect; a person has to decide. */
  INTERRUPTED,
  /** Another run holds a lock. */
  LOCK,
  /** As many runs as may work on a host do so. */
  HOST;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
