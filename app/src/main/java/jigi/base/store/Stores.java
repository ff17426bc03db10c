package jigi.base.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;

/** The data directory with its open database. */
public final class Stores implements AutoCloseable {
  private static final String FILE = "jigi.db";
  private static final String NODE = "node";

  private final Store store;
  private final String node;

  private Stores(Store store, String node) {
    this.store = store;
    this.node = node;
  }

  /** Opens the SQLite database in the data directory, making or migrating it. */
  public static Stores open(Path data, Troubles troubles) {
    Path file = data.resolve(FILE);
    try {
      Files.createDirectories(data);
      SqliteDatabase database = new SqliteDatabase(file);
      Migrations.apply(database.dataSource());
      return new Stores(new SqlStore(database, troubles), node(data));
    } catch (SQLException | IOException e) {
      throw new UserError("store-damaged", file + " cannot be opened", "restore it", e);
    }
  }

  private static String node(Path data) throws IOException {
    Path file = data.resolve(NODE);
    if (!Files.exists(file)) {
      Files.writeString(file, "node-" + Ids.secret(4) + "\n");
    }
    return Files.readString(file).strip();
  }

  public Store store() {
    return store;
  }

  /** The name of this process's chain in the journal; kept in the data directory. */
  public String node() {
    return node;
  }

  @Override
  public void close() {
    store.close();
  }
}
