package jigi.operate.deploy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.config.Manual;
import jigi.base.connect.Connections;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.journal.Journal;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.run.Guards;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunEngine;
import jigi.base.run.RunRequest;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepKind;
import jigi.base.run.StepPart;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.state.Kept;
import org.jspecify.annotations.Nullable;

/** Deployments: what the manuals say, what there was, and the acts that people begin. */
public final class Deployments {
  private static final String PREFIX = "deploy-";
  private static final String LONGEST = "24h";
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Surroundings around;
  private final DeployPart part;
  private final Workshop shop;
  private final DeployStep step;
  private final Map<String, Reality> seen = new ConcurrentHashMap<>();
  private volatile Map<String, Deployment> deployments = Map.of();

  /** The rooms that this one stands on. */
  public record Surroundings(
      Store store,
      Journal journal,
      Timeline timeline,
      Exec exec,
      Connections connections,
      Network network) {}

  public Deployments(Surroundings around, DeployPart part) {
    this.around = around;
    this.part = part;
    DeployLedger ledger = new DeployLedger(around.store(), around.journal(), around.timeline());
    this.shop = new Workshop(around.timeline(), ledger, new Asking(around.network()));
    this.step = new DeployStep(shop);
  }

  /** For the run engine. */
  public List<StepKind> kinds() {
    return List.of(step);
  }

  public void activate(List<Manual> manuals) {
    Map<String, Deployment> next = new TreeMap<>();
    Map<String, Site> sites = new HashMap<>();
    for (Manual manual : manuals) {
      for (Deployment one : manual.part(part).deployments().values()) {
        next.put(one.key(), one);
        RuntimeOpening opening =
            new RuntimeOpening(
                one.system(),
                manual.source().folder().toAbsolutePath(),
                around.exec(),
                around.timeline(),
                () -> around.connections().secrets(one.system()));
        sites.put(one.key(), Site.of(one, opening));
      }
    }
    shop.sites(sites);
    deployments = java.util.Collections.unmodifiableMap(next);
  }

  /** By system and name. */
  public List<Deployment> all() {
    return List.copyOf(deployments.values());
  }

  /** Null when no manual in force has it. */
  public @Nullable Deployment find(String system, String name) {
    return deployments.get(system + "/" + name);
  }

  private Site site(String system, String name) {
    Site site = shop.site(system, name);
    if (site == null) {
      throw new UserError(
          "unknown-deployment",
          "'" + system + "' has no deployment '" + name + "'",
          Nearest.hint(
              name, deployments.values().stream().map(Deployment::name).distinct().toList()));
    }
    return site;
  }

  /**
   * The state file beside what gateway and runtime say, at most a second old.
   *
   * @throws UserError {@code unknown-deployment}
   */
  public Reality reality(String system, String name) {
    Site site = site(system, name);
    Reality known = seen.get(site.deployment().key());
    if (known != null && known.at().plus(FRESH).isAfter(around.timeline().instant())) {
      return known;
    }
    try {
      Reality now = new Observer(site, shop.asking(), around.timeline()).look();
      seen.put(site.deployment().key(), now);
      return now;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking at " + name, e);
    }
  }

  /** Newest first. */
  public List<Deployed> history(String system, String name, int limit) {
    return shop.ledger().list(system, name, limit);
  }

  /** What was done and seen, oldest first. */
  public List<Deployed.Mark> marks(String deployment) {
    return shop.ledger().marks(deployment);
  }

  /**
   * The last version before the live one that was deployed well; null when there is none.
   *
   * @throws UserError {@code unknown-deployment}, {@code state-unreadable}
   */
  public @Nullable String previous(String system, String name) {
    Kept kept = kept(site(system, name));
    Colour active = kept.memory().active();
    var live = active == null ? null : kept.memory().releases().get(active);
    return kept.history().stream()
        .map(Kept.Good::version)
        .filter(version -> live == null || !version.equals(live.version()))
        .findFirst()
        .orElse(null);
  }

  /**
   * A person goes back to the last version before the live one: a deployment like any other.
   *
   * @throws UserError {@code no-previous-version}, and as {@link #begin}
   */
  public Run rollBack(String system, String name, String actor, RunEngine engine) {
    String version = previous(system, name);
    if (version == null) {
      throw new UserError(
          "no-previous-version",
          "no other version of '" + name + "' was ever deployed well",
          "deploy the version that you want: jigi deploy " + name + " VERSION");
    }
    return begin(new Wanted(system, name, Phase.FULL, version, null, null), actor, engine);
  }

