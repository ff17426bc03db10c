package jigi.operate.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jigi.base.config.Secret;
import jigi.base.connect.Connections;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.Journal;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.run.RunEngine;
import jigi.base.store.Store;
import jigi.operate.deploy.ci.Chain;
import jigi.operate.deploy.ci.ChainRepository;
import jigi.operate.deploy.ci.CiSettings;
import jigi.operate.deploy.ci.Delivery;
import jigi.operate.deploy.ci.Progress;
import jigi.operate.deploy.ci.Report;
import org.jspecify.annotations.Nullable;

/** What CI makes of the versions, and the deployments that it begins. */
public final class Pipelines {
  /** Also what a clock may be wrong, there or here. */
  private static final Duration YOUNGER = Duration.ofDays(1);

  private static final Duration RECEIVED_FOR = YOUNGER.multipliedBy(3);
  private static final Duration REPORTED_FOR = Duration.ofDays(90);

  /** Whoever knocks with a wrong secret fills no journal. */
  private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  private final Deployments deployments;
  private final Store store;
  private final Journal journal;
  private final Timeline timeline;
  private final Connections connections;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();
  private final Set<String> beginning = ConcurrentHashMap.newKeySet();

  Pipelines(Deployments deployments, Deployments.Surroundings around) {
    this.deployments = deployments;
    this.store = around.store();
    this.journal = around.journal();
    this.timeline = around.timeline();
    this.connections = around.connections();
  }

  /** The newest chains of a deployment, the newest first. */
  public List<Chain> list(String system, String name, int limit) {
    ChainRepository chains = new ChainRepository(system, name);
    return store.read(handle -> chains.list(handle, limit));
  }

  /**
   * Takes what was sent for a deployment; null when there is none that listens.
   *
   * @throws UserError {@code bad-webhook}
   */
  public @Nullable Receipt receive(
      String system, String name, Delivery delivery, RunEngine engine) {
    Deployment one = deployments.find(system, name);
    CiSettings ci = one == null ? null : one.around().ci();
    if (one == null || ci == null) {
      return null;
    }
    try {
      String secret = connections.secret(system, ci.secret());
      if (secret.isEmpty() || !ci.forge().isGenuine(delivery, secret)) {
        return refused(one, ci, new Receipt.Forged(), "its signature is wrong");
      }
    } catch (Secret.Missing e) {
      return new Receipt.NoSecret(String.valueOf(e.getMessage()));
    }
    Report report = ci.forge().read(delivery);
    if (report == null) {
      return new Receipt.Ignored(ci.forge().event(delivery));
    }
    Instant now = timeline.instant();
    if (Duration.between(report.at(), now).abs().compareTo(YOUNGER) > 0) {
      return refused(one, ci, new Receipt.Old("" + report.at()), "it is of " + report.at());
    }
    Report.Whole whole = report.chain();
    if (whole != null && !ci.covers(whole)) {
      return new Receipt.Ignored(whole.workflow() + " " + whole.ref());
    }
    return keep(one, ci, report, Hash.of(delivery.body()))
        ? begun(one, ci, report, engine)
        : refused(one, ci, new Receipt.Replayed(), "exactly this was sent before");
  }

  /** Whether it was new. */
  private boolean keep(Deployment one, CiSettings ci, Report report, String hash) {
    ChainRepository chains = new ChainRepository(one.system(), one.name());
    Instant now = timeline.instant();
    Report.Whole whole = report.chain();
    String version = whole == null ? "" : ci.version(whole);
    return store.write(
        tx -> {
          if (!chains.isNew(tx.handle(), hash, now)) {
            return false;
          }
          Chain before = chains.find(tx.handle(), report.pipeline());
          chains.keep(tx.handle(), report, version);
          Chain after = chains.find(tx.handle(), report.pipeline());
          EventKind ended = after == null ? null : ended(before, after);
          if (after != null && ended != null) {
            journal.append(
                tx,
                draft(ended, one, ci)
                    .with("version", after.version())
                    .with("ref", after.whole().ref()));
          }
          chains.forget(tx.handle(), now.minus(RECEIVED_FOR), now.minus(REPORTED_FOR));
          return true;
        });
  }

