package jigi;

import java.util.List;
import jigi.base.access.Access;
import jigi.base.access.Grant;
import jigi.base.access.Token;
import jigi.base.access.User;
import jigi.base.run.Approvers;
import org.jspecify.annotations.Nullable;

/** Knows by the accounts who may give a consent; a token is the person whom it acts for. */
final class HouseApprovers implements Approvers {
  private static final String ADMIN = "admin";

  private final Access access;

  HouseApprovers(Access access) {
    this.access = access;
  }

  @Override
  public @Nullable String person(String actor, String system, List<String> asked) {
    if (actor.startsWith("user:")) {
      return person(access.users().byName(actor.substring("user:".length())), system, asked);
    }
    List<Token> tokens =
        access.tokens().all().stream().filter(token -> token.actor().equals(actor)).toList();
    if (tokens.size() != 1) {
      return null;
    }
    String owner = tokens.getFirst().user();
    if (owner == null) {
      return actor; // the local one, which is an administrator's
    }
    return access.users().all().stream()
        .filter(user -> user.id().equals(owner))
        .findFirst()
        .map(user -> person(user, system, asked))
        .orElse(null);
  }

  /** An administrator stands in for all. */
  private static @Nullable String person(@Nullable User user, String system, List<String> asked) {
    if (user == null || user.state().isDisabled()) {
      return null;
    }
    boolean among =
        asked.isEmpty()
            || holds(user, system, ADMIN)
            || asked.stream().anyMatch(one -> user.name().equals(one) || holds(user, system, one));
    return among ? user.actor() : null;
  }

  private static boolean holds(User user, String system, String role) {
    return user.grants().stream()
        .filter(grant -> grant.system().equals(Grant.EVERYWHERE) || grant.system().equals(system))
        .anyMatch(grant -> grant.role().equals(role));
  }
}
