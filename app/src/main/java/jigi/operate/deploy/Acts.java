package jigi.operate.deploy;

import java.time.Duration;
import java.time.Instant;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.dist.Dist;
import jigi.operate.deploy.gate.Gates;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Act;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Event;
import jigi.operate.deploy.machine.Machine;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.runtime.Found;
import org.jspecify.annotations.Nullable;

/** Carries out single acts, and says what was seen. */
final class Acts {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int WAY_BACK_TRIES = 3;

  /** How often gates that want more evidence are asked again. */
  private static final Duration MORE = Duration.ofSeconds(15);

  private final Site site;
  private final Workshop shop;
  private final Asking asking;
  private final Timeline timeline;
  private final Witness witness;
  private final Cancelling cancelling;
  private final Aftercare aftercare;

  Acts(Site site, Workshop shop, Witness witness, Cancelling cancelling) {
    this.site = site;
    this.shop = shop;
    this.asking = shop.asking();
    this.timeline = shop.timeline();
    this.witness = witness;
    this.cancelling = cancelling;
    this.aftercare = new Aftercare(site);
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
        case Act.Start start -> start(memory, start.colour(), start.release());
        case Act.Check check -> check(memory, check.colour());
        case Act.Point point ->
            point.back() ? pointBack(memory, point.to()) : pointForwards(memory, point.to());
        case Act.Watch watch -> watch(memory, watch.colour());
        case Act.Drain drain -> drain(memory, drain.colour());
        case Act.Stop stop -> stop(memory, stop.colour(), stop.release());
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

  private Result start(Memory memory, Colour colour, Release release)
      throws DeployException, InterruptedException {
    Release before = memory.releases().get(colour);
    if (before != null && !before.instance().isEmpty() && !before.equals(release)) {
      site.runtime().stop(colour, before);
    }
    boolean running = site.runtime().look(colour, release) instanceof Found.Running;
    if (!running && asking.fault(site.health(colour)) == null) {
      throw new DeployException(
          "colour-occupied",
          "something that Jigi did not start answers on "
              + site.runtime().address(colour).getAuthority());
    }
    Dist dist = site.dist();
    if (dist != null) {
      dist.prepare(release);
    }
    site.migrations().before(release);
    site.runtime().start(colour, release);
    String digest = site.runtime().digest(colour, release);
    String said = release.version() + " started on " + site.runtime().address(colour);
    return digest == null
        ? Result.done(said)
        : new Result(new Event.Started(digest), said + ", " + digest, null);
  }

  private Result check(Memory memory, Colour colour) throws DeployException, InterruptedException {
    Deployment.Health health = site.deployment().health();
    Instant limit = timeline.instant().plus(health.within());
    int well = 0;
    String last = "";
    while (well < health.times()) {
      Event.Cancelled cancelled = cancelled(memory);
      if (cancelled != null) {
        return new Result(cancelled, cancelled.why(), null);
      }
      String fault = fault(memory, colour);
      well = fault == null ? well + 1 : 0;
      last = fault == null ? last : fault;
      if (well < health.times()) {
        if (timeline.instant().isAfter(limit)) {
          return Result.failed(
              "never-healthy: not healthy within " + health.within().toSeconds() + " s: " + last);
        }
        timeline.sleep(health.every());
      }
    }
    return Result.done(colour.key() + " healthy " + health.times() + " times in a row");
  }

  /**
   * Why a colour is not well; null when it is.
   *
   * @throws DeployException {@code gone} when what runs there has ended
   */
  private @Nullable String fault(Memory memory, Colour colour)
      throws DeployException, InterruptedException {
    Release release = memory.release(colour);
    if (release != null
        && !release.instance().isEmpty()
        && site.runtime().look(colour, release) instanceof Found.Gone gone) {
      String words = site.runtime().lastWords(colour, release);
      throw new DeployException(
          "gone",
          colour.key() + " has ended: " + gone.why() + (words.isEmpty() ? "" : "\n" + words));
    }
    return asking.fault(site.health(colour));
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
    return result;
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

  private @Nullable String sick(Memory memory, Colour colour) throws InterruptedException {
    String fault = null;
    for (int i = 0; i < WAY_BACK_TRIES; i++) {
      try {
        fault = fault(memory, colour);
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

  private Result watch(Memory memory, Colour colour) throws DeployException, InterruptedException {
    Duration observe = site.deployment().watch().observe();
    Gates gates = site.deployment().demands().gates();
    Gatekeeper keeper =
        gates == null
            ? null
            : new Gatekeeper(site.deployment(), gates, shop.neighbours(), colour, observe);
    Instant begun = timeline.instant();
    Instant end = begun.plus(observe);
    Instant latest = gates == null ? end : end.plus(gates.atMost());
    if (keeper != null) {
      keeper.begin();
    }
    Result bad = observed(memory, colour, end, keeper);
    while (bad == null && gates != null && keeper != null) {
      Gatekeeper.Verdict verdict = keeper.judge(begun);
      boolean waits = gates.noEvidence() == Gates.NoEvidence.WAIT;
      if (verdict.status() != Status.UNKNOWN || !waits || timeline.instant().isAfter(latest)) {
        expect(colour);
        return judged(colour, gates, verdict);
      }
      bad = observed(memory, colour, timeline.instant().plus(MORE), keeper);
    }
    if (bad != null) {
      return bad;
    }
    expect(colour);
    return Result.done(
        colour.key() + " observed for " + observe.toSeconds() + " s without a fault");
  }

  private static Result judged(Colour colour, Gates gates, Gatekeeper.Verdict verdict) {
    return switch (verdict.status()) {
      case OK, WARN -> Result.done(colour.key() + " passed its gates: " + verdict.said());
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
      Memory memory, Colour colour, Instant end, @Nullable Gatekeeper keeper)
      throws DeployException, InterruptedException {
    Deployment.Health health = site.deployment().health();
    int bad = 0;
    int shut = 0;
    while (timeline.instant().isBefore(end)) {
      Event.Cancelled cancelled = cancelled(memory);
      if (cancelled != null) {
        return new Result(cancelled, cancelled.why(), null);
      }
      String fault = fault(memory, colour);
      bad = fault == null ? 0 : bad + 1;
      if (bad >= health.times()) {
        return Result.failed("not-healthy: " + fault);
      }
      if (witness.failedInRow() >= health.times()) {
        return Result.failed("requests-failed: " + witness.firstFault());
      }
      String failing = keeper == null ? null : keeper.failing();
      shut = failing == null ? 0 : shut + 1;
      if (shut >= health.times()) {
        return Result.failed("gate-failed: " + failing);
      }
      timeline.sleep(health.every());
    }
    return null;
  }

  private void expect(Colour colour) throws DeployException, InterruptedException {
    Pointing now = site.gateway().pointing();
    if (!now.equals(new Pointing.To(colour))) {
      throw new DeployException(
          "gateway-elsewhere",
          "the gateway should point to " + colour.key() + ", and says: " + words(now));
    }
  }

  static String words(Pointing pointing) {
    return switch (pointing) {
      case Pointing.To to -> to.colour().key();
      case Pointing.Both both -> "both";
      case Pointing.Nowhere nowhere -> "neither";
      case Pointing.Unclear unclear -> unclear.why();
    };
  }

  private Result drain(Memory memory, Colour colour) throws DeployException, InterruptedException {
    expect(colour.other());
    Instant limit = timeline.instant().plus(site.deployment().watch().drain());
    Long left = site.gateway().inFlight(colour);
    while ((left == null || left > 0) && timeline.instant().isBefore(limit)) {
      Event.Cancelled cancelled = cancelled(memory);
      if (cancelled != null) {
        return new Result(cancelled, cancelled.why(), null);
      }
      timeline.sleep(POLL);
      left = site.gateway().inFlight(colour);
    }
    if (left == null) {
      return Result.done(
          "nothing tells what "
              + colour.key()
              + " works on; it was given "
              + site.deployment().watch().drain().toSeconds()
              + " s");
    }
    return Result.done(
        left == 0
            ? colour.key() + " has answered everything"
            : colour.key()
                + " still worked on "
                + left
                + " after "
                + site.deployment().watch().drain().toSeconds()
                + " s");
  }

  /** Never what receives requests, as long as there is another colour that could. */
  private Result stop(Memory memory, Colour colour, Release release)
      throws DeployException, InterruptedException {
    boolean alone = memory.active() == null;
    if (!alone) {
      expect(colour.other());
    }
    boolean ours = !release.instance().isEmpty();
    if (ours) {
      site.runtime().stop(colour, release);
    }
    aftercare.after(memory, colour);
    return Result.done(
        ours
            ? "the colour " + colour.key() + " was stopped"
            : colour.key() + " was not started by Jigi and is left alone");
  }
}
