package jigi.operate.deploy.machine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a release besides its version.
 *
 * @param digest of exactly what is meant: {@code repository@sha256:…}, or the id of an image; null
 *     while nobody knows, or where there is none
 * @param pull whether a registry is asked for it
 * @param migration what it does to the schema
 * @param tags what goes with it, by variable: {@code FE_TAG}
 */
public record Shipping(
    @Nullable String digest, boolean pull, Migration migration, Map<String, String> tags) {
  public static final Shipping PLAIN = new Shipping(null, true, Migration.NONE, Map.of());

  public Shipping(@Nullable String digest, boolean pull, Map<String, String> tags) {
    this(digest, pull, Migration.NONE, tags);
  }

  public Shipping {
    tags = Map.copyOf(tags);
  }
}
