package jigi.present.api.view;

import org.jspecify.annotations.Nullable;

/** What everybody may read without signing in. */
@FunctionalInterface
public interface PublicDesk {
  /** Null where the manual shows nothing to everybody. */
  @Nullable PublicStatus get(String system);
}
