package jigi.base.store;

/** The disk under the database has no room; nothing was changed. */
public final class StoreFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
