package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a run does next: a pure function of what is recorded and what was observed. The
 * rules of recovery are the same as those of normal work, because an attempt that was found after a
 * crash is just an attempt about which little is known.
 */
final class Decider {
  private static final Duration TURN = Duration.ofSeconds(5);

  private final RunSnapshot s;
  private final StepDecider steps;
  private final Set<Integer> crowded;

  private Decider(RunSnapshot snapshot, Set<Integer> crowded) {
    this.s = snapshot;
    this.crowded = crowded;
    this.steps = new StepDecider(snapshot);
  }

  static Decision next(RunSnapshot snapshot) {
    return next(snapshot, Set.of());
  }

  /**
   * @param crowded steps on whose host there was no place just now
   */
  static Decision next(RunSnapshot snapshot, Set<Integer> crowded) {
    Decider decider = new Decider(snapshot, crowded);
    Decision decision = decider.turn(decider.next());
    return decision instanceof Decision.Finish finish ? decider.settled(finish) : decision;
  }

  /** Whoever frees a place wakes the next; the due time covers a limit that was raised. */
  private Decision turn(Decision decision) {
    return decision instanceof Decision.Begin begin && crowded.contains(begin.step())
        ? new Decision.Await(WaitReason.HOST, s.now().plus(TURN))
        : decision;
  }

  /** A run does not end while a member of a group still works: siblings finish. */
  private Decision settled(Decision.Finish finish) {
    Decision wait = null;
    for (RunAttempt attempt : s.attempts()) {
      if (attempt.open()) {
        if (s.observed(attempt) == Observation.NEVER_STARTED) {
          return new Decision.Prevent(attempt.id());
        }
        wait = steps.open(attempt);
      }
    }
    return wait == null ? finish : wait;
  }

  private Decision next() {
    if (s.run().state().ended()) {
      return new Decision.Await(null, null);
    }
    for (RunAttempt attempt : s.attempts()) {
      if (attempt.open() && s.observed(attempt) == Observation.NONE) {
        return new Decision.Inspect(attempt.id());
      }
    }
    if (s.run().cancelledBy() != null) {
      return cancel();
    }
    Decision before = before();
    if (before != null) {
      return before;
    }
    for (List<Integer> group : groups()) {
      Decision decision = group(group);
      if (decision != null) {
        return decision;
      }
    }
    return end();
  }

  private Decision cancel() {
    boolean open = false;
    for (RunAttempt attempt : s.attempts()) {
      if (attempt.open()) {
        switch (s.observed(attempt)) {
          case NEVER_STARTED -> {
            return new Decision.Prevent(attempt.id());
          }
          case RUNNING, UNREACHABLE -> {
            return new Decision.Kill(attempt.id());
          }
          case ELSEWHERE -> {
            return new Decision.Leave(attempt.id());
          }
          case NONE, DYING -> open = true;
        }
      }
    }
    return open
        ? new Decision.Await(null, null)
        : new Decision.Finish(RunState.CANCELLED, "cancelled");
  }

  /** What precedes the first step: consent, locks, and the question whether anything is to do. */
  private @Nullable Decision before() {
    if (s.run().mode() == Mode.ASK) {
      Decision consent = consent();
      if (consent != null) {
        return consent;
      }
    }
    if (!s.locked()) {
      return new Decision.TakeLocks();
    }
    // Who wants to see what would be done sees it whether there is need of it now or not.
    if (s.definition().goal() == null || started() || s.run().mode() == Mode.DRY) {
      return null;
    }
    return goal(-1);
  }

  private boolean started() {
    return s.attempts().stream().anyMatch(a -> a.step() >= 0)
        || s.steps().stream().anyMatch(step -> step.state() != StepState.PENDING);
  }

