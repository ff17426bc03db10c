package jigi.operate.deploy;

import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Shipping;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants of a deployment.
 *
 * @param version needed for {@link Phase#PREPARE} and {@link Phase#FULL}
 * @param colour of {@code --override-color}: into which one; null for the idle one
 * @param force of {@code --force-color}: where the gateway points; null for the new one
 * @param shipping what goes with it; its tags in place of what the env files say
 * @param leave what they say to what it waits for
 */
public record Wanted(
    String system,
    String name,
    Phase phase,
    @Nullable String version,
    @Nullable Colour colour,
    @Nullable Colour force,
    Shipping shipping,
    Leave leave) {
  /** Whether it begins a deployment. */
  boolean begins() {
    return phase == Phase.PREPARE || phase == Phase.FULL;
  }

  public Wanted(String system, String name, Phase phase, @Nullable String version) {
    this(system, name, phase, version, null, null, Shipping.PLAIN, Leave.NONE);
  }
}
