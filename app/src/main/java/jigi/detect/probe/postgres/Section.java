package jigi.detect.probe.postgres;

import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.detect.probe.Measured;

/** A part of what a PostgreSQL server tells about itself. */
@FunctionalInterface
interface Section {
  /**
   * Asks and notes.
   *
   * @param top how many tables, indexes or queries become samples
   */
  void measure(SqlSession session, int top, Measured into) throws QueryException;
}
