package jigi.operate.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import jigi.base.run.Guards;
import jigi.base.run.Lane;
import jigi.base.run.Mode;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunEngine;
import jigi.base.run.RunRequest;
import jigi.base.run.Trigger;
import jigi.operate.deploy.scale.Governor;
import jigi.operate.deploy.scale.ScaleSettings;
import org.jspecify.annotations.Nullable;

/** More instances of a deployment, or fewer: as a person says, or as its load does. */
final class Sizing {
  /** Beyond that, or after so many failures, a person is asked. */
  private static final Guards BY_LOAD = new Guards(20, Duration.ZERO.toMillis(), 3);

  private final Deployments.Surroundings around;

  Sizing(Deployments.Surroundings around) {
    this.around = around;
  }

  /**
   * As a person says.
   *
   * @throws UserError {@code not-scalable}, {@code bad-count}, {@code nothing-deployed}, {@code
   *     nothing-to-scale}, {@code deployment-running}
   */
  Run asked(Site site, int running, String to, By by, RunEngine engine) {
    int count = target(site.deployment(), running, to);
    RunDefinition definition = definition(site, running, count, by.reason(), Guards.DEFAULT);
    return around
        .store()
        .write(
            tx -> {
              DeployRuns.refuseBeside(DeployRuns.running(tx, site.deployment().system(), engine));
              return engine.start(tx, RunRequest.byHand(definition, Map.of(), by.actor()));
            });
  }

  /** Who asks, and why. */
  record By(String actor, String reason) {}

  /** As the load says; null when something else began meanwhile. */
  @Nullable Run followed(Site site, int running, int count, String why, RunEngine engine) {
    RunDefinition definition = definition(site, running, count, why, BY_LOAD);
    RunRequest request =
        new RunRequest(
            definition,
            Map.of(),
            Trigger.change("load"),
            Governor.ACTOR,
            null,
            Lane.NORMAL,
            Mode.AUTOMATIC);
    return around
        .store()
        .write(
            tx ->
                DeployRuns.running(tx, site.deployment().system(), engine) == null
                    ? engine.start(tx, request)
                    : null);
  }

  private RunDefinition definition(
      Site site, int running, int count, String reason, Guards guards) {
    Deployment deployment = site.deployment();
    Map<String, String> attributes = new TreeMap<>();
    attributes.put(DeployStep.DEPLOYMENT, deployment.name());
    attributes.put(DeployStep.ID, Ids.next(around.timeline().instant()));
    attributes.put(DeployStep.PHASE, Phase.FULL.name());
    attributes.put(DeployStep.SCALE, String.valueOf(count));
    attributes.put(DeployStep.REASON, reason);
    return DeployRuns.run(
        site,
        deployment.title() + " " + running + " → " + count,
        List.of(DeployRuns.step(attributes)),
        List.of(deployment.system() + "/deploy"),
        guards);
  }

  /**
   * How many there are to be, as near to the wish as is allowed.
   *
   * @throws UserError {@code not-scalable}, {@code bad-count}, {@code nothing-deployed}, {@code
   *     nothing-to-scale}
   */
  static int target(Deployment deployment, int running, String asked) {
    ScaleSettings scale = deployment.around().scale();
    if (scale == null) {
      throw new UserError(
          "not-scalable",
          "all instances of '" + deployment.name() + "' run always",
          "say 'scale: {min: …}' in its manual, and name as many 'instances' as there may be");
    }
    if (running == 0) {
      throw new UserError(
          "nothing-deployed",
          "no version of '" + deployment.name() + "' was deployed yet",
          "deploy one first: jigi deploy " + deployment.name() + " VERSION");
    }
    int places = deployment.slots().size();
    int count = scale.target(asked, running, places);
    if (count == running) {
      throw new UserError(
          "nothing-to-scale",
          running + " run already, of " + scale.min() + " to " + scale.most(places),
          "change 'scale' of the manual where that is not enough");
    }
    return count;
  }
}
