package jigi.base.run;

import java.util.List;
import java.util.Map;
import jigi.base.exec.AttemptLog;
import jigi.base.exec.LogLine;
import jigi.base.exec.LogPage;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** Questions about runs, for pages and the command line. */
public final class Runs {
  private final RunParts parts;
  private final RunLedger ledger;
  private final RunRepository repository = new RunRepository();

  public Runs(RunParts parts) {
    this.parts = parts;
    this.ledger = new RunLedger(parts.store(), parts.journal(), parts.timeline());
  }

  /**
   * One run with everything in it.
   *
   * @param steps one per step of the definition, in order
   * @param attempts in order of their beginning; step -1 is the goal before the first step
   * @param ask the open approval or question; null when nothing is asked
   */
  public record Detail(
      Run run,
      RunDefinition definition,
      List<RunStep> steps,
      List<RunAttempt> attempts,
      List<Approval> approvals,
      @Nullable OpenQuestion ask) {
    public Detail {
      steps = List.copyOf(steps);
      attempts = List.copyOf(attempts);
      approvals = List.copyOf(approvals);
    }

    /** The attempts of one step, in order. */
    public List<RunAttempt> attempts(int step) {
      return attempts.stream().filter(attempt -> attempt.step() == step).toList();
    }
  }

  /**
   * What a person is asked: exactly one of approval and question is there.
   *
   * @param step -1 for the run as a whole
   */
  public record OpenQuestion(int step, @Nullable Approval approval, @Nullable Question question) {}

  /**
   * A run as a list shows it.
   *
   * @param steps one per step of the definition, in order
   */
  public record Overview(Run run, List<RunStep> steps) {
    public Overview {
      steps = List.copyOf(steps);
    }
  }

  /** Newest first, with their steps: a handful of queries for however many runs. */
  public List<Overview> overviews(RunFilter filter) {
    return ledger.overviews(filter);
  }

  /** Newest first. */
  public List<Run> list(RunFilter filter) {
    return parts.store().read(handle -> repository.list(handle, filter));
  }

  /** By id; null when there is none. */
  public @Nullable Run find(String id) {
    return parts.store().read(handle -> repository.find(handle, id));
  }

  /** By the number that people use within a system; null when there is none. */
  public @Nullable Run find(String system, long number) {
    return parts.store().read(handle -> repository.find(handle, system, number));
  }

  /**
   * @throws UserError {@code unknown-run}
   */
  public Detail get(String id) {
    if (find(id) == null) {
      throw new UserError("unknown-run", "there is no run '" + id + "'", "see jigi runs list");
    }
    return detail(ledger.snapshot(id, Map.of()));
  }

  /** The same as a transaction sees it; the run must exist. */
  public Detail get(Tx tx, String id) {
    return detail(ledger.snapshot(tx, id));
  }

  private static Detail detail(RunSnapshot s) {
    return new Detail(s.run(), s.definition(), s.steps(), s.attempts(), s.approvals(), ask(s));
  }

  private static @Nullable OpenQuestion ask(RunSnapshot s) {
    if (s.run().state().ended()) {
      return null;
    }
    for (int i = -1; i < s.steps().size(); i++) {
      Approval approval = s.approval(i);
      if (approval != null && approval.open()) {
        return new OpenQuestion(i, approval, null);
      }
      Question question = s.question(i);
      if (question != null && question.choice() == null) {
        return new OpenQuestion(i, null, question);
      }
    }
    return null;
  }

  /**
   * An attempt's masked output from a byte offset on; for a live tail ask again from {@link
   * LogPage#next} after a wake-up or a pause.
   *
   * @param limit at most so many bytes, at least one line
   */
  public LogPage log(RunAttempt attempt, Detail detail, long offset, int limit) {
    return log(attempt, detail).read(offset, limit);
  }

  /** The last lines of an attempt's output. */
  public List<LogLine> tail(RunAttempt attempt, Detail detail, int lines) {
    return log(attempt, detail).tail(lines);
  }

  private AttemptLog log(RunAttempt attempt, Detail detail) {
    if (attempt.step() < 0) {
      return parts.exec().local().log(attempt.id());
    }
    StepDefinition step = detail.definition().steps().get(attempt.step());
    return StepTarget.of(step, step.part(attempt.purpose()))
        .attempts(parts.connections(), detail.run().system())
        .log(attempt.id());
  }
}
