package jigi.operate.deploy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.UserError;
import jigi.base.run.Guards;
import jigi.base.run.Role;
import jigi.base.run.Run;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunEngine;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepPart;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** The runs of deployments: one of a system at a time. */
final class DeployRuns {
  private static final String PREFIX = "deploy-";
  private static final String LONGEST = "24h";

  private DeployRuns() {}

  static RunDefinition run(
      Site site, String title, List<StepDefinition> steps, List<String> locks, Guards guards) {
    Deployment deployment = site.deployment();
    return new RunDefinition(
        PREFIX + deployment.name(),
        title,
        deployment.system(),
        steps,
        null,
        locks,
        List.of(),
        guards);
  }

  static StepDefinition step(Map<String, String> attributes) {
    Map<String, String> all = new TreeMap<>(attributes);
    all.put("timeout", LONGEST);
    String title = Phase.valueOf(attributes.getOrDefault(DeployStep.PHASE, "")).key();
    return StepDefinition.of(title, Role.OWN, new StepPart("deploy", "", all, 0));
  }

  static boolean mayCancel(Wanted wanted, Run running) {
    return wanted.phase() == Phase.CANCEL && running.name().equals(PREFIX + wanted.name());
  }

  static @Nullable Run running(Tx tx, String system, RunEngine engine) {
    return running(engine.open(tx, system, null));
  }

  static @Nullable Run running(List<Run> open) {
    return open.stream().filter(run -> run.name().startsWith(PREFIX)).findFirst().orElse(null);
  }

  static void refuseBeside(@Nullable Run running) {
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
  }
}
