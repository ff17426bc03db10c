package jigi.operate.deploy;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import jigi.base.run.StepPart;
import jigi.operate.deploy.machine.Asked;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Release;

/** A phase of a deployment as a step; runs of this room alone use it. */
final class DeployStep implements StepKind {
  static final String DEPLOYMENT = "deployment";
  static final String PHASE = "phase";
  static final String ID = "id";
  static final String VERSION = "version";
  static final String COLOUR = "colour";
  static final String FORCE = "force";

  private final Workshop shop;
  private final Map<String, Cancelling> running = new ConcurrentHashMap<>();

  DeployStep(Workshop shop) {
    this.shop = shop;
  }

  @Override
  public String language() {
    return "deploy";
  }

  @Override
  public Set<String> attributes() {
    return Set.of(DEPLOYMENT);
  }

  @Override
  public void check(StepPart part, Place place, Problems problems) {
    problems.error(
        place,
        "reserved-language",
        "'deploy' belongs to the deployments of jigi.yaml",
        "start it by jigi deploy");
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
      return new Conductor(site, shop.timeline(), shop.ledger(), shop.asking())
          .conduct(
              asked(context, attributes),
              new DeployLedger.By(site.deployment(), context.run().id(), context.run().actor()),
              cancelling);
    } finally {
      running.remove(context.attempt());
    }
  }

  private static Asked asked(StepContext context, Map<String, String> attributes) {
    String id = Objects.requireNonNull(attributes.get(ID));
    return switch (Phase.valueOf(Objects.requireNonNull(attributes.get(PHASE)))) {
      case PREPARE -> {
        Colour target = Objects.requireNonNull(Colour.of(attributes.get(COLOUR)));
        String version = Objects.requireNonNull(attributes.get(VERSION));
        yield new Asked.Prepare(Change.begin(id, target, new Release(version, "deploy-" + id)));
      }
      case GATEWAY -> {
        Colour force = Colour.of(attributes.get(FORCE));
        yield force == null ? new Asked.Gateway(id) : new Asked.Force(id, force);
      }
      case FINALIZE -> new Asked.Finalize(id);
      case CANCEL -> new Asked.Cancel(id, "cancelled by " + context.run().actor());
      case FULL -> throw new IllegalArgumentException("full is made of three steps");
    };
  }
}
