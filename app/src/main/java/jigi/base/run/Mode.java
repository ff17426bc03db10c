package jigi.base.run;

/** How a run was set going. */
public enum Mode {
  /** A person started it. */
  BY_HAND,
  /** A trigger started it; guards and the kill switch hold. */
  AUTOMATIC,
  /** A trigger proposes it: it waits for an approval before its first step. */
  ASK,
  /** Looks only; what would act is passed over and said. */
  DRY
}
