package jigi.detect.probe;

import java.util.Map;
import jigi.base.connect.Connection;

/** A check that goes by a connection which the manual names. */
public interface ByConnection {
  /** The name under {@code connections:}. */
  String connection();

  /** The kind of connection that it can use. */
  Class<? extends Connection> connectionKind();

  /** All that it goes by, that one among them: the kind that it can use, by name. */
  default Map<String, Class<? extends Connection>> connections() {
    return Map.of(connection(), connectionKind());
  }
}
