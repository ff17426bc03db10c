package jigi.operate.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.env.EnvFiles;
import jigi.operate.deploy.image.ImageSettings;
import jigi.operate.deploy.image.Images;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Migration;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.state.Kept;
import org.jspecify.annotations.Nullable;

/** Makes phases of what is wanted, and finds out what was not said. */
final class Planning {
  private final Timeline timeline;
  private final Asking asking;
  private final Admission admission;
  private final Images images;
  private final Function<Site, Reality> reality;

  Planning(
      Timeline timeline,
      Asking asking,
      Admission admission,
      Images images,
      Function<Site, Reality> reality) {
    this.admission = admission;
    this.images = images;
    this.timeline = timeline;
    this.asking = asking;
    this.reality = reality;
  }

  /**
   * @param what for people: the version, or the phase
   * @param phases the attributes of {@link DeployStep} for one after another
   */
  record Planned(String what, List<Map<String, String>> phases) {}

  /**
   * @param id of a deployment that begins; null for a new one
   * @throws UserError {@code version-missing}, {@code bad-version}, {@code nothing-open}, and what
   *     the env files lack
   */
  Planned plan(Site site, Wanted wanted, Kept kept, @Nullable String id) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put(DeployStep.DEPLOYMENT, site.deployment().name());
    attributes.put(DeployStep.ID, id(wanted, kept.memory(), id));
    List<Phase> phases = List.of(wanted.phase());
    String what = wanted.phase().key();
    boolean rolls = site.deployment().rolls();
    if (rolls) {
      wholly(wanted);
    }
    if (wanted.phase() == Phase.FINALIZE && kept.memory().change() != null) {
      admission.after(site.deployment());
    }
    if (wanted.begins()) {
      EnvFiles env = site.env();
      Map<String, String> values = values(env, wanted);
      what = version(wanted, env == null ? null : env.version(values));
      admission.admit(site.deployment(), wanted, id == null);
      attributes.put(DeployStep.VERSION, what);
      if (rolls) {
        int instances = site.deployment().instances(kept.memory());
        attributes.put(DeployStep.INSTANCES, String.valueOf(instances));
        attributes.put(DeployStep.BATCH, String.valueOf(site.deployment().around().batch()));
      } else {
        attributes.put(DeployStep.COLOUR, colour(site, wanted, kept.memory()).key());
      }
      Shipping shipping =
          new Shipping(
              wanted.shipping().digest(),
              wanted.shipping().pull() && site.deployment().demands().build() == null,
              migration(wanted),
              env == null ? Map.of() : env.with(values));
      attributes.putAll(DeployStep.attributes(shipping));
      phases = wanted.phase() == Phase.FULL && !rolls ? full(env, values) : phases;
      if (!rolls && wanted.phase() == Phase.FULL && phases.size() == 1 && env != null) {
        attributes.put(DeployStep.RESTS, env.gateway());
      }
      String after = site.deployment().demands().after();
      if (phases.size() == Phase.WHOLE.size() && after != null && !wanted.leave().back()) {
        phases = List.of(Phase.PREPARE, Phase.GATEWAY);
        attributes.put(DeployStep.SIGNED, after);
      }
      if (wanted.leave().replace()) {
        return new Planned(what, Detour.of(wanted, kept.memory(), phases, attributes));
      }
    }
    Colour force = wanted.force();
    if (force != null) {
      attributes.put(DeployStep.FORCE, force.key());
    }
    return new Planned(what, each(phases, attributes));
  }

  /**
   * Asks the registries for the images of what is to begin; what goes back asks nobody.
   *
   * @throws UserError {@code version-missing}, {@code tag-missing}, {@code registry-unreachable}
   */
  void look(Site site, Wanted wanted) {
    Deployment deployment = site.deployment();
    List<ImageSettings> of = deployment.around().images();
    boolean pulls = wanted.shipping().pull() && deployment.demands().build() == null;
    if (wanted.begins() && !wanted.leave().back() && pulls && !of.isEmpty()) {
      EnvFiles env = site.env();
      Map<String, String> values = values(env, wanted);
      String version = version(wanted, env == null ? null : env.version(values));
      images.require(deployment.system(), of, version, values);
    }
  }

  private static Map<String, String> values(@Nullable EnvFiles env, Wanted wanted) {
    return env == null ? Map.of() : env.values(said(wanted.shipping().tags(), wanted, env));
  }

  /** Instances have no colours, and nothing rests between them. */
  private static void wholly(Wanted wanted) {
    boolean half = wanted.phase() == Phase.PREPARE || wanted.phase() == Phase.GATEWAY;
    if (half || wanted.colour() != null || wanted.force() != null) {
      throw new UserError(
          "no-colours",
          "'" + wanted.name() + "' has instances that are replaced one by one, and no colours",
          "run it whole: jigi deploy "
              + wanted.name()
              + " VERSION; --phase finalize goes on,"
              + " --phase cancel goes back");
    }
  }

  private static Migration migration(Wanted wanted) {
    Migration said = wanted.leave().migration();
    return said == null ? Migration.NONE : said;
  }

  /** What a person names as the version stands in the place of the variable. */
  private static Map<String, String> said(Map<String, String> tags, Wanted wanted, EnvFiles env) {
    Map<String, String> said = new LinkedHashMap<>(tags);
    String variable = env.variable();
    String version = wanted.version();
    if (variable != null && version != null && !version.isBlank()) {
      said.put(variable, version);
    }
    return said;
  }

  private static List<Phase> full(@Nullable EnvFiles env, Map<String, String> values) {
    return env == null || env.switches(values) ? Phase.WHOLE : List.of(Phase.PREPARE);
  }

  static List<Map<String, String>> each(List<Phase> phases, Map<String, String> attributes) {
    List<Map<String, String>> all = new ArrayList<>();
    for (Phase phase : phases) {
      Map<String, String> one = new TreeMap<>(attributes);
      one.put(DeployStep.PHASE, phase.name());
      all.add(one);
    }
    return all;
  }

  /** A new one for what begins, else that of what is open, or was ended so already. */
  private String id(Wanted wanted, Memory memory, @Nullable String given) {
    Change change = memory.change();
    if (wanted.begins() || (change == null && wanted.force() != null)) {
      return given == null ? Ids.next(timeline.instant()) : given;
    }
    if (change != null) {
      return change.deployment();
    }
    Ended last = memory.last();
    if (last == null || !isSo(wanted.phase(), last.outcome())) {
      throw new UserError(
          "nothing-open",
          "no deployment of '" + wanted.name() + "' is under way",
          "begin with --phase prepare, or run --phase full");
    }
    return last.deployment();
  }

  /** Whether the phase would only say what has happened already. */
  private static boolean isSo(Phase phase, Ended.Outcome outcome) {
    return (phase == Phase.FINALIZE && outcome == Ended.Outcome.DEPLOYED)
        || (phase == Phase.CANCEL && outcome == Ended.Outcome.CANCELLED);
  }

  private static String version(Wanted wanted, @Nullable String written) {
    String version = wanted.version();
    if (version == null || version.isBlank()) {
      version = written;
    }
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
    if (change != null && change.target() instanceof Colour target) {
      return target;
    }
    Colour active = memory.active();
    if (active != null) {
      return active.other();
    }
    Colour pointed = reality.apply(site).gateway();
    if (pointed == null) {
      return Colour.BLUE;
    }
    return answers(site, pointed) ? pointed.other() : pointed;
  }

  private boolean answers(Site site, Colour colour) {
    try {
      return asking.fault(site.health(colour)) == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
