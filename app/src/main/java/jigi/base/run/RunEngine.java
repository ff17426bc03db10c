package jigi.base.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Executes runs. What is intended is recorded before it is done, and what came of it afterwards, so
 * that a Jigi that dies anywhere goes on where it stopped.
 */
public final class RunEngine implements AutoCloseable {
  private final RunParts parts;
  private final RunLedger ledger;
  private final StepKinds kinds;
  private final ConditionStep conditions;
  private final RunGuard guard;
  private final Consents consents;
  private final CallStep calls;
  private final Retention retention;
  private final RunRepository runs = new RunRepository();
  private final StepRepository steps = new StepRepository();
  private final Map<String, Driven> drivers = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private volatile boolean observeOnly = true;

  /** A driver and the thread that it works on. */
  private record Driven(RunDriver driver, Thread thread) {}

  /**
   * @param kinds the step kinds that are executed in this process, besides {@code condition} and
   *     {@code call}
   */
  public RunEngine(
      RunParts parts,
      ConditionChecker checker,
      Approvers approvers,
      Collection<? extends StepKind> kinds) {
    this.parts = parts;
    this.ledger = new RunLedger(parts.store(), parts.journal(), parts.timeline());
    this.conditions = new ConditionStep(checker, parts.timeline());
    List<StepKind> all = new ArrayList<>(kinds);
    all.add(conditions);
    this.calls = new CallStep(parts, calls());
    all.add(calls);
    this.kinds = new StepKinds(all);
    this.guard = new RunGuard(parts, runs);
    this.consents = new Consents(parts, ledger, approvers);
    this.retention = new Retention(parts, steps);
  }

  private CallStep.Calls calls() {
    return new CallStep.Calls() {
      @Override
      public Run start(Tx tx, RunRequest request) {
        return RunEngine.this.start(tx, request);
      }

      @Override
      public void cancel(String run, String actor) {
        RunEngine.this.cancel(run, actor);
      }

      @Override
      public RunDefinition definition(Run run) {
        return ledger.snapshot(run.id(), Map.of()).definition();
      }
    };
  }

  /** What blocks may be written in; for checks. */
  public StepKinds kinds() {
    return kinds;
  }

  /** The kill switch of automatic runs. */
  public RunGuard guard() {
    return guard;
  }

  /** Takes over every open run, or none when the data directory is not this machine's own. */
  public void open() {
    if (!parts.exec().isRoot()) {
      parts.troubles().raise(new Troubles.Trouble("run.same-user", "run-same-user", Map.of()));
    }
    RunHome home = new RunHome(parts, steps);
    observeOnly = !home.enter();
    List<Run> open = parts.store().read(runs::open);
    if (!observeOnly) {
      open.forEach(run -> drive(run.id()));
      retention.open();
    }
  }

  /** Whether nothing is executed because the data directory was restored or cloned. */
  public boolean observeOnly() {
    return observeOnly;
  }

  /** A person has made sure that no other Jigi works with this data: execute again. */
  public void adopt(String actor) {
    new RunHome(parts, steps).adopt(actor);
    observeOnly = false;
    parts.store().read(runs::open).forEach(run -> drive(run.id()));
    retention.open();
  }

  /**
   * Records a run in the given transaction; it is driven once that is committed.
   *
   * @throws UserError when a parameter is missing or bad
   */
  public Run start(Tx tx, RunRequest request) {
    RunDefinition definition = request.definition();
    Map<String, String> parameters =
        Parameters.check(definition.parameters(), request.parameters());
    Instant now = parts.timeline().instant();
    String hash = definition.hash();
    String held = guard.holdsBack(tx, request);
    Run run =
        new Run(
            Ids.next(now),
            runs.nextNumber(tx.handle(), definition.system()),
            definition.system(),
            definition.name(),
            definition.title(),
            hash,
            parts
                .connections()
                .targets(
                    definition.system(),
                    RunDriver.hosts(definition),
                    RunDriver.daemons(definition)),
            parameters,
            request.trigger(),
            request.actor(),
            request.incident(),
            request.lane(),
            held == null ? request.mode() : Mode.ASK,
            RunState.QUEUED,
            null,
            new Run.Times(now, null, null),
            null,
            request.parent(),
            0,
            held);
    runs.storeDefinition(tx.handle(), hash, definition, now);
    runs.insert(tx.handle(), run);
    parts
        .journal()
        .append(
            tx,
            RunLedger.event(RunEvents.QUEUED, run)
                .actor(request.actor())
                .with("trigger", run.trigger().text())
                .with("mode", run.mode().name().toLowerCase(java.util.Locale.ROOT)));
    if (held != null) {
      parts.journal().append(tx, RunLedger.event(RunEvents.GUARDED, run).with("guard", held));
    }
    tx.afterCommit(() -> drive(run.id()));
    return run;
  }

