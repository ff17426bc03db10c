package jigi.operate.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.env.EnvSettings;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Migration;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.state.Kept;
import org.jspecify.annotations.Nullable;

/** Back to the last good version: which one it is, whether that can be, and what goes with it. */
final class WayBack {
  private WayBack() {}

  /** The last version before the live one that was deployed well; null when there is none. */
  static Kept.@Nullable Good good(Kept kept) {
    Release live = kept.memory().live();
    return kept.history().stream()
        .filter(good -> live == null || !good.version().equals(live.version()))
        .findFirst()
        .orElse(null);
  }

  /** The versions that are live, being deployed, or the one to go back to: what each is. */
  static Map<String, List<String>> inUse(Kept kept) {
    Map<String, List<String>> all = new TreeMap<>();
    Release live = kept.memory().live();
    Change open = kept.memory().change();
    Kept.Good back = good(kept);
    if (live != null) {
      all.computeIfAbsent(live.version(), version -> new ArrayList<>()).add("live");
    }
    if (open != null) {
      all.computeIfAbsent(open.release().version(), version -> new ArrayList<>()).add("open");
    }
    if (back != null) {
      all.computeIfAbsent(back.version(), version -> new ArrayList<>()).add("way-back");
    }
    return all;
  }

  /**
   * The wish for the last good version before the live one.
   *
   * @throws UserError {@code no-previous-version}
   */
  static Wanted wanted(Site site, Kept kept) {
    String name = site.deployment().name();
    if (isForbidden(kept)) {
      throw new UserError(
          "migration-forbids",
          "the live version took away of the schema what older ones need",
          "deploy a version that fits the schema, or restore a backup of before");
    }
    Kept.Good good = good(kept);
    if (good == null) {
      throw new UserError(
          "no-previous-version",
          "no other version of '" + name + "' was ever deployed well",
          "deploy the version that you want: jigi deploy " + name + " VERSION");
    }
    return new Wanted(
        site.deployment().system(),
        name,
        Phase.FULL,
        good.version(),
        null,
        null,
        shipping(site, good.shipping()),
        Leave.BACK);
  }

  /** Whether the live version has left older ones nothing to live on. */
  static boolean isForbidden(Kept kept) {
    Release live = kept.memory().live();
    return live != null && live.shipping().migration() == Migration.CONTRACT;
  }

  /** What went with it then, as far as the manual still knows it, and the gateway is switched. */
  static Shipping shipping(Site site, Shipping then) {
    EnvSettings env = site.deployment().around().env();
    if (env == null) {
      return then;
    }
    Map<String, String> tags = new TreeMap<>(then.tags());
    tags.keySet().retainAll(env.with());
    String gateway = env.gateway();
    if (gateway != null) {
      tags.put(gateway, "true");
    }
    return new Shipping(then.digest(), then.pull(), tags);
  }
}
