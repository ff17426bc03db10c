package jigi.operate.deploy;

import jigi.base.kernel.UserError;
import jigi.operate.deploy.machine.Migration;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.state.Kept;

/** The live version once more: what it stands on was patched, and not the version itself. */
final class Renewal {
  private Renewal() {}

  /**
   * The wish for the version that runs.
   *
   * @throws UserError {@code nothing-deployed}
   */
  static Wanted wanted(Site site, Kept kept, boolean pull) {
    Release live = kept.memory().live();
    String name = site.deployment().name();
    if (live == null || live.instance().isEmpty()) {
      throw new UserError(
          "nothing-deployed",
          "no version of '" + name + "' was deployed yet that could be renewed",
          "deploy one first: jigi deploy " + name + " VERSION");
    }
    return new Wanted(
        site.deployment().system(),
        name,
        Phase.FULL,
        live.version(),
        null,
        null,
        new Shipping(null, pull, WayBack.shipping(site, live.shipping()).tags()),
        new Leave(null, migration(live), false));
  }

  /** What was taken away stays away, and forbids the way back as before. */
  private static Migration migration(Release live) {
    Migration then = live.shipping().migration();
    return then == Migration.CONTRACT ? then : Migration.NONE;
  }
}
