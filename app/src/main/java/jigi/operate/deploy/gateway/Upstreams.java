package jigi.operate.deploy.gateway;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Slot;

/** A gateway that knows colours and instances by the addresses that it sends requests to. */
public abstract class Upstreams implements Balancer {
  private final Map<String, Slot> byAddress = new TreeMap<>();
  private final Function<Slot, String> name;

  /**
   * @param name how the gateway writes where one answers
   */
  protected Upstreams(GatewayOpening opening, Function<Slot, String> name) {
    this.name = name;
    opening
        .addresses()
        .keySet()
        .forEach(slot -> byAddress.put(Objects.requireNonNull(name.apply(slot)), slot));
  }

  /**
   * Where it sends new requests, in its own words.
   *
   * @throws DeployException {@code gateway-unreachable}
   */
  protected abstract List<String> addresses() throws DeployException, InterruptedException;

  /**
   * Makes it send new requests to exactly these, and sees that it does.
   *
   * @throws DeployException {@code gateway-refused}, {@code gateway-unreachable}
   */
  protected abstract void send(List<String> to) throws DeployException, InterruptedException;

  @Override
  public Pointing pointing() throws DeployException, InterruptedException {
    return pointing(addresses());
  }

  private Pointing pointing(Collection<String> addresses) {
    Set<Slot> to = new HashSet<>();
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

  @Override
  public Set<Instance> receiving() throws DeployException, InterruptedException {
    Set<Instance> all = new TreeSet<>();
    for (String each : addresses()) {
      if (!(byAddress.get(each) instanceof Instance instance)) {
        throw new DeployException(
            "gateway-elsewhere",
            "it sends requests to " + each + ", which is none of the instances");
      }
      all.add(instance);
    }
    return all;
  }

  @Override
  public void point(Colour to) throws DeployException, InterruptedException {
    send(List.of(name.apply(to)));
  }

  @Override
  public void spread(Set<Instance> over) throws DeployException, InterruptedException {
    send(new TreeSet<>(over).stream().map(name).toList());
  }
}
