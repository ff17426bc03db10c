package jigi.operate.deploy;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Timeline;
import jigi.base.run.StepOutcome;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Act;
import jigi.operate.deploy.machine.Answer;
import jigi.operate.deploy.machine.Asked;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Event;
import jigi.operate.deploy.machine.Machine;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Roll;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.machine.Stage;
import jigi.operate.deploy.state.Kept;
import jigi.operate.deploy.state.StateFile;
import org.jspecify.annotations.Nullable;

/**
 * Takes a deployment from where its state file says it is to where a phase wants it. A stage is on
 * disk before its act begins.
 */
final class Conductor {
  private static final Map<Stage, CrashPoint> INTENDED = points("intended");
  private static final Map<Stage, CrashPoint> EFFECTED = points("effected");

  private final Site site;
  private final Workshop shop;
  private final Timeline timeline;
  private final DeployLedger ledger;
  private final Asking asking;

  Conductor(Site site, Workshop shop) {
    this.site = site;
    this.shop = shop;
    this.timeline = shop.timeline();
    this.ledger = shop.ledger();
    this.asking = shop.asking();
  }

  private static Map<Stage, CrashPoint> points(String what) {
    Map<Stage, CrashPoint> all = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      if (!stage.rests()) {
        all.put(stage, CrashPoint.named("deploy." + stage.key() + "-" + what));
      }
    }
    return all;
  }

  /** To the end of the phase. */
  StepOutcome conduct(Asked asked, DeployLedger.By by, Cancelling cancelling)
      throws InterruptedException {
    try {
      Kept kept = adopted(site.file().read());
      String mismatch = mismatch(kept.memory(), asked);
      if (mismatch != null) {
        return StepOutcome.failed(mismatch);
      }
      return switch (Machine.ask(kept.memory(), asked)) {
        case Answer.Refused refused ->
            StepOutcome.failed(refused.code() + ": " + Refusals.words(refused.code()));
        case Answer.Over over -> {
          ledger.ended(by, over.ended());
          yield outcome(over.ended(), asked, null);
        }
        case Answer.Already already -> StepOutcome.ok("nothing to do: it is there already");
        case Answer.Go go -> {
          Kept begun = new Kept(go.memory(), kept.history());
          try (Witness witness =
              new Witness(
                  site.deployment().watch().through(), asking, timeline, begun.memory().serves())) {
            yield new Drive(asked, by, witness, cancelling).drive(begun);
          }
        }
      };
    } catch (DeployException e) {
      return StepOutcome.failed(e.code() + ": " + e.fact());
    }
  }

  /** Where there was never a state file, what receives requests and answers is the live colour. */
  Kept adopted(Kept kept) throws DeployException, InterruptedException {
    if (site.file().exists()) {
      return kept;
    }
    if (site.deployment().rolls()) {
      Map<Slot, Release> found = new HashMap<>();
      for (Slot slot : site.deployment().slots()) {
        Release there = site.runtime().adopt(slot);
        if (there != null) {
          found.put(slot, there);
        }
      }
      return new Kept(new Memory(null, found, null, null), kept.history());
    }
    if (site.gateway().pointing() instanceof Pointing.To to
        && asking.fault(site.health(to.colour())) == null) {
      Release adopted = site.runtime().adopt(to.colour());
      Release found = adopted == null ? new Release("unknown", "") : adopted;
      return new Kept(
          new Memory(to.colour(), Map.of(to.colour(), found), null, null), kept.history());
    }
    return kept;
  }

  /** Nothing is begun while the gateway is not where it should be; a person says what holds. */
  private @Nullable String mismatch(Memory memory, Asked asked)
      throws DeployException, InterruptedException {
    Colour expected = memory.expected();
    boolean repairs = asked instanceof Asked.Force || asked instanceof Asked.Cancel;
    if (expected == null || repairs || site.deployment().rolls()) {
      return null;
    }
    Pointing now = site.gateway().pointing();
    Change change = memory.change();
    boolean moving = change != null && !change.stage().rests();
    return moving || now.equals(new Pointing.To(expected))
        ? null
        : "state-mismatch: "
            + site.file().path().getFileName()
            + " says "
            + expected.key()
            + ", the gateway says "
            + Receiving.words(now)
            + "; "
            + Refusals.words("state-mismatch");
  }

  private static StepOutcome outcome(Ended ended, Asked asked, @Nullable String traffic) {
    String said =
        ended.outcome().key()
            + (ended.why() == null ? "" : ": " + ended.why())
            + (traffic == null ? "" : "\n" + traffic);
    return switch (ended.outcome()) {
      case DEPLOYED -> StepOutcome.ok(said);
      case CANCELLED ->
          asked instanceof Asked.Cancel ? StepOutcome.ok(said) : StepOutcome.failed(said);
      case ROLLED_BACK -> StepOutcome.failed(said);
    };
  }

  /** One phase on its way. */
  private final class Drive {
    private final Asked asked;
    private final DeployLedger.By by;
    private final Witness witness;
    private final Acts acts;
    private @Nullable String trouble;
    private Deployed.Traffic traffic = Deployed.Traffic.NONE;

    Drive(Asked asked, DeployLedger.By by, Witness witness, Cancelling cancelling) {
      this.asked = asked;
      this.by = by;
      this.witness = witness;
      this.acts = new Acts(site, shop, witness, cancelling);
    }

    StepOutcome drive(Kept begun) throws DeployException, InterruptedException {
      Kept kept = begun;
      write(kept);
      ledger.open(by, kept.memory());
      while (true) {
        Memory memory = kept.memory();
        Act act = Machine.act(memory);
        Change change = memory.change();
        if (change == null || act instanceof Act.Rest) {
          return rested(kept, change);
        }
        witness.counting(memory.serves());
        Acts.Result result = perform(memory, change, act);
        Memory next = Machine.after(memory, result.event());
        note(change, result);
        if (next.equals(memory)) {
          ledger.halted(by, change, result.said());
          return StepOutcome.failed("halted at " + change.stage().key() + ": " + result.said());
        }
        kept = advanced(kept, change, next);
        write(kept);
        if (next.change() == null) {
          ended(change, next);
        }
      }
    }

    private Acts.Result perform(Memory memory, Change change, Act act) throws InterruptedException {
      Objects.requireNonNull(INTENDED.get(change.stage())).pass();
      Acts.Result result = acts.execute(memory, act);
      Objects.requireNonNull(EFFECTED.get(change.stage())).pass();
      return result;
    }

    private void note(Change change, Acts.Result result) {
      ledger.mark(by, change, result.said());
      Deployed.Traffic more = witness.take();
      ledger.count(change.deployment(), more);
      traffic =
          new Deployed.Traffic(
              traffic.requests() + more.requests(), traffic.failed() + more.failed());
      if (!(result.event() instanceof Event.Done || result.event() instanceof Event.Started)) {
        trouble = result.said();
      }
      Long millis = result.millis();
      if (millis != null && change.stage() == Stage.SWITCHING) {
        ledger.switched(by, change, millis);
      }
    }

    private Kept advanced(Kept kept, Change change, Memory next) {
      Kept later = new Kept(next, kept.history());
      Ended last = next.last();
      Roll roll = change.roll();
      boolean deployed =
          (roll == null || !roll.scales())
              && next.change() == null
              && last != null
              && last.deployment().equals(change.deployment())
              && last.outcome() == Ended.Outcome.DEPLOYED;
      return deployed
          ? StateFile.deployed(later, change.release(), change.target(), timeline.instant())
          : later;
    }

    private void write(Kept kept) throws DeployException {
      site.file().write(kept, timeline.instant());
    }

    private void ended(Change change, Memory next) {
      Ended last = next.last();
      if (last != null && last.deployment().equals(change.deployment())) {
        ledger.ended(by, last);
      }
    }

    /** Whether it rests where the phase wanted it. */
    private StepOutcome rested(Kept kept, @Nullable Change change) {
      String counted = counted();
      String why = trouble;
      if (change == null) {
        Ended last = kept.memory().last();
        if (asked instanceof Asked.Scale && last != null && last.why() == null) {
          return StepOutcome.ok(kept.memory().instances() + " instances run\n" + counted);
        }
        return asked instanceof Asked.Force || last == null
            ? StepOutcome.ok("the gateway points to " + live(kept) + "\n" + counted)
            : outcome(last, asked, counted);
      }
      if (why != null) {
        return StepOutcome.failed(why + "\n" + counted);
      }
      return StepOutcome.ok(
          Receiving.name(change.target())
              + " "
              + change.release().version()
              + " "
              + change.stage().key()
              + "\n"
              + counted);
    }

    private String live(Kept kept) {
      Colour active = kept.memory().active();
      return active == null ? "neither" : active.key();
    }

    private String counted() {
      if (site.deployment().watch().through() == null) {
        return "requests through the gateway: not asked ('through' is not set)";
      }
      String fault = witness.firstFault();
      return traffic.requests()
          + " requests through the gateway, "
          + traffic.failed()
          + " failed"
          + (fault.isEmpty() ? "" : " (" + fault + ")");
    }
  }
}
