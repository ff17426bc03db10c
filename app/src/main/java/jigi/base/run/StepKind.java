package jigi.base.run;

/** A language of steps that Jigi executes itself. */
public interface StepKind extends StepSyntax {
  /** Whether the same attempt may simply be executed again after a crash. */
  boolean repeatable();

  /** The same of one block, where it depends on what that does. */
  default boolean repeatable(StepPart part) {
    return repeatable();
  }

  /**
   * Executes the step on a virtual thread of its own. An interruption means that Jigi stops or that
   * the run was cancelled.
   */
  StepOutcome run(StepContext context) throws InterruptedException;

  /**
   * Whether an attempt goes on elsewhere while Jigi is dead, so that it is taken up again at once
   * and, when the run is cancelled, ended by {@link #end} instead of an interruption.
   */
  default boolean goesOn(String attempt) {
    return false;
  }

  /** Ends what {@link #goesOn}; the step then returns by itself. */
  default void end(String attempt, String actor) {}
}
