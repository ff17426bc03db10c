package jigi.operate.deploy.machine;

/** What a phase wants. */
public sealed interface Asked {
  /** The id of the deployment that is meant. */
  String deployment();

  /** The colour is started and found healthy, without a request of anybody's. */
  record Prepare(Change change) implements Asked {
    @Override
    public String deployment() {
      return change.deployment();
    }
  }

  /** Instances are replaced one by one. */
  record Roll(Change change) implements Asked {
    @Override
    public String deployment() {
      return change.deployment();
    }
  }

  /**
   * There are more instances of the live version, or fewer.
   *
   * @param name what those that are started are called after
   * @param count how many there are to be, 1 at least
   */
  record Scale(String deployment, String name, int count) implements Asked {}

  /** All requests go to the new colour, and it is observed. */
  record Gateway(String deployment) implements Asked {}

  /** The old colour is drained and stopped. */
  record Finalize(String deployment) implements Asked {}

  /** The new colour goes, the old one stays. */
  record Cancel(String deployment, String why) implements Asked {}

  /** The gateway points to this colour. */
  record Force(String deployment, Colour colour) implements Asked {}
}
