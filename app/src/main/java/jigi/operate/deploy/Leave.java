package jigi.operate.deploy;

import jigi.operate.deploy.machine.Migration;
import org.jspecify.annotations.Nullable;

/**
 * What a person says to what a deployment waits for.
 *
 * @param override why it begins although it is frozen, or its checklist is not signed; null: it
 *     does not
 * @param migration what the version does to the schema; null: not said
 * @param back whether it goes back to what was live before, which nothing holds up
 * @param replace whether the live colour is replaced, while the other one answers in its place
 */
public record Leave(
    @Nullable String override, @Nullable Migration migration, boolean back, boolean replace) {
  public static final Leave NONE = new Leave(null, null, false);

  static final Leave BACK = new Leave(null, null, true);

  public Leave(@Nullable String override, @Nullable Migration migration, boolean back) {
    this(override, migration, back, false);
  }
}
