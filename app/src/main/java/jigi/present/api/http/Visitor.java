package jigi.present.api.http;

import java.util.List;
import java.util.function.BiPredicate;
import jigi.base.access.Preferences;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking.
 *
 * @param actor as the journal names them: {@code user:kim}, {@code token:ci}
 * @param name as the pages show it
 * @param key what CSRF tokens are derived from; empty for a bearer token, which needs none
 * @param roles whether a role is held on a system
 * @param preferences null for one who has none of their own
 * @param grants whether a verb (view, run, approve, edit) is granted on a system
 */
public record Visitor(
    String actor,
    String name,
    String key,
    BiPredicate<String, String> grants,
    BiPredicate<String, String> roles,
    @Nullable Preferences preferences) {
  /** The system's name that stands for the house as a whole: reload, users, clock. */
  public static final String HOUSE = "*";

  public boolean may(String system, String verb) {
    return grants.test(system, verb);
  }

  /**
   * Whether a consent that is asked of certain people and roles is this visitor's to give; one that
   * is asked of nobody by name is anybody's with the grant. An administrator stands in for all.
   */
  public boolean isAmong(String system, List<String> asked) {
    return asked.isEmpty()
        || roles.test(system, "admin")
        || asked.stream().anyMatch(one -> actor.equals("user:" + one) || roles.test(system, one));
  }

  public Scope scope() {
    return system -> may(system, "view");
  }

  /** True when the request came with a bearer token, not with a cookie. */
  public boolean token() {
    return key.isEmpty();
  }
}
