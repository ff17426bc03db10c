package jigi.operate.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.dist.Dist;
import jigi.operate.deploy.gate.Gates;
import jigi.operate.deploy.gateway.Balancer;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Act;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Event;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Machine;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Roll;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Found;
import org.jspecify.annotations.Nullable;

/** Carries out single acts, and says what was seen. */
final class Acts {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int WAY_BACK_TRIES = 3;

  /** So many lines are told of what has ended. */
  private static final int LAST_LINES = 5;

  /** How often gates that want more evidence are asked again. */
  private static final Duration MORE = Duration.ofSeconds(15);

  private final Site site;
  private final Workshop shop;
  private final Asking asking;
  private final Timeline timeline;
  private final Witness witness;
  private final Cancelling cancelling;
  private final Aftercare aftercare;
  private final Receiving receiving;

  Acts(Site site, Workshop shop, Witness witness, Cancelling cancelling) {
    this.site = site;
    this.shop = shop;
    this.asking = shop.asking();
    this.timeline = shop.timeline();
    this.witness = witness;
    this.cancelling = cancelling;
    this.aftercare = new Aftercare(site);
    this.receiving = new Receiving(site);
  }

  /**
   * What came of an act.
   *
   * @param said for the history
   * @param millis how long a switch took; null for other acts
   */
  record Result(Event event, String said, @Nullable Long millis) {
    static Result done(String said) {
      return new Result(new Event.Done(), said, null);
    }

    static Result failed(String why) {
      return new Result(new Event.Failed(why), why, null);
    }
  }

  Result execute(Memory memory, Act act) throws InterruptedException {
    Event.Cancelled cancelled = cancelled(memory);
    if (cancelled != null) {
      return new Result(cancelled, cancelled.why(), null);
    }
    try {
      return switch (act) {
        case Act.Rest rest -> Result.done("");
        case Act.Prepare prepare -> prepare(memory, prepare.release());
        case Act.Start start -> start(memory, start.slot(), start.release());
        case Act.Check check -> check(memory, check.slot());
        case Act.Point point ->
            point.back() ? pointBack(memory, point.to()) : pointForwards(memory, point.to());
        case Act.Spread spread -> spread(memory, spread);
        case Act.Watch watch -> watch(memory, watch.slots());
        case Act.Drain drain -> drain(memory, drain.slot());
        case Act.Stop stop -> stop(memory, stop.slot(), stop.release());
        case Act.Settle settle -> settle(memory, settle.back());
      };
    } catch (DeployException e) {
      return Result.failed(e.code() + ": " + e.fact());
    }
  }

  /** Null where nobody has cancelled, or where that changes nothing any more. */
  private Event.@Nullable Cancelled cancelled(Memory memory) {
    String by = cancelling.by();
    if (by == null) {
      return null;
    }
    Event.Cancelled event = new Event.Cancelled("cancelled by " + by);
    return Machine.after(memory, event).equals(memory) ? null : event;
  }

  private Result prepare(Memory memory, Release release)
      throws DeployException, InterruptedException {
    Roll roll = Objects.requireNonNull(memory.change()).roll();
    if (roll != null && roll.scales()) {
      return Result.done(roll.before().size() + " instances are to be " + roll.count());
    }
    site.commands().before(release);
    return Result.done(release.version() + " is ready to be started");
  }

  private Result start(Memory memory, Slot slot, Release release)
      throws DeployException, InterruptedException {
    Release before = memory.releases().get(slot);
    if (before != null && !before.instance().isEmpty() && !before.equals(release)) {
      site.runtime().stop(slot, before);
    }
    boolean gone = site.runtime().look(slot, release) instanceof Found.Gone;
    if (gone && !site.runtime().replaces(slot) && asking.fault(site.health(slot)) == null) {
      throw new DeployException(
          "colour-occupied",
          "something that Jigi did not start answers on "
              + site.runtime().address(slot).getAuthority());
    }
    if (slot instanceof Colour) {
      Dist dist = site.dist();
      if (dist != null) {
        dist.prepare(release);
      }
      site.commands().before(release);
    }
    begin(slot, release);
    String digest = site.runtime().digest(slot, release);
    String said = release.version() + " started on " + site.runtime().address(slot);
    return digest == null
        ? Result.done(said)
        : new Result(new Event.Started(digest), said + ", " + digest, null);
  }

