package jigi.base.store;

/** The database's file holds what no database wrote there: it will not get well by itself. */
public final class StoreDamagedException extends StoreUnavailableException {
  private static final long serialVersionUID = 1;

  StoreDamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
