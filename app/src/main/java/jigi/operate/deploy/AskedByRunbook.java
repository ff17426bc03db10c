package jigi.operate.deploy;

import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.UserError;
import jigi.base.run.StepContext;
import jigi.base.run.StepOutcome;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Migration;
import jigi.operate.deploy.machine.Shipping;
import org.jspecify.annotations.Nullable;

/** What a runbook's step wants, phase after phase. */
final class AskedByRunbook {
  private final Workshop shop;
  private final Site site;
  private final StepContext context;
  private final Map<String, String> attributes;

  AskedByRunbook(Workshop shop, Site site, StepContext context) {
    this.shop = shop;
    this.site = site;
    this.context = context;
    this.attributes = context.part().attributes();
  }

  /** Carries out one phase. */
  interface PhaseWork {
    StepOutcome go(
        StepContext context, Site site, Map<String, String> attributes, Cancelling cancelling)
        throws InterruptedException;
  }

  /** To the end, or to the first phase that fails. */
  StepOutcome run(Cancelling cancelling, PhaseWork work) throws InterruptedException {
    String phase = attributes.getOrDefault(DeploySyntax.PHASE, Phase.FULL.key());
    String scale = attributes.get(DeploySyntax.SCALE);
    if (context.dry() && scale != null) {
      return StepOutcome.ok("would scale " + site.deployment().title() + " to " + scale);
    }
    if (context.dry()) {
      return StepOutcome.ok("would " + phase + " " + site.deployment().title());
    }
    try {
      if (scale != null) {
        return scaled(scale, cancelling, work);
      }
      if (phase.equals(DeploySyntax.REHEARSE)) {
        return rehearsed(cancelling, work);
      }
      return all(wanted(phase), cancelling, work);
    } catch (UserError e) {
      return StepOutcome.failed(e.code() + ": " + e.fact() + "; " + e.hint());
    } catch (DeployException e) {
      return StepOutcome.failed(e.code() + ": " + e.fact());
    }
  }

  private StepOutcome all(Wanted wanted, Cancelling cancelling, PhaseWork work)
      throws DeployException, InterruptedException {
    Memory memory = site.file().read().memory();
    if (!isKnown(memory)) {
      shop.planning().look(site, wanted);
    }
    // The attempt's own id, so that a repetition after a crash goes on with the same deployment.
    Planning.Planned planned =
        shop.planning().plan(site, wanted, site.file().read(), context.attempt());
    StepOutcome outcome = StepOutcome.ok("");
    for (Map<String, String> each : planned.phases()) {
      outcome = work.go(context, site, each, cancelling);
      if (outcome.result() != StepOutcome.Result.OK) {
        return outcome;
      }
      outcome = DeployStep.resting(outcome, each);
    }
    return outcome;
  }

  /** More instances or fewer, within what the manual allows. */
  private StepOutcome scaled(String wanted, Cancelling cancelling, PhaseWork work)
      throws DeployException, InterruptedException {
    // What ran before Jigi deployed anything counts, as for a new version that takes its place.
    Memory memory = new Conductor(site, shop).adopted(site.file().read()).memory();
    // After a crash it goes on to what it had decided, however many run by now.
    int count =
        isKnown(memory)
            ? memory.instances()
            : Sizing.target(site.deployment(), memory.instances(), wanted);
    Map<String, String> asked = new TreeMap<>();
    asked.put(DeploySyntax.DEPLOYMENT, site.deployment().name());
    asked.put(DeployStep.ID, context.attempt());
    asked.put(DeploySyntax.PHASE, Phase.FULL.name());
    asked.put(DeploySyntax.SCALE, String.valueOf(count));
    asked.put(DeployStep.REASON, reason());
    return work.go(context, site, asked, cancelling);
  }

  /** The runbook, and what began it. */
  private String reason() {
    String trigger = context.run().trigger().name();
    return context.run().title() + (trigger == null ? "" : " (" + trigger + ")");
  }

  /** Whether the attempt began before a crash: then it goes on, whatever registries say now. */
  private boolean isKnown(Memory memory) {
    Change change = memory.change();
    Ended last = memory.last();
    return (change != null && change.deployment().equals(context.attempt()))
        || (last != null && last.deployment().equals(context.attempt()));
  }

  /** Removed whatever the preparation has found, and told what it has found. */
  private StepOutcome rehearsed(Cancelling cancelling, PhaseWork work)
      throws DeployException, InterruptedException {
    StepOutcome prepared = all(wanted(Phase.PREPARE.key()), cancelling, work);
    if (prepared.result() != StepOutcome.Result.OK) {
      return isRemoved() ? StepOutcome.ok("rehearsed, and removed before a crash") : prepared;
    }
    StepOutcome removed = all(wanted(Phase.CANCEL.key()), new Cancelling(), work);
    return removed.result() == StepOutcome.Result.OK
        ? StepOutcome.ok("rehearsed: " + prepared.evidence() + "\n" + removed.evidence())
        : removed;
  }

  private boolean isRemoved() throws DeployException {
    Ended last = site.file().read().memory().last();
    return last != null
        && last.deployment().equals(context.attempt())
        && last.outcome() == Ended.Outcome.CANCELLED;
  }

  private Wanted wanted(String phase) throws DeployException {
    String system = site.deployment().system();
    String name = site.deployment().name();
    if (phase.equals(DeploySyntax.ROLLBACK)) {
      return WayBack.wanted(site, site.file().read());
    }
    boolean pull = !attributes.getOrDefault(DeploySyntax.SKIP_PULL, "false").equals("true");
    if (phase.equals(DeploySyntax.RENEW)) {
      return Renewal.wanted(site, site.file().read(), pull);
    }
    return new Wanted(
        system,
        name,
        java.util.Objects.requireNonNull(Phase.of(phase)),
        version(),
        null,
        null,
        new Shipping(null, pull, Map.of()),
        new Leave(null, Migration.of(attributes.get(DeploySyntax.MIGRATION)), false));
  }

  private @Nullable String version() {
    String written = attributes.get(DeploySyntax.VERSION);
    String parameter = DeploySyntax.parameter(written);
    return parameter.isEmpty() ? written : context.values().get(parameter);
  }
}
