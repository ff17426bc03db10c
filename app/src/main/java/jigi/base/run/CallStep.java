package jigi.base.run;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** Starts another runbook's run and waits for its end. */
final class CallStep extends CallSyntax implements StepKind {
  private final RunParts parts;
  private final Calls calls;
  private final RunRepository runs = new RunRepository();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private long endings;

  /** What of the engine a call needs. */
  interface Calls {
    Run start(Tx tx, RunRequest request);

    void cancel(String run, String actor);

    RunDefinition definition(Run run);
  }

  CallStep(RunParts parts, Calls calls) {
    this.parts = parts;
    this.calls = calls;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public boolean goesOn(String attempt) {
    return find(attempt) != null;
  }

  @Override
  public void end(String attempt, String actor) {
    Run called = find(attempt);
    if (called != null) {
      calls.cancel(called.id(), actor);
    }
  }

  private @Nullable Run find(String attempt) {
    return parts.store().read(handle -> runs.calledBy(handle, attempt));
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    Run called = called(context);
    while (!called.state().ended()) {
      long seen = endings();
      Run now = java.util.Objects.requireNonNull(find(context.attempt()));
      if (!now.state().ended()) {
        awaitBeyond(seen);
      }
      called = now;
    }
    String text = "#" + called.number() + " " + called.state().key() + ": " + called.reason();
    return switch (called.state()) {
      case SUCCEEDED -> StepOutcome.ok(text);
      case FAILED, CANCELLED -> StepOutcome.failed(text);
      case UNVERIFIED -> StepOutcome.unknown(text);
      case QUEUED, RUNNING, WAITING -> throw new IllegalStateException("not ended: " + text);
    };
  }

  /** Some run has ended; called on the database's own thread, so that nothing is asked of it. */
  void wake() {
    lock.lock();
    try {
      endings++;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long endings() {
    lock.lock();
    try {
      return endings;
    } finally {
      lock.unlock();
    }
  }

  private void awaitBeyond(long seen) throws InterruptedException {
    lock.lock();
    try {
      while (endings == seen) {
        ended.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The attempt is the key: it calls once, however often it is repeated. */
  private Run called(StepContext context) {
    return parts
        .store()
        .write(
            tx -> {
              Run found = runs.calledBy(tx.handle(), context.attempt());
              return found == null ? calls.start(tx, request(context)) : found;
            });
  }

  private RunRequest request(StepContext context) {
    Run run = context.run();
    String name = context.part().attributes().getOrDefault(RUNBOOK, "");
    RunDefinition definition = calls.definition(run).called(name);
    if (definition == null) {
      throw new UserError(
          "unknown-runbook",
          "the run's definition has no runbook '" + name + "'",
          "start a new run, which takes the manual as it is now");
    }
    return new RunRequest(
        definition,
        parameters(context.part(), run.parameters()),
        Trigger.call(run.name(), context.attempt()),
        run.actor(),
        run.incident(),
        run.lane(),
        run.mode() == Mode.ASK ? Mode.AUTOMATIC : run.mode(),
        run.id());
  }
}
