package jigi.operate.notify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import jigi.base.config.Secret;
import org.jspecify.annotations.Nullable;

/** What a provider posts when somebody acknowledges there what it was given. */
public interface Answers {
  /** Who says it, before the name of whoever acknowledged: {@code slack}. */
  String provider();

  /** With which it signs what it posts. */
  Secret secret();

  /**
   * Whether whoever posted it knows the secret and, where the provider signs the time, posted it
   * lately.
   *
   * @param now on the clock of the provider
   */
  boolean isGenuine(Posted posted, String secret, Instant now);

  /**
   * Null for what acknowledges nothing.
   *
   * @throws jigi.base.kernel.UserError when it cannot be read
   */
  @Nullable Taken read(Posted posted);

  /**
   * What was posted, before anything of it is believed.
   *
   * @param headers by names in lower case
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Posted(Function<String, @Nullable String> headers, byte[] body) {
    /** Empty where there is none. */
    public String header(String name) {
      String value = headers.apply(name);
      return value == null ? "" : value;
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * Somebody acknowledged.
   *
   * @param key what the provider was given with the message: the delivery's id, or what {@link
   *     Message#thread} says of it
   * @param member the provider's id of whoever it was; empty where it gives none
   * @param name what the provider calls them
   * @param at on the clock of the provider
   */
  record Taken(String key, String member, String name, Instant at) {}
}
