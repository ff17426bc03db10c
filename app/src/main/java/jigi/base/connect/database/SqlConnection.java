package jigi.base.connect.database;

import jigi.base.config.Secret;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.Opening;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/** A connection to a database that speaks SQL. */
public interface SqlConnection extends Connection {
  /** The server, the account and the database. */
  Address at();

  Access access();

  /** What differs from product to product. */
  SqlServer server();

  @Override
  default String text() {
    return at().toString();
  }

  @Override
  default @Nullable String on() {
    return access().on();
  }

  /**
   * Signs in. Whoever opens closes: there is no pool.
   *
   * @throws WireException FAIL when the server refuses, UNKNOWN when the fault is ours
   * @throws Secret.Missing when the password cannot be had
   */
  default SqlSession open(Opening opening)
      throws WireException, Secret.Missing, InterruptedException {
    return new SqlSignIn(at(), access(), server()).open(opening);
  }

  @Override
  default ConnectionTest test(Opening opening) throws InterruptedException {
    return new SqlSignIn(at(), access(), server()).test(opening);
  }
}
