package jigi.operate.deploy;

import java.util.List;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.Journal;
import jigi.base.kernel.Timeline;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Roll;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.scale.Governor;
import jigi.operate.deploy.scale.Scaled;
import jigi.operate.deploy.scale.ScaledRepository;
import org.jspecify.annotations.Nullable;

/** Records what becomes of deployments, for people; the machine itself reads the state file. */
final class DeployLedger {
  private final Store store;
  private final Journal journal;
  private final Timeline timeline;
  private final DeployRepository repository = new DeployRepository();
  private final FreezeRepository freezes = new FreezeRepository();
  private final ScaledRepository scalings = new ScaledRepository();

  DeployLedger(Store store, Journal journal, Timeline timeline) {
    this.store = store;
    this.journal = journal;
    this.timeline = timeline;
  }

  /**
   * Whose work is recorded.
   *
   * @param reason in their words; empty for none
   */
  record By(Deployment deployment, String run, String actor, String reason) {}

  /** Records an open change, unless it is recorded already. */
  void open(By by, Memory memory) {
    Change change = memory.change();
    if (change == null) {
      return;
    }
    Roll roll = change.roll();
    if (roll != null && roll.scales()) {
      store.change(tx -> scalings.begin(tx.handle(), scaled(by, change, roll)));
      return;
    }
    Release live = memory.live();
    store.change(
        tx -> {
          if (repository.find(tx.handle(), change.deployment()) == null) {
            repository.begin(
                tx.handle(),
                new Deployed(
                    change.deployment(),
                    by.deployment().system(),
                    by.deployment().name(),
                    change.release().version(),
                    live == null ? null : live.version(),
                    change.target(),
                    by.run(),
                    by.actor(),
                    change.stage(),
                    null,
                    null,
                    timeline.instant(),
                    null,
                    Deployed.Traffic.NONE,
                    null));
          }
        });
  }

  private Scaled scaled(By by, Change change, Roll roll) {
    return new Scaled(
        change.deployment(),
        by.deployment().system(),
        by.deployment().name(),
        roll.before().size(),
        roll.count(),
        by.reason(),
        by.actor(),
        by.run(),
        timeline.instant(),
        null,
        null,
        null);
  }

  /** Newest first. */
  List<Scaled> scalings(String system, String name, int limit) {
    return store.read(handle -> scalings.list(handle, system, name, limit));
  }

  void mark(By by, Change change, String said) {
    Roll roll = change.roll();
    if (roll != null && roll.scales()) {
      return; // its record has no lines of its own
    }
    Deployed.Mark mark = new Deployed.Mark(timeline.instant(), change.stage(), said);
    store.change(tx -> repository.mark(tx.handle(), change.deployment(), by.run(), mark));
  }

  void count(String deployment, Deployed.Traffic traffic) {
    store.change(tx -> repository.count(tx.handle(), deployment, traffic));
  }

  void switched(By by, Change change, long millis) {
    store.change(
        tx -> {
          repository.switched(tx.handle(), change.deployment(), millis);
          journal.append(tx, event(DeployEvents.SWITCHED, by, change).with("millis", millis));
        });
  }

  void halted(By by, Change change, String said) {
    store.change(
        tx -> journal.append(tx, event(DeployEvents.HALTED, by, change).with("said", said)));
  }

  /** The end, once. */
  void ended(By by, Ended ended) {
    store.change(
        tx -> {
          Deployed was = repository.find(tx.handle(), ended.deployment());
          if (was == null) {
            endScaling(tx, by, ended);
            return;
          }
          if (was.outcome() != null) {
            return;
          }
          repository.ended(tx.handle(), ended, timeline.instant());
          EventKind kind =
              switch (ended.outcome()) {
                case DEPLOYED -> DeployEvents.DEPLOYED;
                case ROLLED_BACK -> DeployEvents.ROLLED_BACK;
                case CANCELLED -> DeployEvents.CANCELLED;
              };
          EventDraft draft =
              event(kind, by, was.version(), was.slot())
                  .with("requests", was.traffic().requests())
                  .with("failed", was.traffic().failed());
          String why = ended.why();
          journal.append(tx, why == null ? draft : draft.with("said", why));
        });
  }

  private void endScaling(Tx tx, By by, Ended ended) {
    Scaled was = scalings.find(tx.handle(), ended.deployment());
    if (was == null || was.outcome() != null) {
      return;
    }
    scalings.ended(tx.handle(), ended, timeline.instant());
    boolean done = ended.outcome() == Ended.Outcome.DEPLOYED;
    String why = ended.why();
    journal.append(
        tx,
        plain(done ? DeployEvents.SCALED : DeployEvents.NOT_SCALED, by.deployment(), was.actor())
            .run(by.run())
            .with("before", was.before())
            .with("after", was.after())
            .with("said", why == null ? was.reason() : why));
  }

  private static EventDraft event(EventKind kind, By by, Change change) {
    return event(kind, by, change.release().version(), change.target());
  }

  private static EventDraft event(EventKind kind, By by, String version, Slot slot) {
    return EventDraft.of(kind)
        .system(by.deployment().system())
        .actor(by.actor())
        .run(by.run())
        .with("title", by.deployment().title())
        .with("version", version)
        .with("colour", slot.key());
  }

  @Nullable Freeze freeze(String system, String name) {
    return store.read(handle -> freezes.find(handle, system, name));
  }

  void freeze(Deployment deployment, String reason, String actor) {
    Freeze freeze =
        new Freeze(deployment.system(), deployment.name(), reason, actor, timeline.instant());
    store.change(
        tx -> {
          freezes.put(tx.handle(), freeze);
          journal.append(tx, plain(DeployEvents.FROZEN, deployment, actor).with("said", reason));
        });
  }

  void unfreeze(Deployment deployment, String actor) {
    store.change(
        tx -> {
          if (freezes.lift(tx.handle(), deployment.system(), deployment.name())) {
            journal.append(tx, plain(DeployEvents.UNFROZEN, deployment, actor));
          }
        });
  }

  /** Nobody begins that: it is Jigi who sees it. */
  void wantsMore(Deployment deployment, int most, String why) {
    store.change(
        tx ->
            journal.append(
                tx,
                plain(DeployEvents.WANTS_MORE, deployment, Governor.ACTOR)
                    .with("most", most)
                    .with("said", why)));
  }

  void overridden(Tx tx, Deployment deployment, String reason, String actor) {
    journal.append(tx, plain(DeployEvents.OVERRIDDEN, deployment, actor).with("said", reason));
  }

  private static EventDraft plain(EventKind kind, Deployment deployment, String actor) {
    return EventDraft.of(kind)
        .system(deployment.system())
        .actor(actor)
        .with("title", deployment.title());
  }

  @Nullable Deployed find(String id) {
    return store.read(handle -> repository.find(handle, id));
  }

  List<Deployed> list(String system, String name, int limit) {
    return store.read(handle -> repository.list(handle, system, name, limit));
  }

  List<Deployed.Mark> marks(String id) {
    return store.read(handle -> repository.marks(handle, id));
  }
}
