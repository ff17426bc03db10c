package jigi.base.run;

/** A language of steps that Jigi executes itself. */
public interface StepKind extends StepSyntax {
  /** Whether the same attempt may simply be executed again after a crash. */
  boolean repeatable();

  /**
   * Executes the step on a virtual thread of its own. An interruption means that Jigi stops or that
   * the run was cancelled.
   */
  StepOutcome run(StepContext context) throws InterruptedException;
}
