package jigi.operate.deploy;

import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Values;
import jigi.operate.deploy.gate.Gates;
import jigi.operate.deploy.gateway.GatewaySettings;

/** What goes with two colours that take turns, and what with instances that are replaced. */
final class Strategy {
  private Strategy() {}

  static void check(Deployment one, Values values, Problems problems) {
    if (one.rolls()) {
      instances(one, values, problems);
    } else if (one.gateway() == null && !values.has(DeployPart.GATEWAY)) {
      problems.error(
          values.place(),
          "missing-key",
          "nothing stands in front of the two colours",
          "add 'gateway'; only instances can do without");
    }
  }

  private static void instances(Deployment one, Values values, Problems problems) {
    GatewaySettings gateway = one.gateway();
    if (gateway != null && !gateway.spreads()) {
      problems.error(
          values.placeOfValue(DeployPart.GATEWAY),
          "needs-colours",
          "a gateway of the kind '" + gateway.kind() + "' cannot spread requests over instances",
          "use haproxy or nginx, or blue and green");
    } else if (gateway != null && one.slots().size() == 1) {
      problems.error(
          values.placeOfValue(DeployPart.GATEWAY),
          "one-instance",
          "one instance alone cannot be taken out of its gateway without failing requests",
          "name two 'instances' or more, or leave the gateway out: then it is restarted");
    }
    Gates gates = one.demands().gates();
    if (gates != null && gates.compare() != null) {
      needsColours(values, Demands.GATES, "'compare' tells two colours apart", problems);
    }
    if (one.demands().after() != null) {
      needsColours(values, Demands.AFTER, "nothing rests between the switch and the end", problems);
    }
    if (one.around().dist() != null) {
      needsColours(values, DeployPart.DIST, "there is no moment of a switch", problems);
    }
  }

  private static void needsColours(Values values, Field<?> field, String why, Problems problems) {
    problems.error(
        values.placeOfValue(field),
        "needs-colours",
        "instances are replaced one by one, and " + why,
        "use blue and green, or leave '" + field.name() + "' out");
  }
}
