package jigi.detect.probe;

import java.time.Instant;
import jigi.base.connect.wire.WireException;

/** What Jigi itself has measured, for checks that judge it. */
public interface OwnSamples {
  /**
   * The value of a query at an instant.
   *
   * @param system whose samples alone are read
   * @param query PromQL that gives an instant vector or a scalar
   * @throws WireException UNKNOWN, when the samples allow no answer
   */
  QueryResult ask(String system, String query, Instant at)
      throws WireException, InterruptedException;

  /** Where nothing is kept: a look without the server. */
  static OwnSamples none() {
    return (system, query, at) -> {
      throw WireException.unknown("nothing was measured here: the server keeps the samples");
    };
  }
}