  private static @Nullable EventKind ended(@Nullable Chain before, Chain after) {
    if (before != null && before.whole().state() == after.whole().state()) {
      return null;
    }
    return switch (after.whole().state()) {
      case PASSED -> DeployEvents.CI_PASSED;
      case FAILED, CANCELLED -> DeployEvents.CI_FAILED;
      case WAITING, RUNNING, SKIPPED -> null;
    };
  }

  private Receipt begun(Deployment one, CiSettings ci, Report report, RunEngine engine) {
    String pipeline = report.pipeline();
    ChainRepository chains = new ChainRepository(one.system(), one.name());
    return alone(
        one,
        pipeline,
        () -> {
          Chain chain = store.read(handle -> chains.find(handle, pipeline));
          boolean passed = chain != null && chain.whole().state() == Progress.PASSED;
          return chain == null
                  || !passed
                  || !ci.deploys()
                  || !store.write(tx -> chains.claim(tx.handle(), pipeline))
              ? new Receipt.Kept(pipeline)
              : deploy(one, ci, chain, engine);
        });
  }

  /** Nobody else begins the same meanwhile. */
  private Receipt alone(Deployment one, String pipeline, Supplier<Receipt> act) {
    String key = one.key() + " " + pipeline;
    if (!beginning.add(key)) {
      return new Receipt.Kept(pipeline);
    }
    try {
      return act.get();
    } finally {
      beginning.remove(key);
    }
  }

  private Receipt deploy(Deployment one, CiSettings ci, Chain chain, RunEngine engine) {
    ChainRepository chains = new ChainRepository(one.system(), one.name());
    String pipeline = chain.pipeline();
    try {
      Wanted wanted = new Wanted(one.system(), one.name(), Phase.FULL, chain.version());
      String run =
          deployments
              .begin(
                  wanted,
                  actor(ci),
                  engine,
                  (tx, begun) -> chains.began(tx.handle(), pipeline, begun.id(), null))
              .id();
      return new Receipt.Began(pipeline, run);
    } catch (UserError e) {
      return held(one, ci, chain, e.code() + ": " + e.fact());
    }
  }

  private Receipt held(Deployment one, CiSettings ci, Chain chain, String why) {
    ChainRepository chains = new ChainRepository(one.system(), one.name());
    store.change(tx -> chains.began(tx.handle(), chain.pipeline(), null, why));
    return refused(one, ci, new Receipt.Held(chain.pipeline(), why), chain.version() + ": " + why);
  }

  /** Begins what a process had claimed that died before it began. */
  public void open(RunEngine engine) {
    timeline.after(Duration.ZERO, "chains of CI", () -> resume(engine));
  }

  void resume(RunEngine engine) {
    for (Deployment one : deployments.all()) {
      CiSettings ci = one.around().ci();
      if (ci != null) {
        ChainRepository chains = new ChainRepository(one.system(), one.name());
        for (Chain left : store.read(chains::left)) {
          alone(one, left.pipeline(), () -> resume(one, ci, left, engine));
        }
      }
    }
  }

  private Receipt resume(Deployment one, CiSettings ci, Chain left, RunEngine engine) {
    ChainRepository chains = new ChainRepository(one.system(), one.name());
    Chain chain = store.read(handle -> chains.find(handle, left.pipeline()));
    if (chain == null || chain.run() != null || chain.refused() != null) {
      return new Receipt.Kept(left.pipeline());
    }
    boolean young = chain.at().plus(YOUNGER).isAfter(timeline.instant());
    return young && ci.deploys()
        ? deploy(one, ci, chain, engine)
        : held(one, ci, chain, "it is of " + chain.at());
  }

  private Receipt refused(Deployment one, CiSettings ci, Receipt receipt, String why) {
    Instant now = timeline.instant();
    String what = one.key() + " " + receipt.getClass().getSimpleName();
    Instant last = told.get(what);
    if (receipt instanceof Receipt.Held || last == null || last.plus(TOLD_EVERY).isBefore(now)) {
      told.put(what, now);
      store.change(
          tx -> journal.append(tx, draft(DeployEvents.CI_REFUSED, one, ci).with("said", why)));
    }
    return receipt;
  }

  private static EventDraft draft(EventKind kind, Deployment one, CiSettings ci) {
    return EventDraft.of(kind).system(one.system()).actor(actor(ci)).with("title", one.title());
  }

  private static String actor(CiSettings ci) {
    return "ci:" + ci.forge().key();
  }
}
