package jigi.base.store;

/** The database cannot be reached, or its file cannot be read; nothing was changed. */
public class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
