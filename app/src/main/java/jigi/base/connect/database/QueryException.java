package jigi.base.connect.database;

import jigi.base.connect.wire.WireException;

/** The server refused a statement, or the session broke. */
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1;

  private final String state;

  QueryException(String state, String message, Throwable cause) {
    super(message, cause);
    this.state = state;
  }

  /** The SQLSTATE of the standard and of the server, five characters; empty when unknown. */
  public String state() {
    return state;
  }

  /** True when the account may not do it. */
  public boolean isDenied() {
    return state.equals("42501") || state.equals("42000");
  }

  /** The target's fault. */
  public WireException asFailure() {
    return WireException.fail(String.valueOf(getMessage()));
  }
}
