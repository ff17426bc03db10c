package jigi.base.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows who people are and what roles they hold. */
public interface Approvers {
  /**
   * The person behind an actor, so that one person counts once, however they come in.
   *
   * @param actor {@code user:kim}, {@code token:ci}
   * @param asked roles or people; empty for whoever may approve
   * @return null when the consent is not this actor's to give
   */
  @Nullable String person(String actor, String system, List<String> asked);

  /** Takes every actor for a person of their own, asked by name only. */
  static Approvers byName() {
    return (actor, system, asked) ->
        asked.isEmpty() || asked.stream().anyMatch(one -> actor.equals("user:" + one))
            ? actor
            : null;
  }
}
