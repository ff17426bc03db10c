package jigi.base.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.Journal;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Timeline;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** Writes down what a run intends and what came of it, each with its event in one transaction. */
final class RunLedger {
  private static final int EVIDENCE = 2000;

  private final Store store;
  private final Journal journal;
  private final Timeline timeline;
  private final RunRepository runs = new RunRepository();
  private final StepRepository steps = new StepRepository();
  private final HostTurnRepository turns = new HostTurnRepository();
  private final SnapshotRepository snapshots = new SnapshotRepository(runs, steps);

  RunLedger(Store store, Journal journal, Timeline timeline) {
    this.store = store;
    this.journal = journal;
    this.timeline = timeline;
  }

  RunSnapshot snapshot(String id, Map<String, Observation> observed) {
    Instant now = timeline.instant();
    return store.read(handle -> snapshots.snapshot(handle, id, observed, now));
  }

  RunSnapshot snapshot(Tx tx, String id) {
    return snapshots.snapshot(tx.handle(), id, Map.of(), timeline.instant());
  }

  List<Runs.Overview> overviews(RunFilter filter) {
    return store.read(handle -> snapshots.overviews(handle, runs.list(handle, filter)));
  }

  /** A new driver: gives its fencing token, from 1. */
  long takeOver(String run) {
    return store.write(tx -> runs.takeOver(tx.handle(), run));
  }

  /** What a new attempt is, besides its step and purpose. */
  record Intent(String kind, String node, @Nullable HostTurn turn) {}

  /**
   * The intent: after this returns, the attempt is known whatever happens.
   *
   * @return null when the run has to wait for its turn on the host
   */
  @Nullable RunAttempt begin(RunSnapshot s, Decision.Begin begin, Intent intent) {
    int step = begin.step();
    Purpose purpose = begin.purpose();
    Instant now = timeline.instant();
    RunAttempt attempt =
        new RunAttempt(
            Ids.next(now),
            step,
            purpose,
            s.count(step, purpose) + 1,
            intent.kind(),
            null,
            now,
            null,
            "",
            0,
            0,
            intent.node(),
            null);
    HostTurn turn = intent.turn();
    return store.write(
        tx -> {
          if (turn != null && waits(tx, s, attempt, turn)) {
            return null;
          }
          steps.activate(tx.handle(), s.run().id(), step, now);
          steps.begin(tx.handle(), s.run().id(), s.attempts().size(), attempt);
          resume(tx, s.run());
          return attempt;
        });
  }

  private boolean waits(Tx tx, RunSnapshot s, RunAttempt attempt, HostTurn turn) {
    String run = s.run().id();
    Instant now = attempt.begun();
    List<String> others = turns.take(tx.handle(), attempt.id(), run, turn, now);
    if (others.isEmpty()) {
      return false;
    }
    if (turns.queue(tx.handle(), run, turn, now)) {
      journal.append(
          tx,
          stepEvent(RunEvents.TURN, s, attempt.step())
              .with("host", turn.host())
              .with("limit", turn.limit())
              .with("runs", numbers(tx, others)));
    }
    return true;
  }

  private String numbers(Tx tx, List<String> ids) {
    return ids.stream()
        .map(id -> runs.find(tx.handle(), id))
        .filter(java.util.Objects::nonNull)
        .map(run -> "#" + run.number())
        .collect(java.util.stream.Collectors.joining(", "));
  }

  /** What set the run going, or the one that called it. */
  Trigger firstTrigger(Run run) {
    if (run.parent() == null) {
      return run.trigger();
    }
    return store.read(
        handle -> {
          Run first = runs.find(handle, snapshots.family(handle, run).getLast());
          return first == null ? run.trigger() : first.trigger();
        });
  }

  /**
   * The outcome of an attempt; the first one counts.
   *
   * @return the runs whose turn on the attempt's host it may be now
   */
  List<String> close(String attempt, AttemptOutcome outcome, String evidence, long bytes) {
    return close(attempt, outcome, evidence, bytes, Duration.ZERO);
  }

  /**
   * @param pause before which the step is not tried again
   */
  List<String> close(
      String attempt, AttemptOutcome outcome, String evidence, long bytes, Duration pause) {
    String kept = evidence.length() > EVIDENCE ? evidence.substring(0, EVIDENCE) + "…" : evidence;
    return store.write(
        tx -> {
          Instant now = timeline.instant();
          steps.close(tx.handle(), attempt, outcome, kept, bytes, now);
          if (pause.isPositive()) {
            steps.pause(tx.handle(), attempt, now.plus(pause));
          }
          return turns.free(tx.handle(), attempt);
        });
  }

  /** A person's answer, which the journal has already, is what an undo has come to. */
  void vouch(String attempt, String seen) {
    store.change(tx -> steps.vouch(tx.handle(), attempt, seen));
  }

  void decide(RunSnapshot s, int step, StepState state, @Nullable String evidence) {
    StepDefinition definition = s.definition().steps().get(step);
    RunAttempt last = lastTelling(s, step);
    String kept = evidence != null ? evidence : last == null ? "" : last.evidence();
    store.change(
        tx -> {
          steps.decide(tx.handle(), s.run().id(), step, state, kept, timeline.instant());
          journal.append(
              tx,
              event(RunEvents.STEP, s.run())
                  .with("index", step + 1)
                  .with("step", definition.title())
                  .with("role", definition.role().name().toLowerCase(java.util.Locale.ROOT))
                  .with("attempt", s.count(step, Purpose.ACT))
                  .with("outcome", state.key())
                  .with("evidence", kept));
        });
  }

