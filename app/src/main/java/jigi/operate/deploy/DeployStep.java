package jigi.operate.deploy;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import jigi.operate.deploy.machine.Asked;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Migration;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;

/** A phase of a deployment as a step of its own run, or all that a runbook asks for. */
final class DeployStep extends DeploySyntax implements StepKind {
  /** Stands in steps of this room's own runs alone: what was decided when the run began. */
  static final String ID = "id";

  static final String COLOUR = "colour";
  static final String FORCE = "force";

  /** The variable that says that {@code full} rests before the gateway. */
  static final String RESTS = "rests";

  /** The checklist that is signed before {@code finalize}. */
  static final String SIGNED = "signed";

  /** How many instances a new version gets. */
  static final String INSTANCES = "instances";

  /** How many of them are replaced at a time. */
  static final String BATCH = "batch";

  /** Why, in the words of whoever asked for it. */
  static final String REASON = "reason";

  private static final String DIGEST = "digest";

  /** Whether a registry is asked for the image. */
  static final String PULL = "pull";

  private static final String MIGRATION = "migration";
  private static final String TAG = "tag.";

  private final Workshop shop;
  private final Map<String, Cancelling> running = new ConcurrentHashMap<>();

  DeployStep(Workshop shop) {
    this.shop = shop;
  }

  /** The state file says where it is, and every act may be repeated. */
  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public boolean goesOn(String attempt) {
    return running.containsKey(attempt);
  }

  /** A cancelled deployment goes back before its run ends. */
  @Override
  public void end(String attempt, String actor) {
    Cancelling cancelling = running.get(attempt);
    if (cancelling != null) {
      cancelling.ask(actor);
    }
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    Map<String, String> attributes = context.part().attributes();
    Site site = shop.site(context.system(), attributes.getOrDefault(DEPLOYMENT, ""));
    if (site == null) {
      return StepOutcome.failed("the manual has no such deployment any more");
    }
    Cancelling cancelling = new Cancelling();
    running.put(context.attempt(), cancelling);
    try {
      return attributes.containsKey(ID)
          ? resting(phase(context, site, attributes, cancelling), attributes)
          : new AskedByRunbook(shop, site, context).run(cancelling, this::phase);
    } finally {
      running.remove(context.attempt());
      shop.seen().acted(site.deployment().key());
    }
  }

  private StepOutcome phase(
      StepContext context, Site site, Map<String, String> attributes, Cancelling cancelling)
      throws InterruptedException {
    return new Conductor(site, shop)
        .conduct(
            asked(context, attributes, site.deployment().slots().size()),
            new DeployLedger.By(
                site.deployment(),
                context.run().id(),
                context.run().actor(),
                attributes.getOrDefault(REASON, "")),
            cancelling);
  }

  static StepOutcome resting(StepOutcome outcome, Map<String, String> attributes) {
    String variable = attributes.get(RESTS);
    String checklist = attributes.get(SIGNED);
    if (outcome.result() != StepOutcome.Result.OK || (variable == null && checklist == null)) {
      return outcome;
    }
    String said =
        variable == null
            ? "the old colour stays until the checklist '"
                + checklist
                + "' is signed: go on by --phase finalize"
            : "the gateway is left as it is, because "
                + variable
                + " is not true: go on by --phase gateway, then --phase finalize";
    return StepOutcome.ok(outcome.evidence() + "\n" + said);
  }

  /** So that a run that is taken up again ships the same. */
  static Map<String, String> attributes(Shipping shipping) {
    Map<String, String> all = new TreeMap<>();
    String digest = shipping.digest();
    if (digest != null) {
      all.put(DIGEST, digest);
    }
    all.put(PULL, String.valueOf(shipping.pull()));
    all.put(MIGRATION, shipping.migration().key());
    shipping.tags().forEach((name, value) -> all.put(TAG + name, value));
    return all;
  }

  private static Shipping shipping(Map<String, String> attributes) {
    Map<String, String> tags = new TreeMap<>();
    attributes.forEach(
        (name, value) -> {
          if (name.startsWith(TAG)) {
            tags.put(name.substring(TAG.length()), value);
          }
        });
    boolean pull = Boolean.parseBoolean(attributes.getOrDefault(PULL, "true"));
    Migration migration = Migration.of(attributes.get(MIGRATION));
    return new Shipping(
        attributes.get(DIGEST), pull, migration == null ? Migration.NONE : migration, tags);
  }

  private static Release release(String id, Map<String, String> attributes) {
    String version = Objects.requireNonNull(attributes.get(VERSION));
    return new Release(version, "deploy-" + id, shipping(attributes));
  }

  private static Asked asked(StepContext context, Map<String, String> attributes, int instances) {
    String id = Objects.requireNonNull(attributes.get(ID));
    return switch (Phase.valueOf(Objects.requireNonNull(attributes.get(PHASE)))) {
      case PREPARE -> {
        Colour target = Objects.requireNonNull(Colour.of(attributes.get(COLOUR)));
        yield new Asked.Prepare(Change.begin(id, target, release(id, attributes)));
      }
      case GATEWAY -> {
        Colour force = Colour.of(attributes.get(FORCE));
        yield force == null ? new Asked.Gateway(id) : new Asked.Force(id, force);
      }
      case FINALIZE -> new Asked.Finalize(id);
      case CANCEL -> new Asked.Cancel(id, "cancelled by " + context.run().actor());
      case FULL -> {
        String count = attributes.get(SCALE);
        int of = Integer.parseInt(attributes.getOrDefault(INSTANCES, String.valueOf(instances)));
        int batch = Integer.parseInt(attributes.getOrDefault(BATCH, "1"));
        yield count == null
            ? new Asked.Roll(Change.roll(id, of, batch, release(id, attributes)))
            : new Asked.Scale(id, "deploy-" + id, Integer.parseInt(count));
      }
    };
  }
}
