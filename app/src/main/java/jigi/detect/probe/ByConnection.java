package jigi.detect.probe;

import jigi.base.connect.Connection;

/** A check that goes by a connection which the manual names. */
public interface ByConnection {
  /** The name under {@code connections:}. */
  String connection();

  /** The kind of connection that it can use. */
  Class<? extends Connection> connectionKind();
}
