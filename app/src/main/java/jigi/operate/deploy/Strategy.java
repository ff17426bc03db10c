package jigi.operate.deploy;

import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Values;
import jigi.operate.deploy.gate.Gates;
import jigi.operate.deploy.gateway.GatewaySettings;
import jigi.operate.deploy.scale.ScaleSettings;

/** What goes with two colours that take turns, and what with instances that are replaced. */
final class Strategy {
  private Strategy() {}

  static void check(Deployment one, Values values, Problems problems) {
    logged(one, values, problems);
    scale(one, values, problems);
    batch(one, values, problems);
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

  /** Of several instances only one gets the request, and nothing says which. */
  private static void logged(Deployment one, Values values, Problems problems) {
    boolean logged = one.watch().logged();
    if (logged && one.rolls()) {
      needsColours(values, DeployPart.LOGGED, "a request reaches one of several", problems);
    } else if (logged && one.watch().through() == null) {
      problems.error(
          values.placeOfValue(DeployPart.LOGGED),
          "missing-key",
          "'logged' sends a request through the gateway, and 'through' does not say where",
          "add through: https://…, or leave 'logged' out");
    }
  }

  private static void scale(Deployment one, Values values, Problems problems) {
    ScaleSettings scale = one.around().scale();
    if (scale == null) {
      return;
    }
    int places = one.slots().size();
    Integer max = scale.max();
    if (!one.rolls()) {
      problems.error(
          values.placeOfValue(DeployPart.SCALE),
          "needs-instances",
          "two colours are never more or fewer",
          "name 'instances' in place of blue and green, or leave 'scale' out");
    } else if ((max != null && max > places) || scale.min() > scale.most(places)) {
      problems.error(
          values.placeOfValue(DeployPart.SCALE),
          "scale-beyond-instances",
          "'scale' says "
              + scale.min()
              + " to "
              + scale.most(places)
              + (max != null && max > places ? " (" + max + ")" : "")
              + ", and there are "
              + places
              + " places for instances",
          "name as many 'instances' as there may be at most, and no 'min' above 'max'");
    } else if (one.gateway() != null && scale.min() == 1) {
      problems.error(
          values.placeOfValue(DeployPart.SCALE),
          "one-instance",
          "one instance alone cannot be taken out of its gateway without failing requests",
          "write min: 2 or more, or leave the gateway out");
    }
  }

  /** What runs fewest is what must suffice: one of them at least goes on meanwhile. */
  private static void batch(Deployment one, Values values, Problems problems) {
    int batch = one.around().batch();
    ScaleSettings scale = one.around().scale();
    int fewest = scale == null ? one.slots().size() : scale.min();
    if (batch > 1 && !one.rolls()) {
      problems.error(
          values.placeOfValue(DeployPart.BATCH),
          "needs-instances",
          "two colours take turns, and are not replaced in batches",
          "name 'instances' in place of blue and green, or leave 'batch' out");
    } else if (batch > 1 && batch >= fewest) {
      problems.error(
          values.placeOfValue(DeployPart.BATCH),
          "batch-too-large",
          batch + " are to be replaced at a time, and only " + fewest + " run",
          "write fewer, so that one goes on answering: batch: " + Math.max(1, fewest / 2));
    }
  }

  private static void instances(Deployment one, Values values, Problems problems) {
    GatewaySettings gateway = one.gateway();
    if (gateway != null && !gateway.spreads()) {
      problems.error(
          values.placeOfValue(DeployPart.GATEWAY),
          "needs-colours",
          "this gateway (" + gateway.kind() + ") cannot spread requests over instances",
          "use haproxy, or nginx with a file that it includes; or blue and green");
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
