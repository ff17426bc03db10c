package jigi.base.access;

import java.util.Set;

/**
 * A role that is held on a system.
 *
 * @param system a system's name, or {@code *} for all
 */
public record Grant(String role, String system, Set<Verb> verbs) {
  public static final String EVERYWHERE = "*";

  public Grant {
    verbs = Set.copyOf(verbs);
  }

  boolean allows(String asked, Verb verb) {
    return verbs.contains(verb) && (system.equals(EVERYWHERE) || system.equals(asked));
  }
}