  private static @Nullable RunAttempt lastTelling(RunSnapshot s, int step) {
    return s.of(step).stream()
        .filter(a -> a.purpose() == Purpose.ACT || a.purpose() == Purpose.VERIFY)
        .reduce((a, b) -> b)
        .orElse(null);
  }

  void delay(RunSnapshot s, int step, Instant until) {
    store.change(
        tx -> {
          steps.activate(tx.handle(), s.run().id(), step, timeline.instant());
          steps.delay(tx.handle(), s.run().id(), step, until);
        });
  }

  void askApproval(RunSnapshot s, Decision.AskApproval asked, String hash) {
    Instant now = timeline.instant();
    int step = asked.step();
    Approval approval =
        new Approval(
            Ids.next(now),
            step,
            asked.by(),
            hash,
            now,
            now.plus(asked.expires()),
            asked.needed(),
            List.of(),
            null,
            null,
            null,
            null);
    store.change(
        tx -> {
          steps.activate(tx.handle(), s.run().id(), step, now);
          steps.askApproval(tx.handle(), s.run().id(), approval);
          EventDraft waiting =
              stepEvent(RunEvents.WAITING, s, step)
                  .with("reason", WaitReason.APPROVAL.key())
                  .with("by", asked.by())
                  .with("needed", asked.needed())
                  .with("expires", approval.expires())
                  .with("hash", hash);
          if (step < 0 && s.run().heldBy() != null) {
            waiting = waiting.with("guard", s.run().heldBy());
          }
          wait(tx, s.run(), WaitReason.APPROVAL, waiting);
        });
  }

  void ask(RunSnapshot s, int step, WaitReason reason, String why) {
    Instant now = timeline.instant();
    Question question = new Question(reason, why, s.of(step).size(), now, null, null, null);
    store.change(
        tx -> {
          if (snapshot(tx, s.run().id()).question(step) != null) {
            return; // somebody answered an item before it was asked about
          }
          steps.activate(tx.handle(), s.run().id(), step, now);
          steps.ask(tx.handle(), s.run().id(), step, question);
          EventDraft waiting =
              stepEvent(RunEvents.WAITING, s, step).with("reason", reason.key()).with("why", why);
          wait(tx, s.run(), reason, waiting);
        });
  }

  /** Makes the run's state say what it waits for; null when it works. */
  void reflect(Run run, @Nullable WaitReason reason) {
    if (reason == null) {
      if (run.state() == RunState.WAITING) {
        store.change(tx -> resume(tx, run));
      }
      return;
    }
    boolean same = reason.key().equals(run.reason());
    if (reason == WaitReason.LOCK && run.state() == RunState.QUEUED) {
      if (!same) {
        store.change(tx -> runs.state(tx.handle(), run.id(), RunState.QUEUED, reason.key()));
      }
    } else if (run.state() == RunState.WAITING && same) {
      return;
    } else if (reason == WaitReason.HOST) {
      // Its event, which names the host, was written when the run began to wait.
      store.change(tx -> runs.state(tx.handle(), run.id(), RunState.WAITING, reason.key()));
    } else {
      EventDraft waiting = event(RunEvents.WAITING, run).with("reason", reason.key());
      store.change(tx -> wait(tx, run, reason, waiting));
    }
  }

  private void wait(Tx tx, Run run, WaitReason reason, EventDraft event) {
    runs.state(tx.handle(), run.id(), RunState.WAITING, reason.key());
    journal.append(tx, event);
  }

  private void resume(Tx tx, Run run) {
    if (run.state() == RunState.WAITING) {
      runs.state(tx.handle(), run.id(), RunState.RUNNING, null);
      journal.append(tx, event(RunEvents.RESUMED, run));
    }
  }

  /** Takes all locks together; false when another run holds one. */
  boolean start(RunSnapshot s, Collection<String> locks) {
    Run run = s.run();
    return store.write(
        tx -> {
          List<String> family = snapshots.family(tx.handle(), run);
          if (!runs.holders(tx.handle(), locks, family).isEmpty()) {
            return false;
          }
          runs.lock(tx.handle(), run.id(), locks, timeline.instant());
          runs.started(tx.handle(), run.id(), timeline.instant());
          journal.append(tx, event(RunEvents.STARTED, run).with("trigger", run.trigger().text()));
          return true;
        });
  }

  void finish(RunSnapshot s, RunState state, String reason, Runnable afterwards) {
    Run run = s.run();
    Instant now = timeline.instant();
    store.change(
        tx -> {
          for (RunStep step : s.steps()) {
            if (!step.state().ended()) {
              steps.decide(tx.handle(), run.id(), step.index(), StepState.SKIPPED, reason, now);
            }
          }
          runs.ended(tx.handle(), run.id(), state, reason, now);
          runs.unlock(tx.handle(), run.id());
          turns.leave(tx.handle(), run.id());
          Instant from = run.at().started() == null ? run.at().queued() : run.at().started();
          journal.append(
              tx,
              event(RunEvents.FINISHED, run)
                  .with("state", state.key())
                  .with("reason", reason)
                  .with("trigger", run.trigger().text())
                  .with("seconds", Duration.between(from, now).toSeconds()));
          tx.afterCommit(afterwards);
        });
  }

  static EventDraft stepEvent(EventKind kind, RunSnapshot s, int step) {
    String title = step < 0 ? s.run().title() : s.definition().steps().get(step).title();
    return event(kind, s.run()).with("index", step + 1).with("step", title);
  }

  static EventDraft event(EventKind kind, Run run) {
    EventDraft draft =
        EventDraft.of(kind)
            .system(run.system())
            .run(run.id())
            .incident(run.incident())
            .with("number", run.number())
            .with("name", run.name())
            .with("title", run.title());
    return run.lane() == Lane.DELIVERY ? draft.with("lane", "delivery") : draft;
  }
}
