package jigi.operate.deploy.machine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open deployment.
 *
 * @param deployment its id
 * @param why it is taken back; null while it is not
 * @param target the colour that is deployed into, or the instance that is being replaced
 * @param cancelled whether a person took it back, and not a failure
 * @param roll null where there are two colours
 */
public record Change(
    String deployment,
    Slot target,
    Release release,
    Stage stage,
    @Nullable String why,
    boolean cancelled,
    @Nullable Roll roll) {
  public Change(
      String deployment,
      Slot target,
      Release release,
      Stage stage,
      @Nullable String why,
      boolean cancelled) {
    this(deployment, target, release, stage, why, cancelled, null);
  }

  /** One that begins. */
  public static Change begin(String deployment, Colour target, Release release) {
    return new Change(deployment, target, release, Stage.STARTING, null, false);
  }

  /** One that begins to replace instances, one by one. */
  public static Change roll(String deployment, int count, Release release) {
    return roll(deployment, count, 1, release);
  }

  /** One that begins to replace instances, so many at a time. */
  public static Change roll(String deployment, int count, int batch, Release release) {
    return new Change(
        deployment,
        new Instance(1),
        release,
        Stage.PREPARING,
        null,
        false,
        new Roll(count, batch, 1, Map.of(), false, 0));
  }

  /** Of what has two colours. */
  Colour colour() {
    return (Colour) target;
  }

  Change to(Instance next) {
    return new Change(deployment, next, release, stage, why, cancelled, roll);
  }

  Change of(Roll next) {
    return new Change(deployment, target, release, stage, why, cancelled, next);
  }

  Change of(Release next) {
    return new Change(deployment, target, next, stage, why, cancelled, roll);
  }

  Change at(Stage next) {
    return new Change(deployment, target, release, next, why, cancelled, roll);
  }

  Change started(String digest) {
    return new Change(
        deployment, target, release.known(digest), Stage.CHECKING, why, cancelled, roll);
  }

  Change back(Stage next, String reason, boolean byPerson) {
    return new Change(deployment, target, release, next, reason, byPerson, roll);
  }

  Change forwards(Stage next) {
    return new Change(deployment, target, release, next, null, false, roll);
  }
}
