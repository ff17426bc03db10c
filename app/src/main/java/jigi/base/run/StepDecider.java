package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides about one step; see {@link Decider}. */
final class StepDecider {
  /** After so many deaths of Jigi with the same attempt open, a person decides. */
  static final int KILLS = 3;

  /** Asked by an item of a checklist that a person ticks. */
  static final String ITEM = "item";

  /** Asked about an undo of which nobody knows what came. */
  static final String UNDO_LOST = "undo-lost";

  /** Asked when the goal could not be looked at. */
  static final String GOAL_UNKNOWN = "goal-unknown";

  static final String KILLED_JIGI = "killed-jigi";

  /** Asked about an attempt on the machine of a node that no longer leads. */
  static final String NODE_LOST = "node-lost";

  /** Asked before a run goes on here whose last step was executed on another node's machine. */
  static final String NODE_MOVED = "node-moved";

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private static final Duration VERIFY_PAUSE = Duration.ofSeconds(1);
  private static final int LOST_LOOKS = 3;

  private final RunSnapshot s;

  StepDecider(RunSnapshot snapshot) {
    this.s = snapshot;
  }

  /** Of a step that has not ended. */
  Decision step(int i) {
    StepDefinition step = s.definition().steps().get(i);
    Decision answered = question(i);
    if (answered != null) {
      return answered;
    }
    if (s.step(i).state() == StepState.PENDING) {
      Decision first = first(i, step);
      if (first != null) {
        return first;
      }
    }
    return switch (step.kind()) {
      case "approve" -> approve(i, step);
      case "wait" -> pause(i, step);
      case "item" -> new Decision.Ask(i, WaitReason.PERSON, ITEM);
      default -> act(i, step);
    };
  }

  /** Of an attempt without an outcome. */
  Decision open(RunAttempt attempt) {
    if (attempt.kills() >= KILLS) {
      Question question = s.question(attempt.step());
      if (question == null) {
        return new Decision.Ask(attempt.step(), WaitReason.INTERRUPTED, KILLED_JIGI);
      }
      if (question.choice() == null) {
        return new Decision.Await(question.reason(), null);
      }
      boolean undone = question.choice() == Choice.MARK_DONE && attempt.purpose() == Purpose.UNDO;
      if (question.choice() == Choice.ABANDON || undone) {
        return end(attempt);
      }
    }
    return switch (s.observed(attempt)) {
      case NONE -> new Decision.Inspect(attempt.id());
      case RUNNING, DYING -> new Decision.Await(null, null);
      case NEVER_STARTED -> new Decision.Resume(attempt.id());
      case UNREACHABLE -> new Decision.Await(WaitReason.TARGET, s.now().plus(LOOK_AGAIN));
      case ELSEWHERE -> elsewhere(attempt);
    };
  }

  /** It may still run where nobody looks: a person decides, and nothing is repeated unasked. */
  private Decision elsewhere(RunAttempt attempt) {
    Question question = s.question(attempt.step());
    if (question == null) {
      return new Decision.Ask(attempt.step(), WaitReason.INTERRUPTED, NODE_LOST);
    }
    return question.choice() == null
        ? new Decision.Await(question.reason(), null)
        : new Decision.Leave(attempt.id());
  }

  /** Of a step whose effect is to be taken back; null when that is done. */
  @Nullable Decision undo(int i) {
    RunAttempt undo = s.last(i, Purpose.UNDO);
    if (undo == null) {
      return new Decision.Begin(i, Purpose.UNDO);
    }
    if (undo.outcome() == null) {
      return open(undo);
    }
    return switch (undo.outcome()) {
      case OK -> null;
      case FAILED, TIMEOUT -> new Decision.Finish(RunState.FAILED, "undo-failed");
      case CANCELLED -> undoCancelled(i, undo);
      case VOID -> new Decision.Begin(i, Purpose.UNDO);
      case UNKNOWN, VANISHED, REBOOTED -> undoLost(i, undo);
    };
  }

  private Decision undoCancelled(int i, RunAttempt undo) {
    Question question = s.question(i);
    return question != null && question.choice() == Choice.MARK_DONE
        ? new Decision.Vouch(undo.id(), vouched(question))
        : new Decision.Finish(RunState.FAILED, "undo-failed");
  }

  private Decision undoLost(int i, RunAttempt undo) {
    Question question = s.question(i);
    if (question == null) {
      return new Decision.Ask(i, WaitReason.INTERRUPTED, UNDO_LOST);
    }
    return switch (question.choice()) {
      case null -> new Decision.Await(question.reason(), null);
      case RETRY, UNDO, CHECK -> new Decision.Begin(i, Purpose.UNDO);
      case MARK_DONE -> new Decision.Vouch(undo.id(), vouched(question));
      case ABANDON -> new Decision.Finish(RunState.FAILED, "undo-failed");
    };
  }

