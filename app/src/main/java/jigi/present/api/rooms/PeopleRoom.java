package jigi.present.api.rooms;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import jigi.base.access.Access;
import jigi.base.access.Grant;
import jigi.base.access.Scope;
import jigi.base.access.Token;
import jigi.base.access.User;
import jigi.base.access.Verb;
import jigi.present.api.http.Problem;
import jigi.present.api.view.Desk;
import jigi.present.api.view.PeopleView;
import org.jspecify.annotations.Nullable;

/** Accounts, grants and tokens. */
final class PeopleRoom implements Desk.People {
  private static final Duration LINK = Duration.ofDays(1);

  private final Access access;
  private final Supplier<Collection<String>> systems;

  PeopleRoom(Access access, Supplier<Collection<String>> systems) {
    this.access = access;
    this.systems = systems;
  }

  @Override
  public PeopleView all() {
    return new PeopleView(
        access.users().all().stream().map(PeopleRoom::person).toList(),
        access.tokens().all().stream().map(PeopleRoom::token).toList(),
        access.users().roles().keySet().stream().sorted().toList(),
        List.copyOf(systems.get()));
  }

  private static PeopleView.Person person(User user) {
    return new PeopleView.Person(
        user.name(),
        user.displayName(),
        user.state().isDisabled(),
        user.state().hasPassword(),
        user.state().signedInAt(),
        user.grants().stream().map(PeopleRoom::holding).toList());
  }

  private static PeopleView.Holding holding(Grant grant) {
    return new PeopleView.Holding(
        grant.role(), grant.system(), grant.verbs().stream().sorted().map(Verb::tag).toList());
  }

  private static PeopleView.TokenRow token(Token token) {
    return new PeopleView.TokenRow(
        token.id(),
        token.name(),
        token.scope().tag(),
        token.system(),
        token.createdAt(),
        token.expiresAt(),
        token.lastUsedAt());
  }

  @Override
  public void add(String name, String displayName, String actor) {
    access.users().add(name, displayName, actor);
  }

  @Override
  public void grant(String name, String role, String system, String actor) {
    access.users().grant(name, role, system, actor);
  }

  @Override
  public void revoke(String name, String role, String system, String actor) {
    access.users().revoke(name, role, system, actor);
  }

  @Override
  public void disable(String name, boolean disabled, String actor) {
    if (disabled) {
      access.users().disable(name, actor);
    } else {
      access.users().enable(name, actor);
    }
  }

  @Override
  public String link(String name, String actor) {
    return access.signIn().makeLink(name, LINK, actor);
  }

  @Override
  public String makeToken(
      String name, String scope, String system, @Nullable Duration validity, String actor) {
    Scope known =
        Arrays.stream(Scope.values())
            .filter(one -> one.tag().equals(scope) && one != Scope.CLI)
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.bad(
                        "unknown-scope",
                        "there is no such scope ('" + scope + "')",
                        "query, ingest, heartbeat or webhook"));
    return access.tokens().make(name, known, system, null, validity, actor).secret();
  }

  @Override
  public void revokeToken(String id, String actor) {
    access.tokens().revoke(id, actor);
  }
}
