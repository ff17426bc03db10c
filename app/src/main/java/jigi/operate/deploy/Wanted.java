package jigi.operate.deploy;

import jigi.operate.deploy.machine.Colour;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants of a deployment.
 *
 * @param version needed for {@link Phase#PREPARE} and {@link Phase#FULL}
 * @param colour of {@code --override-color}: into which one; null for the idle one
 * @param force of {@code --force-color}: where the gateway points; null for the new one
 */
public record Wanted(
    String system,
    String name,
    Phase phase,
    @Nullable String version,
    @Nullable Colour colour,
    @Nullable Colour force) {}
