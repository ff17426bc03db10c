package jigi.present.web;

import static jigi.present.web.Samples.ago;

import java.time.Duration;
import java.util.List;
import jigi.present.api.view.Desk;
import jigi.present.api.view.PeopleView;
import org.jspecify.annotations.Nullable;

/** Two accounts and a token. */
record SamplePeople(List<String> done) implements Desk.People {
  @Override
  public PeopleView all() {
    return new PeopleView(
        List.of(
            new PeopleView.Person(
                "kim",
                "김지기",
                false,
                true,
                ago(600),
                List.of(
                    new PeopleView.Holding(
                        "admin", "*", List.of("view", "run", "approve", "edit")))),
            new PeopleView.Person("lee", "<b>이</b>", true, false, null, List.of())),
        List.of(new PeopleView.TokenRow("t1", "ci", "query", "shop", ago(9000), null, ago(60))),
        List.of("admin", "developer"),
        List.of("shop", "machine"));
  }

  @Override
  public void add(String name, String displayName, String actor) {
    done.add("add " + name + " " + displayName + " " + actor);
  }

  @Override
  public void grant(String name, String role, String system, String actor) {
    done.add("grant " + name + " " + role + " " + system + " " + actor);
  }

  @Override
  public void revoke(String name, String role, String system, String actor) {
    done.add("revoke " + name + " " + role + " " + system + " " + actor);
  }

  @Override
  public void disable(String name, boolean disabled, String actor) {
    done.add((disabled ? "disable " : "enable ") + name + " " + actor);
  }

  @Override
  public String link(String name, String actor) {
    done.add("link " + name + " " + actor);
    return "s3cret-link";
  }

  @Override
  public String makeToken(
      String name, String scope, String system, @Nullable Duration validity, String actor) {
    done.add("token " + name + " " + scope + " " + system + " " + validity + " " + actor);
    return "s3cret-token";
  }

  @Override
  public void revokeToken(String id, String actor) {
    done.add("void " + id + " " + actor);
  }
}
