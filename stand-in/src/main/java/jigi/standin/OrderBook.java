package jigi.standin;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The database behind the service: one table of orders in SQLite or PostgreSQL. */
final class OrderBook {
  private static final int SECONDS_AT_MOST = 2;
  private static final String CREATE =
      "create table if not exists orders (id %s, at bigint not null, amount integer not null)";

  private final String url;
  private final String create;
  private @Nullable Connection connection;

  private OrderBook(String url, String idType) {
    this.url = url;
    this.create = CREATE.formatted(idType);
  }

  /**
   * Names a database; it is opened when first used.
   *
   * @param spec {@code sqlite:FILE} or {@code postgres://HOST:PORT/DATABASE?user=USER}; a password
   *     comes from {@code PGPASSWORD} or {@code ~/.pgpass}, never from the command line
   */
  static OrderBook of(String spec) {
    if (spec.startsWith("sqlite:")) {
      return new OrderBook("jdbc:" + spec, "integer primary key autoincrement");
    }
    if (spec.startsWith("postgres://") || spec.startsWith("postgresql://")) {
      if (spec.contains("password=") || spec.contains("@")) {
        throw new UsageException("a password on the command line is seen by all; HINT: PGPASSWORD");
      }
      return new OrderBook(
          "jdbc:postgresql:" + spec.substring(spec.indexOf("//")), "bigserial primary key");
    }
    throw new UsageException("--db " + spec + ": HINT: sqlite:FILE or postgres://HOST:PORT/NAME");
  }

  /** Adds an order of this amount. */
  synchronized void add(int amount) throws SQLException {
    try (PreparedStatement insert =
        connected().prepareStatement("insert into orders (at, amount) values (?, ?)")) {
      insert.setQueryTimeout(SECONDS_AT_MOST);
      insert.setLong(1, System.currentTimeMillis());
      insert.setInt(2, amount);
      insert.executeUpdate();
    } catch (SQLException e) {
      disconnect();
      throw e;
    }
  }

  /** The number of orders: the proof that the database answers a real query. */
  synchronized long count() throws SQLException {
    try (Statement query = connected().createStatement()) {
      query.setQueryTimeout(SECONDS_AT_MOST);
      try (ResultSet rows = query.executeQuery("select count(*) from orders")) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      disconnect();
      throw e;
    }
  }

  private Connection connected() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = DriverManager.getConnection(url, properties());
      connection = open;
      try (Statement statement = open.createStatement()) {
        statement.execute(create);
      }
    }
    return open;
  }

  private static Properties properties() {
    Properties properties = new Properties();
    String password = System.getenv("PGPASSWORD");
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("connectTimeout", String.valueOf(SECONDS_AT_MOST));
    properties.setProperty("socketTimeout", String.valueOf(SECONDS_AT_MOST * 2));
    return properties;
  }

  /** The next use opens a new connection, as after the database's restart. */
  private void disconnect() throws SQLException {
    if (connection != null) {
      Connection broken = connection;
      connection = null;
      broken.close();
    }
  }
}
