package jigi.operate.deploy.gateway;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Slot;

/** Colours or instances by the addresses under which a gateway knows them. */
public final class Upstreams {
  private final Map<String, Slot> byAddress = new TreeMap<>();

  /**
   * @param name how the gateway writes where one answers
   */
  public Upstreams(GatewayOpening opening, java.util.function.Function<Slot, String> name) {
    opening.addresses().keySet().forEach(slot -> byAddress.put(name.apply(slot), slot));
  }

  /** Where requests go that go to these. */
  public Pointing pointing(Collection<String> addresses) {
    Set<Slot> to = new java.util.HashSet<>();
    for (String each : addresses) {
      Slot slot = byAddress.get(each);
      if (slot == null) {
        return new Pointing.Unclear("it sends requests to " + each + ", which is neither colour");
      }
      to.add(slot);
    }
    if (to.size() > 1) {
      return new Pointing.Both();
    }
    return to.isEmpty() ? new Pointing.Nowhere() : new Pointing.To((Colour) to.iterator().next());
  }

  /**
   * The instances among these.
   *
   * @throws DeployException {@code gateway-elsewhere}
   */
  public Set<Instance> instances(Collection<String> addresses) throws DeployException {
    Set<Instance> all = new TreeSet<>();
    for (String each : addresses) {
      if (!(byAddress.get(each) instanceof Instance instance)) {
        throw new DeployException(
            "gateway-elsewhere",
            "it sends requests to " + each + ", which is none of the instances");
      }
      all.add(instance);
    }
    return all;
  }
}
