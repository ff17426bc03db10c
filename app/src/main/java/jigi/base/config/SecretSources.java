package jigi.base.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where secrets are looked up that are in no file: the environment, and what Jigi keeps itself. */
@FunctionalInterface
public interface SecretSources extends Function<String, @Nullable String> {
  /**
   * What {@code jigi secret set} keeps under the name.
   *
   * @return null when nothing is kept under it
   * @throws Secret.Missing when it is kept and cannot be opened
   */
  default @Nullable String stored(String name) throws Secret.Missing {
    return null;
  }
}