  /**
   * The runs of that name that have not ended, as the transaction sees them.
   *
   * @param name null for all of the system
   */
  public List<Run> open(Tx tx, String system, @Nullable String name) {
    return runs.list(tx.handle(), RunFilter.open().system(system).name(name));
  }

  /**
   * The runs of that name that have not ended, for who only looks.
   *
   * @param name null for all of the system
   */
  public List<Run> open(String system, @Nullable String name) {
    return parts
        .store()
        .read(handle -> runs.list(handle, RunFilter.open().system(system).name(name)));
  }

  /** What the runs of a system are made of that have not ended. */
  public List<RunDefinition> openDefinitions(String system) {
    return open(system, null).stream()
        .map(run -> ledger.snapshot(run.id(), Map.of()).definition())
        .toList();
  }

  /** Records a run in a transaction of its own. */
  public Run start(RunRequest request) {
    return parts.store().write(tx -> start(tx, request));
  }

  /**
   * Ends what runs and cancels the rest; nothing happens when the run has ended.
   *
   * @throws UserError {@code unknown-run}
   */
  public void cancel(String id, String actor) {
    parts.store().change(tx -> cancel(tx, id, actor));
  }

  /** The same in the given transaction. */
  public void cancel(Tx tx, String id, String actor) {
    Run run = known(tx, id);
    if (runs.cancel(tx.handle(), id, actor)) {
      parts.journal().append(tx, RunLedger.event(RunEvents.CANCEL, run).actor(actor));
    }
    tx.afterCommit(() -> wake(id));
  }

  /**
   * Consents to a step, or with -1 to the run; where several people have to, the last one counts.
   *
   * @param hash what the person saw: {@link Approval#hash}
   * @throws UserError {@code approval-void} when the definition, the parameters or the targets are
   *     others by now, {@code no-approval} when none is asked for, {@code approval-expired}, {@code
   *     not-asked} when it is asked of others, {@code approved-before}
   */
  public void approve(String id, int step, String actor, String hash) {
    consents.decide(id, step, actor, hash, true);
    wake(id);
  }

  /**
   * Refuses consent, which ends the run.
   *
   * @throws UserError as {@link #approve}
   */
  public void decline(String id, int step, String actor, String hash) {
    consents.decide(id, step, actor, hash, false);
    wake(id);
  }

  /**
   * The alert is over: what waits for an approval because of it ends, so that nobody restarts what
   * is healthy.
   *
   * @param key the alert's fingerprint
   */
  public void withdraw(Tx tx, String system, String key) {
    for (Run run : runs.list(tx.handle(), RunFilter.open().system(system).triggerKey(key))) {
      if (consents.withdraw(tx, run, "alert-ended")) {
        tx.afterCommit(() -> wake(run.id()));
      }
    }
  }

  /**
   * Answers a run that asks a person.
   *
   * @param evidence what the person saw; needed for {@link Choice#MARK_DONE}
   * @throws UserError {@code no-question}, {@code no-evidence}
   */
  public void choose(String id, int step, Choice choice, String actor, String evidence) {
    parts.store().change(tx -> choose(tx, id, step, new Chosen(choice, actor, evidence)));
  }

  /** A person's answer. */
  public record Chosen(Choice choice, String actor, String evidence) {}