  private Result check(Memory memory, Slot slot) throws DeployException, InterruptedException {
    Deployment.Health health = site.deployment().health();
    Instant limit = timeline.instant().plus(health.within());
    int well = 0;
    String last = "";
    while (well < health.times()) {
      Event.Cancelled cancelled = cancelled(memory);
      if (cancelled != null) {
        return new Result(cancelled, cancelled.why(), null);
      }
      String fault = fault(memory, slot);
      well = fault == null ? well + 1 : 0;
      last = fault == null ? last : fault;
      if (well < health.times()) {
        // Who has answered so far is asked to the end, however long a clock stood in between.
        if (fault != null && timeline.instant().isAfter(limit)) {
          return Result.failed(
              "never-healthy: not healthy within " + health.within().toSeconds() + " s: " + last);
        }
        timeline.sleep(health.every());
      }
    }
    return Result.done(Receiving.name(slot) + " healthy " + health.times() + " times in a row");
  }

  /** Of several places, a failure tells which one it was. */
  private void begin(Slot slot, Release release) throws DeployException, InterruptedException {
    try {
      site.runtime().start(slot, release);
    } catch (DeployException e) {
      throw new DeployException(e.code(), Receiving.name(slot) + ": " + e.fact(), e);
    }
  }

  /**
   * Why one is not well; null when it is.
   *
   * @throws DeployException {@code gone} when what runs there has ended
   */
  private @Nullable String fault(Memory memory, Slot slot)
      throws DeployException, InterruptedException {
    Release release = memory.release(slot);
    if (release == null || release.instance().isEmpty()) {
      return asking.fault(site.health(slot));
    }
    return switch (site.runtime().look(slot, release)) {
      case Found.Running running -> asking.fault(site.health(slot));
      case Found.Coming coming -> coming.what();
      case Found.Gone gone -> {
        String words = site.runtime().lastWords(slot, release, LAST_LINES);
        throw new DeployException(
            "gone",
            Receiving.name(slot)
                + " has ended: "
                + gone.why()
                + (words.isEmpty() ? "" : "\n" + words));
      }
    };
  }

  private Result pointForwards(Memory memory, Colour to)
      throws DeployException, InterruptedException {
    String fault = fault(memory, to);
    if (fault != null) {
      return Result.failed("not-healthy: " + fault);
    }
    Result result = point(to);
    Release release = memory.release(to);
    if (site.dist() != null && release != null) {
      site.dist().show(release);
    }
    if (release == null || release.instance().isEmpty() || !site.deployment().watch().logged()) {
      return result;
    }
    String seen = new Arrival(site, asking, timeline).await(to, release);
    return new Result(result.event(), result.said() + "; " + seen, result.millis());
  }

  private Result point(Colour to) throws DeployException, InterruptedException {
    long begun = RealTime.nanos();
    site.gateway().point(to);
    long millis = (RealTime.nanos() - begun) / 1_000_000;
    return new Result(
        new Event.Done(),
        "all new requests go to " + to.key() + " after " + millis + " ms",
        millis);
  }

  /** To go back is safe only to what answers; otherwise the new one keeps what it has. */
  private Result pointBack(Memory memory, Colour to) throws DeployException, InterruptedException {
    if (!site.gateway().pointing().equals(new Pointing.To(to))) {
      String fault = sick(memory, to);
      if (fault != null) {
        site.gateway().point(to.other());
        String why = "not-safe-back: " + to.key() + " does not answer (" + fault + ")";
        return new Result(new Event.OldIsSick(why), why, null);
      }
    }
    Result result = point(to);
    Release taken = memory.release(to.other());
    if (site.dist() != null && taken != null) {
      site.dist().takeBack(taken);
    }
    return new Result(result.event(), "back: " + result.said(), null);
  }

