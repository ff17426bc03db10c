package jigi.operate.deploy.gateway;

import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Slot;
import org.jspecify.annotations.Nullable;

/** What stands in front of one deployment. Every act may be repeated. */
public interface Gateway {
  /**
   * Where new requests go, as the gateway itself says.
   *
   * @throws DeployException {@code gateway-unreachable}: nothing can be said
   */
  Pointing pointing() throws DeployException, InterruptedException;

  /**
   * Sends every new request to the colour, sees that it is so, and makes it outlive a restart of
   * the gateway.
   *
   * @throws DeployException {@code gateway-refused}, {@code gateway-unreachable}
   */
  void point(Colour to) throws DeployException, InterruptedException;

  /**
   * How many requests one that receives nothing new still works on; null where nothing ever tells.
   *
   * @throws DeployException {@code gateway-unreachable}
   */
  @Nullable Long inFlight(Slot slot) throws DeployException, InterruptedException;
}