  /** What a person answered, or the wait for it; null when nothing was asked. */
  private @Nullable Decision question(int i) {
    Question question = s.question(i);
    if (question == null) {
      return null;
    }
    if (question.why().equals(ITEM) && question.choice() != null) {
      boolean fine = question.choice() == Choice.MARK_DONE;
      return new Decision.Decide(
          i, fine ? StepState.SUCCEEDED : StepState.FAILED, question.evidence());
    }
    RunAttempt open = s.of(i).stream().filter(RunAttempt::open).findFirst().orElse(null);
    return switch (question.choice()) {
      case null -> new Decision.Await(question.reason(), null);
      case RETRY -> open == null ? new Decision.Begin(i, Purpose.ACT) : open(open);
      case CHECK -> check(i, question, open);
      case MARK_DONE ->
          closing(open, new Decision.Decide(i, StepState.SUCCEEDED, vouched(question)));
      case UNDO -> closing(open, new Decision.Decide(i, StepState.FAILED, "undo-chosen"));
      case ABANDON -> closing(open, abandoned(question));
    };
  }

  private @Nullable Decision check(int i, Question question, @Nullable RunAttempt open) {
    if (open != null) {
      return open(open);
    }
    if (question.why().equals(NODE_LOST)) {
      // It counts as gone without a word, for which the step has its own checks.
      return null;
    }
    return s.definition().steps().get(i).verify() == null
        ? new Decision.Await(question.reason(), null)
        : new Decision.Begin(i, Purpose.VERIFY);
  }

  /** An attempt that may still begin must not, once a person has settled the matter. */
  private Decision closing(@Nullable RunAttempt open, Decision then) {
    return open == null ? then : end(open);
  }

  private Decision end(RunAttempt open) {
    return switch (s.observed(open)) {
      case NONE -> new Decision.Inspect(open.id());
      case NEVER_STARTED -> new Decision.Prevent(open.id());
      case RUNNING, UNREACHABLE -> new Decision.Kill(open.id());
      case ELSEWHERE -> new Decision.Leave(open.id());
      case DYING -> new Decision.Await(null, null);
    };
  }

  /** What a person says to have seen, as evidence. */
  private static String vouched(Question question) {
    return "seen by " + question.by() + ": " + question.evidence();
  }

  private static Decision abandoned(Question question) {
    return question.reason() == WaitReason.PERSON
        ? new Decision.Finish(RunState.FAILED, "abandoned")
        : new Decision.Finish(RunState.UNVERIFIED, "abandoned");
  }

  private @Nullable Decision first(int i, StepDefinition step) {
    String answers = step.answers();
    if (answers != null) {
      int failed = s.definition().indexOf(answers);
      if (failed < 0 || s.step(failed).state() != StepState.FAILED) {
        return new Decision.Decide(i, StepState.SKIPPED, "not-needed");
      }
    }
    boolean looks = step.role() == Role.LOOK || StepKinds.DRY.contains(step.kind());
    if (s.run().mode() == Mode.DRY && !looks) {
      return new Decision.Decide(i, StepState.SKIPPED, "dry");
    }
    return null;
  }

  private Decision approve(int i, StepDefinition step) {
    Approval approval = s.approval(i);
    if (approval == null) {
      String by = step.act().attributes().getOrDefault("by", "");
      int needed = Integer.parseInt(step.act().attributes().getOrDefault("count", "1"));
      Duration expires = step.act().duration("expires", Duration.ofHours(1));
      return new Decision.AskApproval(i, by, needed, expires);
    }
    if (approval.voided() != null) {
      return new Decision.Finish(RunState.CANCELLED, approval.voided());
    }
    if (approval.granted() != null) {
      return approval.granted()
          ? new Decision.Decide(
              i, StepState.SUCCEEDED, "approved by " + String.join(", ", approval.given()))
          : new Decision.Finish(RunState.CANCELLED, "declined");
    }
    return approval.expires().isAfter(s.now())
        ? new Decision.Await(WaitReason.APPROVAL, approval.expires())
        : new Decision.Finish(RunState.FAILED, "approval-expired");
  }

  private Decision pause(int i, StepDefinition step) {
    Instant due = s.step(i).due();
    if (due == null) {
      return new Decision.Delay(i, s.now().plus(step.act().duration("for", Duration.ZERO)));
    }
    return due.isAfter(s.now())
        ? new Decision.Await(WaitReason.TIME, due)
        : new Decision.Decide(i, StepState.SUCCEEDED, "");
  }

  private Decision act(int i, StepDefinition step) {
    RunAttempt act = s.last(i, Purpose.ACT);
    if (act == null) {
      return beforeFirst(i, step);
    }
    if (act.outcome() == null) {
      return open(act);
    }
    return switch (act.outcome()) {
      case OK -> verify(i, step, act);
      case FAILED, TIMEOUT -> failed(i, step, act);
      case UNKNOWN ->
          step.listed()
              ? new Decision.Decide(i, StepState.FAILED, null)
              : new Decision.Ask(i, WaitReason.UNVERIFIED, "effect-unknown");
      case VOID, CANCELLED -> new Decision.Begin(i, Purpose.ACT);
      case VANISHED -> vanished(i, step, act);
      case REBOOTED ->
          step.role() == Role.LOOK || step.verify() == null
              ? vanished(i, step, act)
              : verify(i, step, act);
    };
  }

