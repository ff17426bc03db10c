package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may come in and what they may do. */
public record PeopleView(
    List<Person> people, List<TokenRow> tokens, List<String> roles, List<String> systems) {
  /**
   * An account.
   *
   * @param signedIn last time; null when never
   */
  public record Person(
      String name,
      String displayName,
      boolean disabled,
      boolean password,
      @Nullable Instant signedIn,
      List<Holding> grants) {
    public Person {
      grants = List.copyOf(grants);
    }
  }

  /**
   * A role that is held.
   *
   * @param system {@code *} for all
   * @param verbs what it allows
   */
  public record Holding(String role, String system, List<String> verbs) {
    public Holding {
      verbs = List.copyOf(verbs);
    }
  }

  /**
   * A token without its secret.
   *
   * @param expires null for never
   * @param used last time; null when never
   */
  public record TokenRow(
      String id,
      String name,
      String scope,
      String system,
      Instant made,
      @Nullable Instant expires,
      @Nullable Instant used) {}

  public PeopleView {
    people = List.copyOf(people);
    tokens = List.copyOf(tokens);
    roles = List.copyOf(roles);
    systems = List.copyOf(systems);
  }
}
