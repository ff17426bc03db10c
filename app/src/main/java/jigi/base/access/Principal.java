package jigi.base.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking: a signed-in user, or a token.
 *
 * @param id of the user or of the token
 * @param actor as events name it: {@code user:kim}, {@code token:ci}
 * @param scope null for a user
 */
public record Principal(
    String id,
    String actor,
    String displayName,
    @Nullable Scope scope,
    List<Grant> grants,
    Preferences preferences) {
  static final String ADMIN = "admin";

  /** Held by tokens that may write samples; it grants nothing else. */
  static final String INGEST = "ingest";

  /** Held by tokens of other systems that tell of their alerts; it grants nothing else. */
  static final String WEBHOOK = "webhook";

  public Principal {
    grants = List.copyOf(grants);
  }

  /** Whether a grant allows it; {@code *} as the system asks for all of them. */
  public boolean may(String system, Verb verb) {
    return grants.stream().anyMatch(grant -> grant.allows(system, verb));
  }

  /** Whether anything at all may be seen, so that lists have a reader. */
  public boolean mayAnywhere(Verb verb) {
    return grants.stream().anyMatch(grant -> grant.verbs().contains(verb));
  }

  /** Users, tokens and the house's own settings are an administrator's. */
  public boolean isAdministrator() {
    return grants.stream()
        .anyMatch(g -> g.role().equals(ADMIN) && g.system().equals(Grant.EVERYWHERE));
  }

  /** A person, or the command line in a person's hand. */
  public boolean isPerson() {
    return scope == null || scope == Scope.CLI;
  }
}