  /** The gateway never loses the last instance that answers. */
  private Result spread(Memory memory, Act.Spread act)
      throws DeployException, InterruptedException {
    Balancer balancer = site.balancer();
    if (balancer == null) {
      return Result.done("nothing stands in front of it");
    }
    if (act.over().isEmpty() && act.back()) {
      return Result.done("no other instance is left, and the gateway stays as it is");
    }
    String fault =
        act.joining().isEmpty()
            ? someAnswers(memory, act.over())
            : firstSick(memory, act.joining());
    if (fault != null) {
      return Result.failed((act.joining().isEmpty() ? "nobody-left: " : "not-healthy: ") + fault);
    }
    balancer.spread(act.over());
    return Result.done("requests go to " + Receiving.numbers(act.over()));
  }

  /** Null when all of them are well. */
  private @Nullable String firstSick(Memory memory, Set<Instance> all) throws InterruptedException {
    for (Instance each : new TreeSet<>(all)) {
      String fault = sick(memory, each);
      if (fault != null) {
        return Receiving.name(each) + ": " + fault;
      }
    }
    return null;
  }

  /** Null when one of them does. */
  private @Nullable String someAnswers(Memory memory, Set<Instance> all)
      throws InterruptedException {
    String fault = "there is no other instance";
    for (Instance each : new TreeSet<>(all)) {
      fault = sick(memory, each);
      if (fault == null) {
        return null;
      }
    }
    return fault;
  }

  private Result settle(Memory memory, boolean back) throws DeployException, InterruptedException {
    Change change = Objects.requireNonNull(memory.change());
    Roll roll = change.roll();
    if (!back && roll != null && roll.scales()) {
      return Result.done(roll.count() + " instances run");
    }
    if (!back) {
      aftercare.finished(change);
    }
    return Result.done(
        back ? "everything is as it was" : "all instances run " + change.release().version());
  }

  private @Nullable String sick(Memory memory, Slot slot) throws InterruptedException {
    String fault = null;
    for (int i = 0; i < WAY_BACK_TRIES; i++) {
      try {
        fault = fault(memory, slot);
      } catch (DeployException e) {
        fault = e.fact();
      }
      if (fault == null) {
        return null;
      }
      timeline.sleep(POLL);
    }
    return fault;
  }

  private Result watch(Memory memory, List<Slot> slots)
      throws DeployException, InterruptedException {
    Duration observe = site.deployment().watch().observe();
    Gates gates = site.deployment().demands().gates();
    Gatekeeper keeper =
        gates == null
            ? null
            : new Gatekeeper(
                site.deployment(), gates, shop.neighbours(), slots.getFirst(), observe);
    Instant begun = timeline.instant();
    Instant end = begun.plus(observe);
    Instant latest = gates == null ? end : end.plus(gates.atMost());
    if (keeper != null) {
      keeper.begin();
    }
    witness.judgeAnew();
    Result bad = observe.isZero() ? null : observed(memory, slots, end, keeper);
    while (bad == null && gates != null && keeper != null) {
      Gatekeeper.Verdict verdict = keeper.judge(begun);
      boolean waits = gates.noEvidence() == Gates.NoEvidence.WAIT;
      if (verdict.status() != Status.UNKNOWN || !waits || timeline.instant().isAfter(latest)) {
        receiving.expect(slots);
        return judged(slots, gates, verdict);
      }
      bad = observed(memory, slots, timeline.instant().plus(MORE), keeper);
    }
    if (bad != null) {
      return bad;
    }
    receiving.expect(slots);
    return Result.done(
        Receiving.names(slots) + " observed for " + observe.toSeconds() + " s without a fault");
  }

  private static Result judged(List<Slot> slots, Gates gates, Gatekeeper.Verdict verdict) {
    return switch (verdict.status()) {
      case OK, WARN -> Result.done(Receiving.names(slots) + " passed its gates: " + verdict.said());
      case FAIL -> Result.failed("gate-failed: " + verdict.said());
      case UNKNOWN -> {
        String why = "no-evidence: " + verdict.said();
        yield gates.noEvidence() == Gates.NoEvidence.ABORT
            ? Result.failed(why)
            : new Result(
                new Event.Unproven(why), why + "; a person decides: finalize or cancel", null);
      }
    };
  }

