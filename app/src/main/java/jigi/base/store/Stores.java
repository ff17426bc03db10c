package jigi.base.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.statement.internal.JfrSupport;
import org.jspecify.annotations.Nullable;

/** The data directory, locked, with its open database. */
public final class Stores implements AutoCloseable {
  static final String FILE = "jigi.db";
  private static final String NODE = "node";

  private final DataLock lock;
  private final Store store;
  private final String node;
  private final String description;
  private final @Nullable Leases leases;
  private final NodeIdentity identities;
  private final Identity identity;
  private final Troubles troubles;

  private Stores(DataLock lock, Settings settings, Troubles troubles, @Nullable Shared shared)
      throws IOException {
    this.lock = lock;
    this.troubles = troubles;
    String own = node(settings.data());
    this.node = shared == null ? own : shared.node();
    Database database = database(settings);
    this.description = database.description();
    this.leases = shared == null ? null : lead(database, shared, NodeIdentity.of(own, settings));
    this.store = new SqlStore(database, troubles, leases == null ? Fence.NONE : leases);
    try {
      this.identities = new NodeIdentity(store, node, settings);
      this.identity = identities.open();
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Returns once this process may work. */
  private static Leases lead(Database database, Shared shared, String holder) {
    Leases leases =
        new Leases(
            database.dataSource(),
            new Leases.Self(shared.node(), holder, shared.address()),
            shared.sharing());
    try {
      leases.await();
      return leases;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("stopped while standing by", e);
    } catch (RuntimeException e) {
      leases.close();
      database.close();
      throw e;
    }
  }

  /** Opens the SQLite database in the data directory, with default settings. */
  public static Stores open(Path data, Troubles troubles) {
    return open(Settings.of(data), troubles);
  }

  /** {@link #open(Settings, Troubles, Shared)} as the only process on its database. */
  public static Stores open(Settings settings, Troubles troubles) {
    return open(settings, troubles, null);
  }

  /**
   * Locks the data directory and opens the database, making or migrating it. One of several nodes
   * returns when it leads.
   *
   * @param shared null for a process that has its database for itself
   * @throws UserError {@code data-not-writable}, {@code data-in-use}, {@code store-damaged}, {@code
   *     store-newer} when a newer Jigi has written it, {@code store-foreign}, and those of {@link
   *     PostgresOpening#check}, {@code node-taken}
   */
  public static Stores open(Settings settings, Troubles troubles, @Nullable Shared shared) {
    DataLock lock = DataLock.take(settings.data());
    prepareStatements();
    try {
      return new Stores(lock, settings, troubles, shared);
    } catch (IOException e) {
      lock.close();
      throw DataLock.notWritable(settings.data(), e);
    } catch (StoreFullException e) {
      lock.close();
      throw full(settings.data(), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * The library's first statement asks Java's flight recorder whether it is there, which takes a
   * tenth of a second: it is done aside, while the database opens.
   */
  private static void prepareStatements() {
    Thread.ofPlatform().daemon().name("store-prepare").start(JfrSupport::isFlightRecorderAvailable);
  }

  private static Database database(Settings settings) {
    Settings.Postgres postgres = settings.postgres();
    return postgres == null ? sqlite(settings.data().resolve(FILE)) : postgres(postgres);
  }

  private static Database sqlite(Path file) {
    SqliteDatabase database = null;
    try {
      database = new SqliteDatabase(file);
      String damage = database.quickCheck();
      if (damage != null) {
        throw damaged(file, damage, null);
      }
      Migrations.apply(database.dataSource());
      return database;
    } catch (SQLException | RuntimeException e) {
      if (database != null) {
        database.close();
      }
      throw atOpening(file, e);
    }
  }

  /** SQLite's result codes in words that help at the start. */
  private static RuntimeException atOpening(Path file, Exception e) {
    String detail = String.valueOf(e.getMessage());
    return switch (SqliteDatabase.code(e)) {
      case 13 -> full(file, e);
      case 8, 14 -> DataLock.notWritable(file, new IOException(detail, e));
      case 5, 6 ->
          new UserError(
              "data-in-use",
              "another program holds the database " + file,
              "stop that one, or name another directory with --data",
              e);
      case 10, 11, 26 -> damaged(file, detail, e);
      default ->
          e instanceof RuntimeException same
              ? newer(file.toString(), same)
              : damaged(file, detail, e);
    };
  }

  private static UserError full(Path file, Exception e) {
    return new UserError(
        "disk-full", "no room on the disk of " + file, "make room and start again", e);
  }

  private static Database postgres(Settings.Postgres settings) {
    PostgresDatabase database =
        new PostgresDatabase(settings, new PostgresOpening(settings).check());
    try {
      Migrations.apply(database.dataSource());
      return database;
    } catch (SQLException e) {
      database.close();
      throw new StoreUnavailableException("the database was lost at its opening", e);
    } catch (RuntimeException e) {
      database.close();
      throw newer(settings.toString(), e);
    }
  }

  private static RuntimeException newer(String name, RuntimeException e) {
    if (e instanceof FlywayValidateException) {
      return new UserError(
          "store-newer",
          "the database " + name + " was written by another version of Jigi",
          "start the newest version that has used it",
          e);
    }
    boolean foreign =
        e instanceof FlywayException flyway
            && flyway.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE;
    return foreign
        ? new UserError(
            "store-foreign",
            "the database " + name + " holds tables that are not Jigi's",
            "name an empty database of its own",
            e)
        : e;
  }

  private static UserError damaged(Path file, String detail, @Nullable Throwable cause) {
    return new UserError(
        "store-damaged",
        "the database " + file + " is damaged (" + detail.lines().findFirst().orElse("") + ")",
        "keep a copy of the file and restore the last backup of the data directory",
        cause);
  }

  private static String node(Path data) throws IOException {
    Path file = data.resolve(NODE);
    if (!Files.exists(file)) {
      Path fresh = data.resolve(NODE + ".new");
      Files.writeString(fresh, "node-" + Ids.secret(4) + "\n");
      Files.move(fresh, file);
    }
    return Files.readString(file).strip();
  }

  public Store store() {
    return store;
  }

  /** Whether the database was found to be damaged since it was opened. */
  public boolean isDamaged() {
    return troubles.stands(SqlStore.DAMAGED);
  }

  /** The name of this process's chain in the journal. */
  public String node() {
    return node;
  }

  /** Which database it is and where, without secrets. */
  public String description() {
    return description;
  }

  /** What was found at the opening. */
  public Identity identity() {
    return identity;
  }

  /**
   * Makes a cloned or restored data directory this machine's own from the next opening on.
   *
   * @throws UserError {@code data-not-writable}
   */
  public void adopt() {
    try {
      identities.adopt();
    } catch (IOException e) {
      throw new UserError(
          "data-not-writable", "the data directory's marker cannot be written", "make room", e);
    }
  }

  /** Every node that uses the database; empty when no other may. */
  public List<Node> nodes() {
    return leases == null ? List.of() : leases.nodes();
  }

  @Override
  public void close() {
    store.close();
    lock.close();
  }
}
