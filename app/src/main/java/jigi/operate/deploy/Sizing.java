package jigi.operate.deploy;

import jigi.base.kernel.UserError;
import jigi.operate.deploy.scale.ScaleSettings;

/** Whether there may be more instances of a deployment, or fewer. */
final class Sizing {
  private Sizing() {}

  /**
   * How many there are to be.
   *
   * @param running how many there are now
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
