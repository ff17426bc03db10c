package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import jigi.base.kernel.Timer;
import jigi.base.kernel.Troubles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the decisions about one run, one after another, on a thread of its own. */
final class RunDriver {
  private static final Logger LOG = LoggerFactory.getLogger(RunDriver.class);
  private static final CrashPoint BEFORE_LOCKS = CrashPoint.named("run.before-locks");
  private static final CrashPoint AFTER_LOCKS = CrashPoint.named("run.after-locks");
  private static final CrashPoint BEFORE_INTENT = CrashPoint.named("run.before-intent");
  private static final CrashPoint AFTER_INTENT = CrashPoint.named("run.after-intent");
  private static final CrashPoint BEFORE_VERIFY = CrashPoint.named("run.before-verify");
  private static final CrashPoint BEFORE_STEP_END = CrashPoint.named("run.before-step-end");
  private static final CrashPoint AFTER_STEP_END = CrashPoint.named("run.after-step-end");
  private static final CrashPoint BEFORE_FINISH = CrashPoint.named("run.before-finish");
  private static final CrashPoint AFTER_FINISH = CrashPoint.named("run.after-finish");
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  private final String id;
  private long token;
  private volatile boolean stopped;
  private final RunParts parts;
  private final RunLedger ledger;
  private final AttemptRunner attempts;
  private final Others others;
  private final Set<Integer> crowded = new HashSet<>();
  private final Semaphore wakes = new Semaphore(0);

  /** The drivers of the other runs. */
  interface Others {
    /** A run has ended: a lock may be free, a caller may go on. */
    void ended();

    /** It may be that run's turn on a host. */
    void mayGo(String run);
  }

  RunDriver(
      String id,
      RunParts parts,
      RunLedger ledger,
      StepKinds kinds,
      ConditionStep conditions,
      Others others) {
    this.id = id;
    this.parts = parts;
    this.ledger = ledger;
    this.others = others;
    this.attempts = new AttemptRunner(parts, ledger, kinds, conditions, this::wake, others::mayGo);
  }

  /** Something was reported: look again. */
  void wake() {
    wakes.release();
  }

  /** Lets go: what is under way is no trouble of the run's. */
  void stop() {
    stopped = true;
    attempts.stop();
  }

  /** Returns when the run has ended; an interruption lets go of it. */
  void drive() throws InterruptedException {
    String trouble = "run.stuck:" + id;
    while (true) {
      try {
        if (token == 0) {
          token = ledger.takeOver(id);
        }
        RunSnapshot s = ledger.snapshot(id, attempts.observed());
        if (s.run().state().ended()) {
          parts.troubles().clear(trouble);
          return;
        }
        execute(s, attempts.atHome(s, Decider.next(s, crowded)));
        parts.troubles().clear(trouble);
      } catch (RuntimeException e) {
        if (stopped) {
          return;
        }
        LOG.error("run {} cannot go on; tried again in {}", id, AFTER_TROUBLE, e);
        parts
            .troubles()
            .raise(
                new Troubles.Trouble(
                    trouble, "run-stuck", Map.of("run", id, "why", "" + e.getMessage())));
        parts.timeline().sleep(AFTER_TROUBLE);
      }
    }
  }

