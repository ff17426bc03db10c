package jigi.base.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What differs between the databases below a {@link SqlStore}. */
interface Database extends AutoCloseable {
  Store.Dialect dialect();

  /** The connection for the next transaction; the caller is the one writer thread. */
  Connection writer() throws SQLException;

  /** A connection for reading, given back by {@link #release}. */
  Connection reader() throws SQLException;

  void release(Connection connection) throws SQLException;

  /** How many reads may go on at a time. */
  int readers();

  /** For migrations, before anything else runs. */
  DataSource dataSource();

  /** Which database it is and where, without secrets. */
  String description();

  /** What the cause means to a caller; null when it is not the database's own trouble. */
  @Nullable RuntimeException translate(Throwable cause);

  /** Writes all of it into a new file; false for one that is no file itself. */
  default boolean copyTo(Path file) throws SQLException {
    return false;
  }

  @Override
  void close();
}
