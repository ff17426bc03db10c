package jigi.operate.notify;

import java.util.List;
import java.util.Map;
import jigi.operate.notify.routing.InhibitRule;
import jigi.operate.notify.routing.RouteNode;

/** Which alerts go to whom, and which hide others. */
record Routing(RouteNode root, Map<String, Receiver> receivers, List<InhibitRule> inhibitions) {
  Routing {
    receivers = Map.copyOf(receivers);
    inhibitions = List.copyOf(inhibitions);
  }
}
