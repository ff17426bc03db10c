package jigi.operate.deploy.machine;

import org.jspecify.annotations.Nullable;

/**
 * An open deployment.
 *
 * @param deployment its id
 * @param why it is taken back; null while it is not
 * @param cancelled whether a person took it back, and not a failure
 */
public record Change(
    String deployment,
    Colour target,
    Release release,
    Stage stage,
    @Nullable String why,
    boolean cancelled) {
  /** One that begins. */
  public static Change begin(String deployment, Colour target, Release release) {
    return new Change(deployment, target, release, Stage.STARTING, null, false);
  }

  Change at(Stage next) {
    return new Change(deployment, target, release, next, why, cancelled);
  }

  Change started(String digest) {
    return new Change(deployment, target, release.known(digest), Stage.CHECKING, why, cancelled);
  }

  Change back(Stage next, String reason, boolean byPerson) {
    return new Change(deployment, target, release, next, reason, byPerson);
  }

  Change forwards(Stage next) {
    return new Change(deployment, target, release, next, null, false);
  }
}
