package jigi.base.run;

import java.util.Set;
import jigi.base.config.Place;
import jigi.base.config.Problems;

/** A language of steps that Jigi executes itself. */
public interface StepKind {
  /** The word behind the fence: {@code condition}. */
  String language();

  /** The attributes it knows, besides those of every step. */
  Set<String> attributes();

  /** Reports what is wrong with a block of this kind. */
  void check(StepPart part, Place place, Problems problems);

  /** Whether the same attempt may simply be executed again after a crash. */
  boolean repeatable();

  /**
   * Executes the step on a virtual thread of its own. An interruption means that Jigi stops or that
   * the run was cancelled.
   */
  StepOutcome run(StepContext context) throws InterruptedException;
}
