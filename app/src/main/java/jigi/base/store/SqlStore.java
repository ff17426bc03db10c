package jigi.base.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import jigi.base.kernel.Troubles;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on platform threads of its own: one writes, so that commits have one order on both
 * databases, and a few read. A native call would pin the carrier of a virtual thread, and there are
 * as few carriers as cores.
 */
final class SqlStore implements Store {
  /** A trouble that stays until another file was put in place. */
  static final String DAMAGED = "store.damaged";

  private static final String FULL = "store.full";
  private static final String UNAVAILABLE = "store.unavailable";
  private static final System.Logger LOG = System.getLogger(SqlStore.class.getName());

  private static final Map<String, String> HINTS =
      Map.of(
          FULL,
          "make room; work goes on by itself",
          UNAVAILABLE,
          "see that the database can be reached; work goes on by itself",
          DAMAGED,
          "stop Jigi, keep a copy of the file and restore the last backup of the data directory");

  private final Database database;
  private final Troubles troubles;
  private final Fence fence;
  private final Jdbi writing;
  private final Jdbi reading;
  private final ExecutorService writer;
  private final ExecutorService readers;
  private final AtomicLong writes = new AtomicLong();
  private final ThreadLocal<@Nullable Handle> current = new ThreadLocal<>();
  private final ThreadLocal<Boolean> onWriter = ThreadLocal.withInitial(() -> false);

  SqlStore(Database database, Troubles troubles) {
    this(database, troubles, Fence.NONE);
  }

  SqlStore(Database database, Troubles troubles, Fence fence) {
    this.database = database;
    this.troubles = troubles;
    this.fence = fence;
    this.writing = Jdbi.create(new Connections(database::writer, database));
    this.reading = Jdbi.create(new Connections(database::reader, database));
    this.writer = Executors.newSingleThreadExecutor(threads("store-writer"));
    this.readers = Executors.newFixedThreadPool(database.readers(), threads("store-reader-"));
  }

  @Override
  public Dialect dialect() {
    return database.dialect();
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    Handle open = current.get();
    if (open != null) {
      return work.apply(open);
    }
    return await(submit(readers, () -> snapshot(work)));
  }

  @Override
  public <T> T write(Function<Tx, T> work) {
    if (onWriter.get()) {
      throw new IllegalStateException(
          "a transaction within a transaction would wait for itself: pass the Tx on");
    }
    return await(submit(writer, () -> transaction(work)));
  }

  @Override
  public long writes() {
    // A file is this process's alone by the lock of its directory; a server is open to others.
    return dialect() == Dialect.SQLITE ? writes.get() : -1;
  }

  @Override
  public void copyTo(Path file) {
    boolean copied =
        await(
            submit(
                readers,
                () -> {
                  try {
                    return database.copyTo(file);
                  } catch (SQLException e) {
                    throw new IllegalStateException("the store cannot be copied to " + file, e);
                  }
                }));
    if (!copied) {
      Store.super.copyTo(file);
    }
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
    fence.close();
    database.close();
  }

  private <T> T snapshot(Function<Handle, T> work) {
    T result = guarded(() -> seen(work));
    if (dialect() == Dialect.POSTGRESQL) {
      // A house that is at rest only reads: what it can read again is no longer away.
      troubles.clear(UNAVAILABLE);
    }
    return result;
  }

  private <T> T seen(Function<Handle, T> work) {
    try (Handle handle = reading.open()) {
      current.set(handle);
      handle.begin();
      try {
        return work.apply(handle);
      } finally {
        current.remove();
        handle.rollback();
      }
    }
  }

  private <T> T transaction(Function<Tx, T> work) {
    onWriter.set(true);
    try {
      return guarded(() -> committed(work));
    } finally {
      writes.incrementAndGet();
      onWriter.set(false);
    }
  }

  private <T> T committed(Function<Tx, T> work) {
    Tx tx;
    T result;
    try (Handle handle = writing.open()) {
      tx = new Tx(handle);
      handle.begin();
      current.set(handle);
      try {
        fence.pass(handle);
        result = work.apply(tx);
        handle.commit();
      } catch (RuntimeException | Error e) {
        rollback(handle, e);
        throw e;
      } finally {
        current.remove();
      }
    }
    troubles.clear(FULL);
    troubles.clear(UNAVAILABLE);
    tx.committed();
    return result;
  }

  private static void rollback(Handle handle, Throwable cause) {
    try {
      handle.rollback();
    } catch (RuntimeException e) {
      cause.addSuppressed(e); // SQLite has rolled back by itself when the disk was full
    }
  }

  private <T> T guarded(java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      RuntimeException meaning = database.translate(e);
      if (meaning == null) {
        throw e;
      }
      raise(meaning);
      throw meaning;
    }
  }

  /** The first of a kind is also one line of the process's log: pages may not be drawn any more. */
  private void raise(RuntimeException meaning) {
    String key =
        switch (meaning) {
          case StoreFullException full -> FULL;
          case StoreDamagedException damaged -> DAMAGED;
          default -> UNAVAILABLE;
        };
    String detail = String.valueOf(meaning.getMessage());
    boolean first =
        troubles.raise(new Troubles.Trouble(key, key.replace('.', '-'), Map.of("detail", detail)));
    if (first) {
      LOG.log(System.Logger.Level.ERROR, key + "  " + detail + "  HINT: " + HINTS.get(key));
    }
  }

  private static <T> Future<T> submit(ExecutorService threads, Callable<T> work) {
    try {
      return threads.submit(work);
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailableException("the store is closed", e);
    }
  }

  /** An interrupted caller still learns the outcome: a commit cannot be taken back. */
  private static <T> T await(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException("unexpected", e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ThreadFactory threads(String name) {
    return Thread.ofPlatform().name(name, 0).daemon().factory();
  }

  /** Lends the database's connections to JDBI. */
  private record Connections(Source source, Database database) implements ConnectionFactory {
    @Override
    public Connection openConnection() throws SQLException {
      return source.get();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
      database.release(connection);
    }
  }

  @FunctionalInterface
  private interface Source {
    Connection get() throws SQLException;
  }
}
