package jigi.base.connect.database;

import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.Opening;
import jigi.base.connect.wire.WireException;

/** A connection to a database that speaks SQL. */
public interface SqlConnection extends Connection {
  /**
   * Signs in. Whoever opens closes: there is no pool.
   *
   * @throws WireException FAIL when the server refuses, UNKNOWN when the fault is ours
   * @throws Secret.Missing when the password cannot be had
   */
  SqlSession open(Opening opening) throws WireException, Secret.Missing, InterruptedException;
}