  private @Nullable Decision consent() {
    Approval approval = s.approval(-1);
    if (approval == null) {
      return new Decision.AskApproval(-1, "", 1, Duration.ofHours(1));
    }
    if (approval.voided() != null) {
      return new Decision.Finish(RunState.CANCELLED, approval.voided());
    }
    if (approval.granted() == null) {
      return approval.expires().isAfter(s.now())
          ? new Decision.Await(WaitReason.APPROVAL, approval.expires())
          : new Decision.Finish(RunState.CANCELLED, "approval-expired");
    }
    return approval.granted() ? null : new Decision.Finish(RunState.CANCELLED, "declined");
  }

  /**
   * The goal's check before the first step or after a step.
   *
   * @return null when the goal does not hold and the ladder goes on
   */
  private @Nullable Decision goal(int step) {
    RunAttempt check = s.last(step, Purpose.GOAL);
    if (check == null) {
      return new Decision.Begin(step, Purpose.GOAL);
    }
    if (check.outcome() == null) {
      return steps.open(check);
    }
    return switch (check.outcome()) {
      case OK -> new Decision.Finish(RunState.SUCCEEDED, step < 0 ? "goal-held" : "goal-reached");
      case FAILED -> null;
      case UNKNOWN, TIMEOUT, CANCELLED, VOID -> goalUnknown(step);
      case VANISHED, REBOOTED -> new Decision.Begin(step, Purpose.GOAL);
    };
  }

  private @Nullable Decision goalUnknown(int step) {
    Question question = s.question(step);
    if (question == null) {
      return new Decision.Ask(step, WaitReason.UNVERIFIED, StepDecider.GOAL_UNKNOWN);
    }
    return switch (question.choice()) {
      case null -> new Decision.Await(WaitReason.UNVERIFIED, null);
      case RETRY, CHECK -> new Decision.Begin(step, Purpose.GOAL);
      case MARK_DONE -> new Decision.Finish(RunState.SUCCEEDED, "goal-vouched");
      // The person has seen that the goal does not hold: the next rung is the way back.
      case UNDO -> null;
      case ABANDON -> new Decision.Finish(RunState.UNVERIFIED, "abandoned");
    };
  }

  /** Steps that follow each other and name the same group go together. */
  private List<List<Integer>> groups() {
    List<List<Integer>> groups = new ArrayList<>();
    String current = null;
    for (int i = 0; i < s.steps().size(); i++) {
      String group = s.definition().steps().get(i).attribute("group");
      if (group == null || !group.equals(current)) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(i);
      current = group;
    }
    return groups;
  }

  private @Nullable Decision group(List<Integer> members) {
    if (stopped(members) && members.stream().allMatch(this::untouched)) {
      return skipFirst(members);
    }
    Decision member = members(members);
    if (member != null) {
      return member;
    }
    boolean ladder = s.definition().goal() != null;
    Decision undo = ladder ? undo(members) : null;
    if (undo != null) {
      return undo;
    }
    return ladder && members.stream().anyMatch(this::acted) ? goal(members.getLast()) : null;
  }

  private boolean untouched(int i) {
    return s.step(i).state() == StepState.PENDING || s.step(i).state() == StepState.SKIPPED;
  }

