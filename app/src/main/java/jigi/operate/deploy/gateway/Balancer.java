package jigi.operate.deploy.gateway;

import java.util.Set;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Instance;

/** A gateway that spreads requests over instances. */
public interface Balancer extends Gateway {
  /**
   * Which instances new requests go to, as the gateway itself says.
   *
   * @throws DeployException {@code gateway-unreachable}, {@code gateway-elsewhere}: nothing can be
   *     said
   */
  Set<Instance> receiving() throws DeployException, InterruptedException;

  /**
   * Sends new requests to exactly these, sees that it is so, and makes it outlive a restart of the
   * gateway.
   *
   * @param over at least one
   * @throws DeployException {@code gateway-refused}, {@code gateway-unreachable}
   */
  void spread(Set<Instance> over) throws DeployException, InterruptedException;
}