  /** Null when nothing was wrong until then. */
  private @Nullable Result observed(
      Memory memory, List<Slot> slots, Instant end, @Nullable Gatekeeper keeper)
      throws DeployException, InterruptedException {
    Deployment.Health health = site.deployment().health();
    int bad = 0;
    int shut = 0;
    long before = witness.failures();
    Instant latest = end.plus(health.within());
    while (true) {
      Event.Cancelled cancelled = cancelled(memory);
      if (cancelled != null) {
        return new Result(cancelled, cancelled.why(), null);
      }
      String fault = firstFault(memory, slots);
      bad = fault == null ? 0 : bad + 1;
      if (bad >= health.times()) {
        return Result.failed("not-healthy: " + fault);
      }
      if (witness.failedBy(slots.getFirst(), before) >= health.times()) {
        return Result.failed("requests-failed: " + witness.firstFault());
      }
      String failing = keeper == null ? null : keeper.failing();
      shut = failing == null ? 0 : shut + 1;
      if (shut >= health.times()) {
        return Result.failed("gate-failed: " + failing);
      }
      // On a machine that has no time for the witness, time alone proves nothing.
      if (!timeline.instant().isBefore(end) && witness.hasHeard(health.times())) {
        return null;
      }
      if (timeline.instant().isAfter(latest)) {
        return Result.failed("requests-failed: too few were answered through the gateway to tell");
      }
      timeline.sleep(health.every());
    }
  }

  private @Nullable String firstFault(Memory memory, List<Slot> slots)
      throws DeployException, InterruptedException {
    for (Slot each : slots) {
      String fault = fault(memory, each);
      if (fault != null) {
        return slots.size() == 1 ? fault : Receiving.name(each) + ": " + fault;
      }
    }
    return null;
  }

  private Result drain(Memory memory, Slot slot) throws DeployException, InterruptedException {
    receiving.expectAway(memory, slot);
    Gateway gateway = site.inFront();
    if (gateway == null) {
      return Result.done("nothing stands in front of it");
    }
    Instant limit = timeline.instant().plus(site.deployment().watch().drain());
    Long left = gateway.inFlight(slot);
    while ((left == null || left > 0) && timeline.instant().isBefore(limit)) {
      Event.Cancelled cancelled = cancelled(memory);
      if (cancelled != null) {
        return new Result(cancelled, cancelled.why(), null);
      }
      timeline.sleep(POLL);
      left = gateway.inFlight(slot);
    }
    if (left == null) {
      return Result.done(
          "nothing tells what "
              + Receiving.name(slot)
              + " works on; it was given "
              + site.deployment().watch().drain().toSeconds()
              + " s");
    }
    return Result.done(
        left == 0
            ? Receiving.name(slot) + " has answered everything"
            : Receiving.name(slot)
                + " still worked on "
                + left
                + " after "
                + site.deployment().watch().drain().toSeconds()
                + " s");
  }

  /** Whether something else is started there next, and takes its place by itself. */
  private boolean isReplaced(Memory memory, Slot slot) {
    Change change = memory.change();
    Roll roll = change == null ? null : change.roll();
    return roll != null
        && slot instanceof Instance instance
        && roll.runs(instance)
        && site.runtime().replaces(slot);
  }

  /** Never what receives requests, as long as there is another colour that could. */
  private Result stop(Memory memory, Slot slot, Release release)
      throws DeployException, InterruptedException {
    if (slot instanceof Instance || memory.active() != null) {
      receiving.expectAway(memory, slot);
    }
    boolean ours = !release.instance().isEmpty();
    if (ours && isReplaced(memory, slot)) {
      return Result.done(Receiving.name(slot) + " goes on until the next one has taken its place");
    }
    if (ours) {
      site.runtime().stop(slot, release);
    }
    if (slot instanceof Colour colour) {
      aftercare.after(memory, colour);
    }
    return Result.done(
        ours
            ? (slot instanceof Colour ? "the colour " : "") + Receiving.name(slot) + " was stopped"
            : Receiving.name(slot) + " was not started by Jigi and is left alone");
  }
}
