package jigi.base.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import jigi.base.exec.AttemptState;
import jigi.base.exec.Exit;
import jigi.base.exec.LogLine;
import jigi.base.exec.Mask;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, finds, watches and ends the attempts of one run. What it learns goes into the ledger
 * (outcomes) or stays here (observations); the driver is woken after each.
 */
final class AttemptRunner {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);
  private static final CrashPoint AFTER_START = CrashPoint.named("run.after-start");
  private static final CrashPoint BEFORE_OUTCOME = CrashPoint.named("run.before-outcome");
  private static final CrashPoint AFTER_OUTCOME = CrashPoint.named("run.after-outcome");
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final RunParts parts;
  private final RunLedger ledger;
  private final StepKinds kinds;
  private final AttemptPlaces places;
  private final OwnSteps own;
  private final Runnable wake;
  private final Consumer<String> turn;
  private volatile boolean stopped;
  private final Map<String, Observation> observed = new ConcurrentHashMap<>();
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();

  AttemptRunner(
      RunParts parts,
      RunLedger ledger,
      StepKinds kinds,
      ConditionStep conditions,
      Runnable wake,
      Consumer<String> turn) {
    this.parts = parts;
    this.ledger = ledger;
    this.kinds = kinds;
    this.places = new AttemptPlaces(parts, kinds);
    this.own = new OwnSteps(kinds, conditions);
    this.wake = wake;
    this.turn = turn;
  }

  Map<String, Observation> observed() {
    return observed;
  }

  /** Unreachable targets are worth another look. */
  void lookAgain() {
    observed.replaceAll((id, seen) -> seen == Observation.UNREACHABLE ? Observation.NONE : seen);
  }

  /** Stops watching; what runs on targets goes on. */
  void stop() {
    stopped = true;
    threads.values().forEach(Thread::interrupt);
  }

  void start(RunSnapshot s, RunAttempt attempt, long token) throws InterruptedException {
    if (!kinds.shell(attempt.kind())) {
      spawn(attempt, () -> inProcess(s, attempt));
      return;
    }
    try {
      places.attempts(s, attempt).start(places.spec(s, attempt), token);
    } catch (UserError e) {
      conclude(attempt, startFailed(attempt), e.fact() + "; " + e.hint(), 0);
      return;
    }
    AFTER_START.pass();
    watch(s, attempt);
  }

  /** Nothing ran: an act has failed, a check could not tell. */
  private static AttemptOutcome startFailed(RunAttempt attempt) {
    return attempt.purpose().checks() ? AttemptOutcome.UNKNOWN : AttemptOutcome.FAILED;
  }

  /** What a new attempt needs of its host; null where any number of runs may work. */
  @Nullable HostTurn turn(RunSnapshot s, Decision.Begin begin) {
    return places.turn(s, begin, () -> ledger.firstTrigger(s.run()));
  }

  /** A run stays on the machine on which its last block was executed. */
  Decision atHome(RunSnapshot s, Decision decision) {
    return places.atHome(s, decision);
  }

  /** What became of it on another node's machine no longer matters here. */
  void leave(RunAttempt attempt) {
    conclude(attempt, AttemptOutcome.VANISHED, "left on node " + attempt.node(), 0);
  }

  void inspect(RunSnapshot s, RunAttempt attempt) throws InterruptedException {
    if (places.foreign(attempt) && places.local(s, attempt)) {
      observed.put(attempt.id(), Observation.ELSEWHERE);
      return;
    }
    if (!kinds.shell(attempt.kind())) {
      StepKind kind = kinds.find(attempt.kind());
      if (kind != null && kind.goesOn(attempt.id())) {
        spawn(attempt, () -> inProcess(s, attempt));
      } else if (attempt.purpose() == Purpose.GOAL
          || (kind != null && kind.repeatable(part(s, attempt)))) {
        observed.put(attempt.id(), Observation.NEVER_STARTED);
      } else {
        conclude(attempt, AttemptOutcome.VANISHED, "", 0);
      }
      return;
    }
    learn(s, attempt, state(s, attempt));
  }

  private static StepPart part(RunSnapshot s, RunAttempt attempt) {
    StepDefinition step = s.definition().steps().get(attempt.step());
    return java.util.Objects.requireNonNull(step.part(attempt.purpose()));
  }

  void kill(RunSnapshot s, RunAttempt attempt) throws InterruptedException {
    Thread thread = threads.get(attempt.id());
    if (!kinds.shell(attempt.kind())) {
      observed.put(attempt.id(), Observation.DYING);
      StepKind kind = kinds.find(attempt.kind());
      if (kind != null && thread != null && kind.goesOn(attempt.id())) {
        kind.end(attempt.id(), "" + s.run().cancelledBy());
      } else if (thread == null) {
        conclude(attempt, AttemptOutcome.CANCELLED, "", 0);
      } else {
        thread.interrupt();
      }
      return;
    }
    boolean watched = observed.put(attempt.id(), Observation.DYING) == Observation.RUNNING;
    AttemptState state;
    try {
      state = places.attempts(s, attempt).kill(attempt.id(), GRACE, Exit.Why.CANCEL);
    } catch (UserError e) {
      state = new AttemptState.Unreachable(e.fact());
    }
    if (!watched || !(state instanceof AttemptState.Finished)) {
      learn(s, attempt, state);
    }
  }

  void prevent(RunSnapshot s, RunAttempt attempt, long token) throws InterruptedException {
    if (!kinds.shell(attempt.kind())) {
      conclude(attempt, AttemptOutcome.VOID, "", 0);
      return;
    }
    AttemptState state;
    try {
      state = places.attempts(s, attempt).prevent(attempt.id(), token);
    } catch (UserError e) {
      state = new AttemptState.Unreachable(e.fact());
    }
    if (state instanceof AttemptState.NeverStarted) {
      conclude(attempt, AttemptOutcome.VOID, "", 0); // no directory: nothing can start any more
    } else {
      learn(s, attempt, state);
    }
  }

  private AttemptState state(RunSnapshot s, RunAttempt attempt) throws InterruptedException {
    try {
      return places.attempts(s, attempt).inspect(attempt.id());
    } catch (UserError e) {
      return new AttemptState.Unreachable(e.fact());
    }
  }

  /** The table of what is found of an attempt. */
  private void learn(RunSnapshot s, RunAttempt attempt, AttemptState state)
      throws InterruptedException {
    switch (state) {
      case AttemptState.NeverStarted never -> observed.put(attempt.id(), Observation.NEVER_STARTED);
      case AttemptState.Running running -> watch(s, attempt);
      case AttemptState.Finished finished -> finished(s, attempt, finished.exit());
      case AttemptState.Vanished vanished -> vanished(s, attempt, vanished);
      case AttemptState.Unreachable unreachable ->
          observed.put(attempt.id(), Observation.UNREACHABLE);
    }
    wake.run();
  }

  private void vanished(RunSnapshot s, RunAttempt attempt, AttemptState.Vanished vanished)
      throws InterruptedException {
    if (vanished.alive() > 0) {
      AttemptState after = places.attempts(s, attempt).kill(attempt.id(), GRACE, Exit.Why.CANCEL);
      if (after instanceof AttemptState.Vanished gone && gone.alive() > 0) {
        observed.put(attempt.id(), Observation.UNREACHABLE);
        return;
      }
    }
    AttemptOutcome outcome =
        vanished.rebooted() ? AttemptOutcome.REBOOTED : AttemptOutcome.VANISHED;
    conclude(attempt, outcome, "", places.attempts(s, attempt).log(attempt.id()).size());
  }

  private void watch(RunSnapshot s, RunAttempt attempt) {
    spawn(
        attempt,
        () -> {
          AttemptState state = places.attempts(s, attempt).await(attempt.id());
          threads.remove(attempt.id());
          learn(s, attempt, state);
        });
  }

  private void finished(RunSnapshot s, RunAttempt attempt, Exit exit) {
    String evidence = evidence(s, attempt, exit);
    conclude(attempt, outcome(attempt, exit), evidence, exit.bytes());
  }

  private static AttemptOutcome outcome(RunAttempt attempt, Exit exit) {
    return switch (exit.why()) {
      case END -> ended(attempt, exit);
      case TIMEOUT -> attempt.purpose().checks() ? AttemptOutcome.UNKNOWN : AttemptOutcome.TIMEOUT;
      case CANCEL -> AttemptOutcome.CANCELLED;
      case VOID -> AttemptOutcome.VOID;
      case REFUSED -> startFailed(attempt);
    };
  }

  /** A check that could not be executed (126, 127, a signal) has told nothing. */
  private static AttemptOutcome ended(RunAttempt attempt, Exit exit) {
    if (exit.ok()) {
      return AttemptOutcome.OK;
    }
    Integer code = exit.code();
    boolean broken = code == null || code == 126 || code == 127;
    return attempt.purpose().checks() && broken ? AttemptOutcome.UNKNOWN : AttemptOutcome.FAILED;
  }

  private String evidence(RunSnapshot s, RunAttempt attempt, Exit exit) {
    String end =
        switch (exit.why()) {
          case END -> exit.code() != null ? "exit " + exit.code() : "signal " + exit.signal();
          case TIMEOUT -> "timeout";
          case CANCEL -> "cancelled";
          case VOID -> "not started";
          case REFUSED -> exit.note();
        };
    List<LogLine> last = places.attempts(s, attempt).log(attempt.id()).tail(1);
    return last.isEmpty() ? end : end + ": " + last.getLast().text();
  }

  private void inProcess(RunSnapshot s, RunAttempt attempt) throws InterruptedException {
    StepOutcome outcome;
    try {
      outcome = own.execute(s, attempt);
    } catch (InterruptedException e) {
      if (observed.get(attempt.id()) == Observation.DYING) {
        threads.remove(attempt.id());
        Thread.interrupted();
        conclude(attempt, AttemptOutcome.CANCELLED, "", 0);
        return;
      }
      throw e;
    } catch (UserError e) {
      outcome = StepOutcome.failed(e.fact() + "; " + e.hint());
    } catch (RuntimeException e) {
      LOG.error("run {} #{}: {} failed", s.run().name(), s.run().number(), attempt.kind(), e);
      outcome = StepOutcome.unknown("internal error: " + e);
    }
    threads.remove(attempt.id());
    String evidence =
        Mask.of(parts.connections().secrets(s.run().system())).apply(outcome.evidence());
    conclude(
        attempt,
        switch (outcome.result()) {
          case OK -> AttemptOutcome.OK;
          case FAILED -> AttemptOutcome.FAILED;
          case UNKNOWN -> AttemptOutcome.UNKNOWN;
        },
        evidence,
        0,
        outcome.pause());
  }

  private void conclude(RunAttempt attempt, AttemptOutcome outcome, String evidence, long bytes) {
    conclude(attempt, outcome, evidence, bytes, Duration.ZERO);
  }

  private void conclude(
      RunAttempt attempt, AttemptOutcome outcome, String evidence, long bytes, Duration pause) {
    BEFORE_OUTCOME.pass();
    List<String> next = ledger.close(attempt.id(), outcome, evidence, bytes, pause);
    AFTER_OUTCOME.pass();
    observed.remove(attempt.id());
    wake.run();
    next.forEach(turn);
  }

  /** Work that may be interrupted when Jigi stops. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private void spawn(RunAttempt attempt, Work work) {
    observed.put(attempt.id(), Observation.RUNNING);
    Thread thread =
        Thread.ofVirtual()
            .name("attempt " + attempt.id())
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } catch (InterruptedException e) {
                    LOG.debug("no longer watching attempt {}", attempt.id());
                  } catch (RuntimeException e) {
                    if (stopped) {
                      return;
                    }
                    LOG.error("attempt {} could not be recorded", attempt.id(), e);
                    threads.remove(attempt.id());
                    observed.put(attempt.id(), Observation.UNREACHABLE);
                    wake.run();
                  }
                });
    threads.put(attempt.id(), thread);
    thread.start();
  }
}
