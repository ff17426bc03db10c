package jigi.base.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One SQLite file in write-ahead mode, fsynced at every commit. */
final class SqliteDatabase implements Database {
  private static final int READERS = 2;
  private static final Duration BUSY = Duration.ofSeconds(5);
  private static final long WAL_LIMIT_BYTES = 64L << 20;

  private static final int CHECK_STEPS = 10_000;
  private static final int CHECK_ROUNDS = 100;

  private final Path file;
  private final Connection writer;
  private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(READERS);
  private final List<Connection> all = new ArrayList<>();

  SqliteDatabase(Path file) throws SQLException {
    this.file = file;
    SqliteLibrary.provide(file.toAbsolutePath().resolveSibling(""));
    try {
      this.writer = open(dataSource(file));
      for (int i = 0; i < READERS; i++) {
        Connection reader = open(dataSource(file, SQLiteConfig.TransactionMode.DEFERRED));
        try (var statement = reader.createStatement()) {
          statement.execute("PRAGMA query_only = ON");
        }
        idle.add(reader);
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /** For a single connection outside of the store's own. */
  static SQLiteDataSource dataSource(Path file) {
    return dataSource(file, SQLiteConfig.TransactionMode.IMMEDIATE);
  }

  private static SQLiteDataSource dataSource(Path file, SQLiteConfig.TransactionMode mode) {
    SQLiteConfig config = config();
    config.setTransactionMode(mode);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(Math.toIntExact(BUSY.toMillis()));
    config.setJournalSizeLimit(Math.toIntExact(WAL_LIMIT_BYTES));
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    return config;
  }

  private Connection open(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    all.add(connection);
    return connection;
  }

  /**
   * Looks for damage with a bounded number of steps, so that a big file does not delay the start.
   *
   * @return what is wrong; null when nothing was found
   */
  @Nullable String quickCheck() throws SQLException {
    int[] rest = {CHECK_ROUNDS};
    ProgressHandler.setHandler(
        writer,
        CHECK_STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return --rest[0] < 0 ? 1 : 0;
          }
        });
    try (var statement = writer.createStatement();
        var rows = statement.executeQuery("PRAGMA quick_check(1)")) {
      String first = rows.next() ? rows.getString(1) : null;
      return "ok".equals(first) || rest[0] < 0 ? null : String.valueOf(first);
    } catch (SQLException e) {
      if (rest[0] < 0) {
        return null; // so far it is sound
      }
      throw e;
    } finally {
      ProgressHandler.clearHandler(writer);
    }
  }

  /** On a connection of its own: what is copied is one snapshot, and nobody waits for it. */
  @Override
  public boolean copyTo(Path target) throws SQLException {
    SQLiteDataSource source = dataSource(file, SQLiteConfig.TransactionMode.DEFERRED);
    try (Connection connection = source.getConnection();
        var statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, target.toString());
      statement.execute();
    }
    return true;
  }

  @Override
  public Store.Dialect dialect() {
    return Store.Dialect.SQLITE;
  }

  @Override
  public Connection writer() {
    return writer;
  }

  @Override
  public Connection reader() {
    Connection connection = idle.poll();
    if (connection == null) {
      throw new IllegalStateException("more readers than connections");
    }
    return connection;
  }

  @Override
  public void release(Connection connection) {
    if (connection != writer) {
      idle.add(connection);
    }
  }

  @Override
  public int readers() {
    return READERS;
  }

  @Override
  public DataSource dataSource() {
    return dataSource(file);
  }

  @Override
  public String description() {
    return "SQLite, " + file;
  }

  @Override
  public @Nullable RuntimeException translate(Throwable cause) {
    int code = code(cause);
    return switch (code) {
      case 13 -> new StoreFullException("no room on the disk of " + file, cause);
      case 11, 26 ->
          new StoreDamagedException(
              file + " is damaged: " + SQLiteErrorCode.getErrorCode(code), cause);
      case 5, 6, 8, 10, 14 ->
          new StoreUnavailableException(
              file + " cannot be used: " + SQLiteErrorCode.getErrorCode(code), cause);
      default -> null;
    };
  }

  /** SQLite's primary result code (sqlite.org/rescode.html); 0 when it is not SQLite's error. */
  static int code(Throwable cause) {
    SQLiteException found = find(cause);
    return found == null ? 0 : found.getResultCode().code & 0xff;
  }

  private static @Nullable SQLiteException find(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SQLiteException found) {
        return found;
      }
    }
    return null;
  }

  @Override
  public void close() {
    for (Connection connection : all) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new StoreUnavailableException(file + " cannot be closed: " + e.getMessage(), e);
      }
    }
  }
}
