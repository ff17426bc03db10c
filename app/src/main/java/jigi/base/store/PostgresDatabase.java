package jigi.base.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL database behind a small pool, which also reconnects after the server's restart. */
final class PostgresDatabase implements Database {
  private static final int READERS = 4;
  private static final int WRITER = 1;

  /** The beats and the look at them. */
  private static final int LEASES = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration STOPPED = Duration.ofSeconds(5);
  private static final Duration HANGING = Duration.ofSeconds(30);
  private static final String DISK_FULL = "53100";

  /** Classes of SQLSTATE (PostgreSQL's appendix A): connection, resources, operator, damage. */
  private static final Set<String> OUT_OF_REACH = Set.of("08", "53", "57", "58", "XX");

  private final HikariDataSource pool;
  private final String name;
  private final String server;

  /**
   * @param server what it says of itself: {@code PostgreSQL 15.6}
   */
  PostgresDatabase(Settings.Postgres settings, String server) {
    this.server = server;
    HikariConfig config = new HikariConfig();
    config.setPoolName("jigi");
    config.setJdbcUrl(settings.url());
    config.setDataSourceProperties(settings.properties());
    config.setMaximumPoolSize(READERS + WRITER + LEASES);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setInitializationFailTimeout(PATIENCE.toMillis());
    // Who is stopped within a transaction must not keep others from what it has locked.
    config.setConnectionInitSql("SET idle_in_transaction_session_timeout = " + STOPPED.toMillis());
    // A server that hangs must not hold the one writer for ever.
    config.addDataSourceProperty("socketTimeout", String.valueOf(HANGING.toSeconds()));
    config.addDataSourceProperty("connectTimeout", String.valueOf(PATIENCE.toSeconds()));
    this.name = settings.toString();
    this.pool = new HikariDataSource(config);
  }

  @Override
  public Store.Dialect dialect() {
    return Store.Dialect.POSTGRESQL;
  }

  @Override
  public Connection writer() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public Connection reader() throws SQLException {
    Connection connection = pool.getConnection();
    try {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void release(Connection connection) throws SQLException {
    connection.close();
  }

  @Override
  public int readers() {
    return READERS;
  }

  @Override
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public String description() {
    return server + ", " + name;
  }

  @Override
  public @Nullable RuntimeException translate(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SQLException found) {
        String state = found.getSQLState();
        if (DISK_FULL.equals(state)) {
          return new StoreFullException("no room on the disk of " + name, cause);
        }
        if (found instanceof java.sql.SQLTransientConnectionException
            || (state != null
                && state.length() == 5
                && OUT_OF_REACH.contains(state.substring(0, 2)))) {
          return new StoreUnavailableException(
              state == null ? name : name + " (" + state + ")", cause);
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    pool.close();
  }
}