  /** A verify that is false before the start can tell after a crash whether the step worked. */
  private Decision beforeFirst(int i, StepDefinition step) {
    boolean real = s.run().mode() != Mode.DRY;
    if (real && step.acts() && step.verify() != null && step.probe() == null) {
      RunAttempt before = s.last(i, Purpose.BEFORE);
      if (before == null) {
        return new Decision.Begin(i, Purpose.BEFORE);
      }
      if (before.open()) {
        return open(before);
      }
    }
    return new Decision.Begin(i, Purpose.ACT);
  }

  private Decision failed(int i, StepDefinition step, RunAttempt act) {
    int tried = s.count(i, Purpose.ACT);
    if (tried > step.retries()) {
      return new Decision.Decide(i, StepState.FAILED, null);
    }
    Instant due = ended(act).plus(step.backoff(tried));
    Instant again = act.again();
    return after(
        WaitReason.TIME,
        again != null && again.isAfter(due) ? again : due,
        new Decision.Begin(i, Purpose.ACT));
  }

  private Decision after(@Nullable WaitReason reason, Instant due, Decision then) {
    return due.isAfter(s.now()) ? new Decision.Await(reason, due) : then;
  }

  /** The step's process is gone without a word: repeat, probe, or ask. */
  private Decision vanished(int i, StepDefinition step, RunAttempt act) {
    if (step.role() == Role.LOOK) {
      return s.count(i, Purpose.ACT) < LOST_LOOKS
          ? new Decision.Begin(i, Purpose.ACT)
          : new Decision.Ask(i, WaitReason.INTERRUPTED, "lost");
    }
    RunAttempt verify = later(s.last(i, Purpose.VERIFY), act);
    RunAttempt probe = later(s.last(i, Purpose.PROBE), act);
    // One that came later was begun because a person asked for it: its answer counts.
    boolean asked = verify != null && (probe == null || later(verify, probe) != null);
    if (step.probe() != null && !asked) {
      return probe(i, step, act);
    }
    RunAttempt before = s.last(i, Purpose.BEFORE);
    boolean tellsByVerify = before != null && before.outcome() == AttemptOutcome.FAILED;
    return tellsByVerify || asked
        ? verify(i, step, act)
        : new Decision.Ask(i, WaitReason.INTERRUPTED, "lost");
  }

  private Decision probe(int i, StepDefinition step, RunAttempt act) {
    RunAttempt probe = later(s.last(i, Purpose.PROBE), act);
    if (probe == null) {
      return new Decision.Begin(i, Purpose.PROBE);
    }
    if (probe.outcome() == null) {
      return open(probe);
    }
    return switch (probe.outcome()) {
      case OK -> verify(i, step, act);
      case FAILED -> new Decision.Begin(i, Purpose.ACT);
      case VOID, VANISHED, REBOOTED -> new Decision.Begin(i, Purpose.PROBE);
      case UNKNOWN, TIMEOUT, CANCELLED ->
          new Decision.Ask(i, WaitReason.INTERRUPTED, "probe-unknown");
    };
  }

  private Decision verify(int i, StepDefinition step, RunAttempt act) {
    if (step.verify() == null || s.run().mode() == Mode.DRY) {
      return new Decision.Decide(i, StepState.SUCCEEDED, null);
    }
    RunAttempt verify = later(s.last(i, Purpose.VERIFY), act);
    if (verify == null) {
      return new Decision.Begin(i, Purpose.VERIFY);
    }
    if (verify.outcome() == null) {
      return open(verify);
    }
    Instant deadline = ended(act).plus(step.timeout(Purpose.VERIFY));
    Instant next = ended(verify).plus(pauseAfter(i));
    boolean again = !next.isAfter(deadline);
    return switch (verify.outcome()) {
      case OK -> new Decision.Decide(i, StepState.SUCCEEDED, null);
      case VOID, VANISHED, REBOOTED -> new Decision.Begin(i, Purpose.VERIFY);
      case FAILED ->
          again ? after(null, next, new Decision.Begin(i, Purpose.VERIFY)) : failed(i, step, act);
      case UNKNOWN, TIMEOUT, CANCELLED ->
          again
              ? after(null, next, new Decision.Begin(i, Purpose.VERIFY))
              : new Decision.Ask(i, WaitReason.UNVERIFIED, "verify-unknown");
    };
  }

  /** One second, growing: an effect that takes minutes is not asked for hundreds of times. */
  private Duration pauseAfter(int i) {
    return VERIFY_PAUSE.multipliedBy(1 + s.count(i, Purpose.VERIFY) / 5);
  }

  private @Nullable RunAttempt later(@Nullable RunAttempt attempt, RunAttempt than) {
    return attempt != null && s.attempts().indexOf(attempt) > s.attempts().indexOf(than)
        ? attempt
        : null;
  }

  private Instant ended(RunAttempt attempt) {
    return attempt.ended() == null ? s.now() : attempt.ended();
  }
}
