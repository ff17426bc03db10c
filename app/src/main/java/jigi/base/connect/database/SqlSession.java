package jigi.base.connect.database;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.connect.End;
import jigi.base.connect.wire.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in session with a database, used by one thread. It begins in a transaction that may only
 * read; the deadline of the opening holds for every statement.
 */
public final class SqlSession implements AutoCloseable {
  private final Connection connection;
  private final End end;
  private final Deadline deadline;

  /** Takes over the connection, and what it goes through. */
  public SqlSession(Connection connection, End end, Deadline deadline) {
    this.connection = connection;
    this.end = end;
    this.deadline = deadline;
  }

  /**
   * Asks, with bound parameters.
   *
   * @param limit how many rows are read at most
   */
  public List<Row> query(String sql, int limit, @Nullable Object... parameters)
      throws QueryException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      statement.setMaxRows(limit);
      if (!statement.execute()) {
        return List.of();
      }
      try (ResultSet rows = statement.getResultSet()) {
        return read(rows);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Changes something within the transaction; gives how many rows, -1 when that is not told. */
  public long update(String sql, @Nullable Object... parameters) throws QueryException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.execute() ? -1 : statement.getLargeUpdateCount();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** A value whose type the server tells from the place where it stands. */
  public record Untyped(String text) {}

  /**
   * Executes any statement, with bound parameters; the server is asked to end it at the deadline
   * where it can be.
   *
   * @param limit how many rows are read at most
   */
  public SqlAnswer execute(String sql, int limit, @Nullable Object... parameters)
      throws QueryException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      if (postgres()) {
        statement.setQueryTimeout(Math.max(1, deadline.remainingMillis() / 1000));
        connection.setNetworkTimeout(Runnable::run, deadline.remainingMillis() + 5000);
      }
      statement.setMaxRows(limit + 1);
      if (!statement.execute()) {
        return new SqlAnswer(List.of(), false, Math.max(0, statement.getLargeUpdateCount()));
      }
      try (ResultSet rows = statement.getResultSet()) {
        List<Row> all = read(rows);
        boolean more = all.size() > limit;
        return new SqlAnswer(more ? all.subList(0, limit) : all, more, -1);
      }
    } catch (SQLException e) {
      throw failed(e);
    } catch (SocketTimeoutException e) {
      throw failed(new SQLException("timed out", "", e));
    }
  }

  /** From now on every statement takes effect by itself. */
  public void withoutTransaction(boolean readOnly) throws QueryException {
    try {
      connection.rollback();
      connection.setReadOnly(readOnly);
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private boolean postgres() throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    limit();
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      if (!(parameters[i] instanceof Untyped(String text))) {
        statement.setObject(i + 1, parameters[i]);
      } else if (postgres()) {
        statement.setObject(i + 1, text, Types.OTHER);
      } else {
        statement.setString(i + 1, text);
      }
    }
    return statement;
  }

  private void limit() throws SQLException {
    try {
      connection.setNetworkTimeout(Runnable::run, deadline.remainingMillis());
    } catch (SocketTimeoutException e) {
      throw new SQLException("timed out", "", e);
    }
  }

  /** From now on changes are allowed, and take effect with {@link #commit}. */
  public void write() throws QueryException {
    try {
      connection.rollback();
      connection.setReadOnly(false);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  public void commit() throws QueryException {
    try {
      limit();
      connection.commit();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Undoes what was done since the transaction began, and begins another. */
  public void rollback() throws QueryException {
    try {
      limit();
      connection.rollback();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static List<Row> read(ResultSet rows) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<Row> all = new ArrayList<>();
    while (rows.next()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        values.put(meta.getColumnLabel(i), rows.getObject(i));
      }
      all.add(new Row(Collections.unmodifiableMap(values)));
    }
    return all;
  }

  private static QueryException failed(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String message = String.valueOf(e.getMessage()).replaceFirst("^\\(conn=\\d+\\) ", "");
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        message = "timed out waiting for the answer to a query";
      }
    }
    return new QueryException(state, message, e);
  }

  @Override
  public void close() {
    try (end) {
      connection.close();
    } catch (SQLException | IOException e) {
      // The session is of no use any more, and whatever matters has been committed before.
      return;
    }
  }
}
