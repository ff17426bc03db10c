package jigi.operate.notify;

import java.time.Duration;

/** The provider did not accept a message. The text says what it answered, without secrets. */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1;

  private final Duration pause;

  public DeliveryException(String message) {
    this(message, Duration.ZERO);
  }

  /**
   * @param pause before which the provider wants to hear no more
   */
  public DeliveryException(String message, Duration pause) {
    super(message);
    this.pause = pause;
  }

  public DeliveryException(String message, Throwable cause) {
    super(message, cause);
    this.pause = Duration.ZERO;
  }

  Duration pause() {
    return pause;
  }
}