  /** The same in the given transaction. */
  public void choose(Tx tx, String id, int step, Chosen chosen) {
    known(tx, id);
    RunSnapshot s = ledger.snapshot(tx, id);
    Question question = s.question(step);
    if (question == null && unaskedItem(s, step)) {
      Instant now = parts.timeline().instant();
      question =
          new Question(
              WaitReason.PERSON, StepDecider.ITEM, s.of(step).size(), now, null, null, null);
      steps.activate(tx.handle(), id, step, now);
      steps.ask(tx.handle(), id, step, question);
    }
    if (question == null || question.choice() != null || s.run().state().ended()) {
      throw new UserError(
          "no-question",
          "nothing is asked here (#" + s.run().number() + ", step " + (step + 1) + ")",
          "look at the run's page: it may have been answered already");
    }
    boolean silent = chosen.choice() == Choice.MARK_DONE && chosen.evidence().isBlank();
    if (silent && !item(question)) {
      throw new UserError(
          "no-evidence", "'done' was chosen without saying what was seen", "write what you saw");
    }
    if (chosen.choice() == Choice.CHECK && !question.checkable(s.definition(), step)) {
      throw new UserError(
          "nothing-to-check",
          "there is nothing by which its effect could be checked (step " + (step + 1) + ")",
          "retry it, mark it as done with what you saw, or abandon the run");
    }
    steps.choose(tx.handle(), id, step, chosen.choice(), chosen.actor(), chosen.evidence());
    parts
        .journal()
        .append(
            tx,
            RunLedger.stepEvent(RunEvents.CHOSEN, s, step)
                .actor(chosen.actor())
                .with("choice", chosen.choice().key())
                .with("evidence", chosen.evidence()));
    tx.afterCommit(() -> wake(id));
  }

  /** An item that a person ticks before the run has come to ask about it. */
  private static boolean unaskedItem(RunSnapshot s, int step) {
    return step >= 0
        && step < s.steps().size()
        && s.definition().steps().get(step).kind().equals(StepDecider.ITEM)
        && s.step(step).state() == StepState.PENDING;
  }

  private static boolean item(Question question) {
    return question.why().equals(StepDecider.ITEM);
  }

  private Run known(Tx tx, String id) {
    Run run = runs.find(tx.handle(), id);
    if (run == null) {
      throw new UserError("unknown-run", "there is no run '" + id + "'", "see jigi runs list");
    }
    return run;
  }

  private void wake(String id) {
    Driven driven = drivers.get(id);
    if (driven != null) {
      driven.driver().wake();
    }
  }

  private RunDriver.Others others() {
    return new RunDriver.Others() {
      @Override
      public void ended() {
        calls.wake();
        drivers.values().forEach(driven -> driven.driver().wake());
      }

      @Override
      public void mayGo(String run) {
        wake(run);
      }
    };
  }

  /** Quick, because it is called on the database's own thread. */
  private void drive(String id) {
    if (closed || observeOnly) {
      return;
    }
    RunDriver driver = new RunDriver(id, parts, ledger, kinds, conditions, others());
    Thread thread = Thread.ofVirtual().name("run " + id).unstarted(() -> work(id, driver));
    if (drivers.putIfAbsent(id, new Driven(driver, thread)) == null) {
      thread.start();
    }
  }

  private void work(String id, RunDriver driver) {
    try {
      driver.drive();
      drivers.remove(id);
    } catch (InterruptedException e) {
      driver.stop();
    }
  }

  /** Lets go of all runs; what runs on targets goes on and is found by the next start. */
  @Override
  public void close() {
    closed = true;
    retention.close();
    for (Driven driven : drivers.values()) {
      driven.driver().stop();
      driven.thread().interrupt();
    }
    if (!observeOnly) {
      new RunHome(parts, steps).leave();
    }
  }

  /** The id of a run named by its id or by {@code #12} within a system; null when unknown. */
  @Nullable String idOf(String system, long number) {
    Run run = parts.store().read(handle -> runs.find(handle, system, number));
    return run == null ? null : run.id();
  }
}
