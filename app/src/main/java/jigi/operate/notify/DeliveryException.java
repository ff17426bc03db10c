package jigi.operate.notify;

/** The provider did not accept a message. The text says what it answered, without secrets. */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1;

  public DeliveryException(String message) {
    super(message);
  }

  public DeliveryException(String message, Throwable cause) {
    super(message, cause);
  }
}