  private void execute(RunSnapshot s, Decision decision) throws InterruptedException {
    switch (decision) {
      case Decision.Inspect d -> attempts.inspect(s, attempt(s, d.attempt()));
      case Decision.Begin d -> begin(s, d);
      case Decision.Resume d -> attempts.start(s, attempt(s, d.attempt()), token);
      case Decision.Kill d -> attempts.kill(s, attempt(s, d.attempt()));
      case Decision.Prevent d -> attempts.prevent(s, attempt(s, d.attempt()), token);
      case Decision.Leave d -> attempts.leave(attempt(s, d.attempt()));
      case Decision.Vouch d -> ledger.vouch(d.attempt(), d.seen());
      case Decision.TakeLocks d -> takeLocks(s);
      case Decision.Decide d -> {
        BEFORE_STEP_END.pass();
        ledger.decide(s, d.step(), d.state(), d.evidence());
        AFTER_STEP_END.pass();
      }
      case Decision.Delay d -> ledger.delay(s, d.step(), d.until());
      case Decision.AskApproval d ->
          ledger.askApproval(s, d, approvalHash(parts, s.definition(), s.run()));
      case Decision.Ask d -> ledger.ask(s, d.step(), d.reason(), d.why());
      case Decision.Await d -> await(s.run(), d.reason(), d.due());
      case Decision.Finish d -> {
        BEFORE_FINISH.pass();
        ledger.finish(s, d.state(), d.reason(), others::ended);
        AFTER_FINISH.pass();
      }
    }
  }

  private void begin(RunSnapshot s, Decision.Begin d) throws InterruptedException {
    if (d.purpose() == Purpose.VERIFY) {
      BEFORE_VERIFY.pass();
    }
    BEFORE_INTENT.pass();
    RunAttempt attempt =
        ledger.begin(s, d, new RunLedger.Intent(kind(s, d), parts.node(), attempts.turn(s, d)));
    if (attempt == null) {
      crowded.add(d.step());
      return;
    }
    AFTER_INTENT.pass();
    attempts.start(s, attempt, token);
  }

  private static String kind(RunSnapshot s, Decision.Begin d) {
    if (d.purpose() == Purpose.GOAL) {
      return "condition";
    }
    StepPart part = s.definition().steps().get(d.step()).part(d.purpose());
    return java.util.Objects.requireNonNull(part).kind();
  }

  private static RunAttempt attempt(RunSnapshot s, String id) {
    return s.attempts().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow();
  }

  private void takeLocks(RunSnapshot s) throws InterruptedException {
    BEFORE_LOCKS.pass();
    boolean taken = ledger.start(s, s.definition().allLocks());
    AFTER_LOCKS.pass();
    if (!taken) {
      // Whoever frees a lock wakes everybody; the due time covers a wake-up between look and wait.
      await(s.run(), WaitReason.LOCK, parts.timeline().instant().plusSeconds(5));
    }
  }

  private void await(Run run, @Nullable WaitReason reason, @Nullable Instant due)
      throws InterruptedException {
    ledger.reflect(run, reason);
    Timer timer = due == null ? null : parts.timeline().at(due, "run " + run.number(), this::wake);
    try {
      wakes.acquire();
      wakes.drainPermits();
      crowded.clear();
    } finally {
      if (timer != null) {
        timer.cancel();
      }
    }
    if (due != null && !parts.timeline().instant().isBefore(due)) {
      attempts.lookAgain();
    }
  }

  /** What an approval is bound to. */
  static String approvalHash(RunParts parts, RunDefinition definition, Run run) {
    return Hash.of(
        Json.write(
            List.of(
                run.definition(),
                run.parameters(),
                parts
                    .connections()
                    .targets(run.system(), hosts(definition), daemons(definition)))));
  }

  /** Where a definition's blocks are executed. */
  static List<StepTarget> targets(RunDefinition definition) {
    return definition.steps().stream()
        .flatMap(step -> step.parts().stream().map(part -> StepTarget.of(step, part)))
        .distinct()
        .toList();
  }

  /** The hosts that a definition's blocks name. */
  static List<String> hosts(RunDefinition definition) {
    return targets(definition).stream()
        .filter(StepTarget.OnHost.class::isInstance)
        .map(target -> ((StepTarget.OnHost) target).host())
        .toList();
  }

  /** The connections to daemons in whose containers blocks are executed. */
  static List<String> daemons(RunDefinition definition) {
    return targets(definition).stream()
        .filter(StepTarget.InContainer.class::isInstance)
        .map(target -> ((StepTarget.InContainer) target).docker())
        .toList();
  }
}
