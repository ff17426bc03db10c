package jigi.base.store;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import jigi.base.kernel.UserError;
import org.jdbi.v3.core.Handle;

/**
 * The database. Repositories hold the SQL; a transaction spans as many of them as must agree. Times
 * are microseconds since the Unix epoch, ids are text.
 */
public interface Store extends AutoCloseable {
  /** Which SQL dialect is spoken, for the few statements that differ. */
  enum Dialect {
    SQLITE,
    POSTGRESQL
  }

  Dialect dialect();

  /** Reads in a snapshot of its own. Waiting callers may be virtual threads. */
  <T> T read(Function<Handle, T> work);

  /**
   * Runs a read-write transaction; on return it is durable (an {@code fsync} has happened). An
   * exception of the work rolls it back and is passed on. Writes are serialised on SQLite.
   *
   * @throws StoreFullException when the disk has no room; nothing was changed
   * @throws StoreUnavailableException when the database cannot be reached or is damaged
   */
  <T> T write(Function<Tx, T> work);

  /** Like {@link #write}, without a result. */
  default void change(Consumer<Tx> work) {
    write(
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  /**
   * Another number after every {@link #write}, before that returns, so that what was read may be
   * kept until then; negative where other processes write, too, and nothing may be kept.
   */
  long writes();

  /**
   * Writes all of it as it is at one instant into a new file, while others read and write.
   *
   * @throws UserError {@code store-elsewhere} for a database that is no file of this machine
   */
  default void copyTo(Path file) {
    throw new UserError(
        "store-elsewhere",
        "Jigi's own data lie in a database server",
        "back that database up by a plan of its own");
  }

  @Override
  void close();
}
