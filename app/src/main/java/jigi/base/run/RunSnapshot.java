package jigi.base.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the next decision depends on.
 *
 * @param goal the steps' own record of the goal before the first step; index -1
 * @param steps one per step of the definition, in order
 * @param attempts in order of their beginning
 * @param observed by attempt, of those that are open
 */
record RunSnapshot(
    RunDefinition definition,
    Run run,
    RunStep goal,
    List<RunStep> steps,
    List<RunAttempt> attempts,
    List<Approval> approvals,
    Map<String, Observation> observed,
    boolean locked,
    Instant now) {
  RunStep step(int index) {
    return index < 0 ? goal : steps.get(index);
  }

  List<RunAttempt> of(int step) {
    return attempts.stream().filter(a -> a.step() == step).toList();
  }

  @Nullable RunAttempt last(int step, Purpose purpose) {
    RunAttempt last = null;
    for (RunAttempt attempt : attempts) {
      if (attempt.step() == step && attempt.purpose() == purpose) {
        last = attempt;
      }
    }
    return last;
  }

  int count(int step, Purpose purpose) {
    return (int) attempts.stream().filter(a -> a.step() == step && a.purpose() == purpose).count();
  }

  Observation observed(RunAttempt attempt) {
    return observed.getOrDefault(attempt.id(), Observation.NONE);
  }

  @Nullable Approval approval(int step) {
    Approval last = null;
    for (Approval approval : approvals) {
      if (approval.step() == step) {
        last = approval;
      }
    }
    return last;
  }

  /**
   * The question that stands, answered or not; null when it was asked before newer attempts, or was
   * about an attempt that has ended by itself meanwhile.
   */
  @Nullable Question question(int step) {
    Question question = step(step).question();
    if (question == null || question.attempts() != of(step).size()) {
      return null;
    }
    boolean killed = question.why().equals(StepDecider.KILLED_JIGI);
    boolean unanswered = question.choice() == null;
    boolean aboutOpen =
        unanswered
            ? killed || question.why().equals(StepDecider.NODE_LOST)
            : killed && question.choice() == Choice.RETRY;
    return aboutOpen && of(step).stream().noneMatch(RunAttempt::open) ? null : question;
  }
}
