package jigi.present.api.view;

import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * A system in a list.
 *
 * @param environment production, staging, …
 * @param status the worst of its components and of the alerts that concern it as a whole
 */
public record SystemRow(
    String system,
    String title,
    String purpose,
    @Nullable String environment,
    @Nullable String owner,
    Status status,
    Counts counts) {
  /**
   * How many components there are.
   *
   * @param unwatched those of which nothing is known, nor meant to be
   */
  public record Counts(int fail, int unknown, int warn, int ok, int unwatched) {
    public int watched() {
      return fail + unknown + warn + ok;
    }

    public int total() {
      return watched() + unwatched;
    }
  }

  public String path() {
    return "/services/" + system;
  }
}
