package jigi.operate.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import jigi.base.config.Manual;
import jigi.base.connect.Connections;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.journal.Journal;
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
import jigi.operate.deploy.env.EnvRegistry;
import jigi.operate.deploy.image.Images;
import jigi.operate.deploy.image.Needed;
import jigi.operate.deploy.image.Offer;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.scale.Scaled;
import jigi.operate.deploy.state.Kept;
import org.jspecify.annotations.Nullable;

/** Deployments: what the manuals say, what there was, and the acts that people begin. */
public final class Deployments {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Surroundings around;
  private final DeployPart part;
  private final Workshop shop;
  private final DeployStep step;
  private final Pipelines pipelines;
  private final Images images;
  private final Sizing sizing;
  private final LoadFollower follower;
  private final EnvWatch envWatch;
  private volatile Map<String, Deployment> deployments = Map.of();

  /**
   * The rooms that this one stands on.
   *
   * @param key for marks of values that are not kept themselves
   */
  public record Surroundings(
      Store store,
      Journal journal,
      Timeline timeline,
      Exec exec,
      Connections connections,
      Network network,
      Neighbours neighbours,
      Supplier<byte[]> key) {}

  public Deployments(Surroundings around, DeployPart part) {
    this.around = around;
    this.part = part;
    this.images = new Images(around.connections().named());
    DeployLedger ledger = new DeployLedger(around.store(), around.journal(), around.timeline());
    Asking asking = new Asking(around.network());
    Planning planning =
        new Planning(
            around.timeline(),
            asking,
            new Admission(around.timeline(), ledger, around.neighbours()),
            images,
            this::reality);
    this.shop = new Workshop(around.timeline(), ledger, asking, planning, around.neighbours());
    this.step = new DeployStep(shop);
    this.pipelines = new Pipelines(this, around);
    this.sizing = new Sizing(around);
    this.envWatch = new EnvWatch(this, around);
    this.follower = new LoadFollower(this, around, ledger, sizing);
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
        sites.put(one.key(), Site.of(one, opening(one, manual), around.network()));
      }
    }
    shop.sites(sites);
    deployments = java.util.Collections.unmodifiableMap(next);
  }

  private RuntimeOpening opening(Deployment one, Manual manual) {
    Path folder = manual.source().folder().toAbsolutePath();
    String on = one.around().on();
    Path of = on == null ? null : around.connections().folder(one.system(), on);
    return new RuntimeOpening(
        one.system(),
        one.name(),
        of == null ? folder : folder.resolve(of),
        around.exec(),
        around.timeline(),
        around.connections(),
        on == null ? Map.of() : around.connections().environment(one.system(), on));
  }

  /** What CI tells. */
  public Pipelines pipelines() {
    return pipelines;
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
    return reality(site(system, name));
  }

  private Reality reality(Site site) {
    Reality known = shop.seen().last(site.deployment().key());
    if (known != null && known.at().plus(FRESH).isAfter(around.timeline().instant())) {
      return known;
    }
    long acts = shop.seen().acts();
    try {
      Reality now = new Observer(site, shop.asking(), around.timeline()).look();
      shop.seen().keep(site.deployment().key(), now, acts);
      return now;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking at " + site.deployment().key(), e);
    }
  }

  /**
   * Lets nothing be deployed but what goes back.
   *
   * @throws UserError {@code unknown-deployment}, {@code reason-missing}
   */
  public void freeze(String system, String name, String reason, String actor) {
    if (reason.isBlank()) {
      throw new UserError(
          "reason-missing", "no reason is given", "say why: --reason 'sales until Sunday'");
    }
    shop.ledger().freeze(site(system, name).deployment(), reason.strip(), actor);
  }

  public void unfreeze(String system, String name, String actor) {
    shop.ledger().unfreeze(site(system, name).deployment(), actor);
  }

  /** Null while it is not frozen. */
  public @Nullable Freeze frozen(String system, String name) {
    return shop.ledger().freeze(system, name);
  }

  /**
   * Its env files as they are now.
   *
   * @throws UserError {@code unknown-deployment}
   */
  public List<EnvRegistry.Entry> envFiles(String system, String name) {
    return site(system, name).envFiles().look();
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
   * The versions that its registry has; null when the manual names none.
   *
   * @throws UserError {@code unknown-deployment}, {@code registry-unreachable}, {@code
   *     repository-missing}
   */
  public @Nullable Offer offer(String system, String name) {
    return images.offer(system, site(system, name).deployment().around().images());
  }

  /**
   * What speaks against deleting versions in their registry; null when the manual names none.
   *
   * @throws UserError {@code tag-missing}, and as {@link #offer}
   */
  public @Nullable List<Needed> needed(String system, String name, List<String> versions) {
    Site site = site(system, name);
    return images.needed(
        system, site.deployment().around().images(), versions, WayBack.inUse(kept(site)));
  }

  /**
   * The last version before the live one that was deployed well; null when there is none.
   *
   * @throws UserError {@code unknown-deployment}, {@code state-unreadable}
   */
  public @Nullable String previous(String system, String name) {
    Kept.Good good = WayBack.good(kept(site(system, name)));
    return good == null ? null : good.version();
  }

  /**
   * A person goes back to the last version before the live one: a deployment like any other.
   *
   * @throws UserError {@code no-previous-version}, and as {@link #begin}
   */
  public Run rollBack(String system, String name, String actor, RunEngine engine) {
    Site site = site(system, name);
    return begin(WayBack.wanted(site, kept(site)), actor, engine);
  }

  /** Whether the live version has left older ones nothing to live on. */
  public boolean isWayBackForbidden(String system, String name) {
    return WayBack.isForbidden(kept(site(system, name)));
  }

  /**
   * A person begins a phase. While one runs, {@link Phase#CANCEL} cancels it.
   *
   * @throws UserError {@code unknown-deployment}, {@code deployment-running}, {@code
   *     version-missing}, {@code state-unreadable}, {@code nothing-open}, {@code tag-missing},
   *     {@code registry-unreachable}
   */
  public Run begin(Wanted wanted, String actor, RunEngine engine) {
    return begin(wanted, actor, engine, (tx, run) -> {});
  }

  /**
   * The same.
   *
   * @param also what is recorded with the beginning, or not at all
   */
  Run begin(Wanted wanted, String actor, RunEngine engine, BiConsumer<Tx, Run> also) {
    Site site = site(wanted.system(), wanted.name());
    Kept kept = kept(site);
    shop.planning().look(site, wanted);
    return around
        .store()
        .write(
            tx -> {
              Run running = DeployRuns.running(tx, wanted.system(), engine);
              if (running != null && DeployRuns.mayCancel(wanted, running)) {
                engine.cancel(tx, running.id(), actor);
                return running;
              }
              DeployRuns.refuseBeside(running);
              RunDefinition definition = definition(site, wanted, kept);
              String override = wanted.leave().override();
              if (override != null && wanted.begins()) {
                shop.ledger().overridden(tx, site.deployment(), override, actor);
              }
              Run begun = engine.start(tx, RunRequest.byHand(definition, Map.of(), actor));
              also.accept(tx, begun);
              return begun;
            });
  }

  /**
   * Starts more instances of the live version, or ends some.
   *
   * @param to {@code 5}, {@code +2} or {@code -1}; what is too much or too little is capped
   * @param reason why; empty for none
   * @throws UserError {@code unknown-deployment}, {@code not-scalable}, {@code bad-count}, {@code
   *     nothing-deployed}, {@code nothing-to-scale}, {@code deployment-running}
   */
  public Run scale(
      String system, String name, String to, String reason, String actor, RunEngine engine) {
    Site site = site(system, name);
    int running = kept(site).memory().instances();
    return sizing.asked(site, running, to, new Sizing.By(actor, reason.strip()), engine);
  }

  /** What lets the load say how many instances run. */
  public LoadFollower follower() {
    return follower;
  }

  /** What sees changes of env files. */
  public EnvWatch envWatch() {
    return envWatch;
  }

  Site site(Deployment one) {
    return site(one.system(), one.name());
  }

  /**
   * How large one is.
   *
   * @param instances how many run; 0 before anything was deployed
   * @param busy whether something of the system is being deployed or scaled, or this one rests
   *     half-way
   */
  record Size(int instances, boolean busy) {}

  /**
   * How large it is now.
   *
   * @throws UserError {@code state-unreadable}
   */
  Size size(Deployment one, RunEngine engine) {
    Memory memory = kept(site(one)).memory();
    boolean busy =
        memory.change() != null || DeployRuns.running(engine.open(one.system(), null)) != null;
    return new Size(memory.instances(), busy);
  }

  /** How many instances there were, and why; newest first. */
  public List<Scaled> scalings(String system, String name, int limit) {
    return shop.ledger().scalings(system, name, limit);
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
    Planning.Planned planned = shop.planning().plan(site, wanted, kept, null);
    List<StepDefinition> steps =
        new ArrayList<>(planned.phases().stream().map(DeployRuns::step).toList());
    List<String> locks = new ArrayList<>(List.of(deployment.system() + "/deploy"));
    Demands.Proven backup = deployment.demands().backup();
    if (backup != null && backup.first() && wanted.begins() && !wanted.leave().back()) {
      StepPart taken = new StepPart("backup", "", Map.of("plan", backup.plan()), 0);
      steps.addFirst(StepDefinition.of("backup", Role.OWN, taken));
      locks.addFirst(deployment.system() + "/backup");
    }
    return DeployRuns.run(
        site, deployment.title() + " " + planned.what(), steps, locks, Guards.DEFAULT);
  }

  /** One record; null when there is none. */
  public @Nullable Deployed record(String id) {
    return shop.ledger().find(Objects.requireNonNull(id));
  }
}
