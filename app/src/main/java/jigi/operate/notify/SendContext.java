package jigi.operate.notify;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import jigi.base.config.Secret;
import org.jspecify.annotations.Nullable;

/** What a channel needs besides its settings. */
public record SendContext(
    Path folder, Function<String, @Nullable String> environment, Instant now) {
  public String read(Secret secret) throws Secret.Missing {
    return secret.read(folder, environment);
  }
}
