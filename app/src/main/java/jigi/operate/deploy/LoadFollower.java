package jigi.operate.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.kernel.UserError;
import jigi.base.run.RunEngine;
import jigi.operate.deploy.scale.Governor;
import jigi.operate.deploy.scale.LoadRules;
import jigi.operate.deploy.scale.ScaleSettings;
import jigi.operate.deploy.scale.Scaled;
import jigi.operate.deploy.scale.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Lets the load say how many instances run. It keeps nothing but what it last came to: the load of
 * before lies with the samples, and what was changed in the store, so that a restart changes
 * nothing.
 */
public final class LoadFollower implements AutoCloseable {
  /** A person's wish is looked for among so many changes. */
  private static final int CHANGES = 100;

  private final Deployments deployments;
  private final Timeline timeline;
  private final Neighbours neighbours;
  private final DeployLedger ledger;
  private final Sizing sizing;
  private final Map<String, Verdict> last = new ConcurrentHashMap<>();
  private @Nullable Timer timer;
  private boolean closed;

  LoadFollower(
      Deployments deployments,
      Deployments.Surroundings around,
      DeployLedger ledger,
      Sizing sizing) {
    this.deployments = deployments;
    this.timeline = around.timeline();
    this.neighbours = around.neighbours();
    this.ledger = ledger;
    this.sizing = sizing;
  }

  /** Looks from now on every {@link Governor#STEP}. */
  public synchronized void open(RunEngine engine) {
    if (!closed) {
      timer = timeline.after(Governor.STEP, "scaling by load", () -> tick(engine));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void tick(RunEngine engine) {
    try {
      turn(engine);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open(engine); // a fault of ours with one deployment must not leave all of them unattended
    }
  }

  /** What it last came to; null before it looked, and where the load says nothing. */
  public @Nullable Verdict last(Deployment one) {
    return last.get(one.key());
  }

  /** Looks at all of them once. */
  void turn(RunEngine engine) throws InterruptedException {
    List<Deployment> all = deployments.all();
    last.keySet().retainAll(all.stream().map(Deployment::key).toList());
    for (Deployment one : all) {
      ScaleSettings scale = one.around().scale();
      LoadRules rules = scale == null ? null : scale.follow();
      if (scale == null || rules == null) {
        last.remove(one.key());
      } else {
        follow(one, scale, rules, engine);
      }
    }
  }

  private void follow(Deployment one, ScaleSettings scale, LoadRules rules, RunEngine engine)
      throws InterruptedException {
    Deployments.Size size;
    try {
      size = deployments.size(one, engine);
    } catch (UserError e) { // the page tells of the state file
      last.put(one.key(), new Verdict(Verdict.Word.UNKNOWN, Double.NaN, null, e.fact(), null));
      return;
    }
    Verdict now = judge(one, scale, rules, size);
    Verdict before = last.put(one.key(), now);
    boolean fresh = before == null || before.word() != now.word();
    if (fresh && now.word() == Verdict.Word.AT_MOST) {
      ledger.wantsMore(one, scale.most(one.slots().size()), now.why());
    }
    Integer to = now.to();
    if (to != null) {
      sizing.followed(deployments.site(one), size.instances(), to, now.why(), engine);
    }
  }

  private Verdict judge(Deployment one, ScaleSettings scale, LoadRules rules, Deployments.Size size)
      throws InterruptedException {
    List<Double> load =
        neighbours.values(one.system(), rules.load(), rules.window(), Governor.STEP);
    Instant now = timeline.instant();
    List<Scaled> changes = ledger.scalings(one.system(), one.name(), CHANGES);
    return new Governor(scale, rules)
        .judge(
            new Governor.Situation(
                now, load, size.instances(), one.slots().size(), size.busy(), changes));
  }
}