  /**
   * Whether an earlier step's failure keeps the members from beginning: nothing answers it, its
   * answer comes later, or its answer failed too.
   */
  private boolean stopped(List<Integer> members) {
    if (s.definition().goal() != null) {
      return false;
    }
    for (int i = 0; i < members.getFirst(); i++) {
      if (s.step(i).state() == StepState.FAILED) {
        int answer = answer(i);
        if (answer < 0 || members.getLast() < answer || failed(answer)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean failed(int i) {
    return s.step(i).state() == StepState.FAILED;
  }

  /** The later step that is there for the failure of this one; -1 when none is. */
  private int answer(int failed) {
    for (int i = failed + 1; i < s.steps().size(); i++) {
      String answers = s.definition().steps().get(i).answers();
      if (answers != null && s.definition().indexOf(answers) == failed) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable Decision skipFirst(List<Integer> members) {
    for (int i : members) {
      if (s.step(i).state() == StepState.PENDING) {
        return new Decision.Decide(i, StepState.SKIPPED, "stopped");
      }
    }
    return null;
  }

  /** The first member that has something to do; else the wait of those that are under way. */
  private @Nullable Decision members(List<Integer> members) {
    Decision.Await wait = null;
    int active = 0;
    for (int i : members) {
      RunStep step = s.step(i);
      if (step.state().ended()) {
        continue;
      }
      if (step.state() == StepState.PENDING && active >= width(members)) {
        break;
      }
      active++;
      Decision decision = turn(steps.step(i));
      if (!(decision instanceof Decision.Await one)) {
        return decision;
      }
      wait = wait == null ? one : sooner(wait, one);
    }
    return wait;
  }

  private int width(List<Integer> members) {
    String max = s.definition().steps().get(members.getFirst()).attribute("max");
    return max == null ? Integer.MAX_VALUE : Integer.parseInt(max);
  }

  private static Decision.Await sooner(Decision.Await a, Decision.Await b) {
    Instant due =
        a.due() == null
            ? b.due()
            : b.due() == null || a.due().isBefore(b.due()) ? a.due() : b.due();
    // Something runs: then the run is running, whatever its other members wait for.
    WaitReason reason = a.reason() == null || b.reason() == null ? null : a.reason();
    return new Decision.Await(reason, due);
  }

  private boolean acted(int i) {
    return s.definition().steps().get(i).role() != Role.LOOK
        && s.step(i).state() != StepState.SKIPPED;
  }

  private Decision end() {
    boolean ladder = s.definition().goal() != null;
    boolean failed = false;
    for (int i = 0; i < s.steps().size(); i++) {
      failed |= failed(i) && !answered(i);
    }
    if (ladder) {
      return s.run().mode() == Mode.DRY
          ? new Decision.Finish(RunState.SUCCEEDED, "dry")
          : new Decision.Finish(RunState.FAILED, "goal-missed");
    }
    if (!failed) {
      return new Decision.Finish(
          RunState.SUCCEEDED, s.run().mode() == Mode.DRY ? "dry" : "steps-done");
    }
    Decision undo = undo(all());
    return undo == null ? failed() : undo;
  }

  /** Items of a checklist that could not be checked are no failure; nor are they done. */
  private Decision failed() {
    for (int i = 0; i < s.steps().size(); i++) {
      RunAttempt act = s.last(i, Purpose.ACT);
      boolean unknown =
          s.definition().steps().get(i).listed()
              && act != null
              && act.outcome() == AttemptOutcome.UNKNOWN;
      if (failed(i) && !unknown) {
        return new Decision.Finish(RunState.FAILED, "step-failed");
      }
    }
    return new Decision.Finish(RunState.UNVERIFIED, "items-unknown");
  }

  private boolean answered(int failed) {
    int answer = answer(failed);
    return answer >= 0 && s.step(answer).state() == StepState.SUCCEEDED;
  }

  private List<Integer> all() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < s.steps().size(); i++) {
      all.add(i);
    }
    return all;
  }

  /** Takes effects back in reverse order of their start, once a step among the members failed. */
  private @Nullable Decision undo(List<Integer> members) {
    if (members.stream().noneMatch(this::failed)) {
      return null;
    }
    for (RunAttempt attempt : s.attempts().reversed()) {
      int i = attempt.step();
      boolean covers =
          attempt.purpose() == Purpose.ACT
              && members.contains(i)
              && attempt.outcome() != AttemptOutcome.VOID
              && s.definition().steps().get(i).undo() != null
              && attempt.equals(firstAct(i));
      Decision decision = covers && undoneOnFailure(i) ? steps.undo(i) : null;
      if (decision != null) {
        return decision;
      }
    }
    return null;
  }

  /** A rung of a ladder is taken back alone; of a plain procedure, everything done before, too. */
  private boolean undoneOnFailure(int i) {
    return s.definition().goal() == null || failed(i);
  }

  private @Nullable RunAttempt firstAct(int step) {
    return s.attempts().stream()
        .filter(a -> a.step() == step && a.purpose() == Purpose.ACT)
        .findFirst()
        .orElse(null);
  }
}
