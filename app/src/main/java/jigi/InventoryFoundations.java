package jigi;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jigi.base.kernel.Status;
import jigi.detect.inventory.Component;
import jigi.detect.inventory.ComponentType;
import jigi.detect.inventory.Inventory;
import jigi.detect.probe.Components;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeView;
import jigi.operate.notify.Foundations;
import org.jspecify.annotations.Nullable;

/** What stands on what by the inventory, and what is down by the probes. */
final class InventoryFoundations implements Foundations {
  private final Components components;
  private final ProbeScheduler probes;

  InventoryFoundations(DetectRooms detect) {
    this.components = detect.components;
    this.probes = detect.probes;
  }

  @Override
  public Set<String> below(String system, @Nullable String component, @Nullable String host) {
    Inventory inventory = components.systems().get(system);
    if (inventory == null) {
      return Set.of();
    }
    Set<String> below = new LinkedHashSet<>();
    Component self = component == null ? null : inventory.component(component);
    if (self == null || self.type() != ComponentType.HOST) {
      addHost(inventory, self == null || self.on() == null ? host : self.on(), below);
    }
    if (component != null) {
      for (Component each : inventory.foundations(component)) {
        below.add(each.name());
        if (each.type() != ComponentType.HOST) {
          addHost(inventory, each.on(), below);
        }
      }
      below.remove(component);
    }
    return below;
  }

  /** A component of type host stands for the host that it is on. */
  private static void addHost(Inventory inventory, @Nullable String host, Set<String> below) {
    inventory.all().stream()
        .filter(each -> each.type() == ComponentType.HOST)
        .filter(each -> host != null && (host.equals(each.on()) || host.equals(each.name())))
        .forEach(each -> below.add(each.name()));
  }

  @Override
  public boolean isDown(String system, String component) {
    List<Status> seen = probes.views(system, component).stream().map(ProbeView::status).toList();
    return seen.contains(Status.FAIL)
        && seen.stream().allMatch(each -> each == Status.FAIL || each == Status.UNKNOWN);
  }
}
