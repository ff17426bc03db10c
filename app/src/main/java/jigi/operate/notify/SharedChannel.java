package jigi.operate.notify;

/** A channel that a whole team reads, so that one message serves everybody. */
public interface SharedChannel extends Channel {
  @Override
  default boolean reaches(Person person) {
    return true;
  }

  @Override
  default boolean isShared() {
    return true;
  }
}