  /**
   * A person begins a phase. While one runs, {@link Phase#CANCEL} cancels it.
   *
   * @throws UserError {@code unknown-deployment}, {@code deployment-running}, {@code
   *     version-missing}, {@code state-unreadable}, {@code nothing-open}
   */
  public Run begin(Wanted wanted, String actor, RunEngine engine) {
    Site site = site(wanted.system(), wanted.name());
    Kept kept = kept(site);
    return around
        .store()
        .write(
            tx -> {
              Run running = running(tx, wanted.system(), engine);
              if (running != null && mayCancel(wanted, running)) {
                engine.cancel(tx, running.id(), actor);
                return running;
              }
              if (running != null) {
                throw new UserError(
                    "deployment-running",
                    running.actor()
                        + " began '"
                        + running.title()
                        + "' (#"
                        + running.number()
                        + ") at "
                        + running.at().queued()
                        + ", and it is not over",
                    "wait for its end, or cancel it by --phase cancel");
              }
              RunDefinition definition = definition(site, wanted, kept);
              return engine.start(tx, RunRequest.byHand(definition, Map.of(), actor));
            });
  }

  private static boolean mayCancel(Wanted wanted, Run running) {
    return wanted.phase() == Phase.CANCEL && running.name().equals(PREFIX + wanted.name());
  }

  private static @Nullable Run running(Tx tx, String system, RunEngine engine) {
    return engine.open(tx, system, null).stream()
        .filter(run -> run.name().startsWith(PREFIX))
        .findFirst()
        .orElse(null);
  }

  private static Kept kept(Site site) {
    try {
      return site.file().read();
    } catch (DeployException e) {
      throw new UserError(
          e.code(), e.fact(), "mend the file, or move it away and say --force-color", e);
    }
  }

  private RunDefinition definition(Site site, Wanted wanted, Kept kept) {
    Deployment deployment = site.deployment();
    Map<String, String> attributes = new TreeMap<>();
    attributes.put(DeployStep.DEPLOYMENT, deployment.name());
    attributes.put(DeployStep.ID, id(wanted, kept.memory()));
    boolean begins = wanted.phase() == Phase.PREPARE || wanted.phase() == Phase.FULL;
    if (begins) {
      attributes.put(DeployStep.VERSION, version(wanted));
      attributes.put(DeployStep.COLOUR, colour(site, wanted, kept.memory()).key());
    }
    Colour force = wanted.force();
    if (force != null) {
      attributes.put(DeployStep.FORCE, force.key());
    }
    List<Phase> phases =
        wanted.phase() == Phase.FULL
            ? List.of(Phase.PREPARE, Phase.GATEWAY, Phase.FINALIZE)
            : List.of(wanted.phase());
    String what = begins ? version(wanted) : wanted.phase().key();
    return new RunDefinition(
        PREFIX + deployment.name(),
        deployment.title() + " " + what,
        deployment.system(),
        phases.stream().map(phase -> step(phase, attributes)).toList(),
        null,
        List.of(deployment.system() + "/deploy"),
        List.of(),
        Guards.DEFAULT);
  }

  private static StepDefinition step(Phase phase, Map<String, String> attributes) {
    Map<String, String> all = new TreeMap<>(attributes);
    all.put(DeployStep.PHASE, phase.name());
    all.put("timeout", LONGEST);
    return StepDefinition.of(phase.key(), Role.OWN, new StepPart("deploy", "", all, 0));
  }

  /** A new one for what begins, else that of what is open. */
  private String id(Wanted wanted, Memory memory) {
    Change change = memory.change();
    boolean begins = wanted.phase() == Phase.PREPARE || wanted.phase() == Phase.FULL;
    if (begins || (change == null && wanted.force() != null)) {
      return Ids.next(around.timeline().instant());
    }
    if (change == null) {
      throw new UserError(
          "nothing-open",
          "no deployment of '" + wanted.name() + "' is under way",
          "begin with --phase prepare, or run --phase full");
    }
    return change.deployment();
  }

  private static String version(Wanted wanted) {
    String version = wanted.version();
    if (version == null || version.isBlank()) {
      throw new UserError(
          "version-missing",
          "no version is named",
          "say which one: jigi deploy " + wanted.name() + " VERSION");
    }
    if (!version.matches("[A-Za-z0-9][A-Za-z0-9._+:@/-]{0,127}") || version.contains("..")) {
      throw new UserError(
          "bad-version",
          "this is no version ('" + version + "')",
          "use letters, digits and . _ + : @ / -");
    }
    return version;
  }

  /** Into the idle one; where nothing is live yet, into the one that the gateway points to. */
  private Colour colour(Site site, Wanted wanted, Memory memory) {
    Colour chosen = wanted.colour();
    if (chosen != null) {
      return chosen;
    }
    Change change = memory.change();
    if (change != null) {
      return change.target();
    }
    Colour active = memory.active();
    if (active != null) {
      return active.other();
    }
    Reality now = reality(site.deployment().system(), site.deployment().name());
    Colour pointed = now.gateway();
    if (pointed == null) {
      return Colour.BLUE;
    }
    boolean answers = answers(site, pointed);
    return answers ? pointed.other() : pointed;
  }

  private boolean answers(Site site, Colour colour) {
    try {
      return shop.asking().fault(site.health(colour)) == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** One record; null when there is none. */
  public @Nullable Deployed record(String id) {
    return shop.ledger().find(Objects.requireNonNull(id));
  }
}
