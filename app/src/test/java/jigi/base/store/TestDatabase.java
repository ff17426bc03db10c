package jigi.base.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import jigi.base.kernel.Troubles;
import jigi.testing.PostgresServer;

/** The databases that every repository runs on. What is opened on a folder again is the same. */
public enum TestDatabase {
  SQLITE {
    @Override
    public Store store(Path folder, Troubles troubles) {
      return TestStores.sqlite(folder, troubles);
    }

    @Override
    public Restore backUp(Path folder) throws IOException {
      Path copy = folder.resolve("copy.db");
      Files.copy(folder.resolve("test.db"), copy);
      return () -> {
        for (String rest : List.of("test.db-wal", "test.db-shm")) {
          Files.deleteIfExists(folder.resolve(rest));
        }
        Files.move(copy, folder.resolve("test.db"), StandardCopyOption.REPLACE_EXISTING);
      };
    }

    @Override
    Settings settings(Path data) {
      TestStores.fresh(data.resolve(Stores.FILE));
      return Settings.of(data);
    }
  },
  /** A test of it needs {@code postgresql}. */
  POSTGRES {
    @Override
    public Store store(Path folder, Troubles troubles) {
      return new SqlStore(new PostgresDatabase(postgres(folder), "PostgreSQL"), troubles);
    }

    @Override
    public Restore backUp(Path folder) {
      String url = postgres(folder).url();
      PostgresServer server = PostgresServer.get();
      String copy = server.url(server.database(url.substring(url.lastIndexOf('/') + 1)));
      return () -> Files.writeString(nameFile(folder), copy);
    }

    @Override
    Settings settings(Path data) {
      return Settings.of(data).with(postgres(data));
    }
  };

  /** Brings back what a store held when it was backed up; nobody may have it open. */
  public interface Restore {
    void restore() throws IOException;
  }

  /** A migrated store without a data directory's lock and identity. */
  public abstract Store store(Path folder, Troubles troubles);

  /** A data directory as the house opens it. */
  public Stores open(Path data, Troubles troubles) {
    return Stores.open(settings(data), troubles);
  }

  /** Copies what {@link #store} made on the folder, which nobody may have open. */
  public abstract Restore backUp(Path folder) throws IOException;

  abstract Settings settings(Path data);

  /** One of several nodes on the PostgreSQL database of a folder, the one that leads. */
  public static Stores leading(Path folder, String node) {
    Settings settings = Settings.of(folder.resolve(node)).with(postgres(folder));
    return Stores.open(settings, new Troubles(), new Shared(node, "http://" + node, new Unmoved()));
  }

  /** Takes the lead of the database of a folder away from the node that has it. */
  public static void takeTheLead(Path folder) {
    try (PostgresDatabase other = new PostgresDatabase(postgres(folder), "PostgreSQL")) {
      org.jdbi.v3.core.Jdbi.create(other.dataSource())
          .useHandle(
              handle ->
                  handle.execute(
                      "UPDATE store_lease SET token = token + 1, node = 'gamma', holder = 'g'"
                          + " WHERE name = 'lead'"));
    }
  }

  /** A node that goes on in its process when it has lost the lead. */
  private static final class Unmoved implements Sharing {
    @Override
    public void standsBy(Leader leader) {}

    @Override
    public void lost(Leader leader) {}
  }

  /** Another process on the PostgreSQL database of a folder, with a data directory of its own. */
  public static Stores beside(Path folder, String name) {
    return Stores.open(Settings.of(folder.resolve(name)).with(postgres(folder)), new Troubles());
  }

  /** Beside the folder lies which database is its own, so that a restart finds it again. */
  private static Path nameFile(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".database");
  }

  private static Settings.Postgres postgres(Path folder) {
    Path name = nameFile(folder);
    try {
      if (!Files.exists(name)) {
        Settings.Postgres made = TestStores.postgresSettings();
        Files.writeString(name, made.url());
        name.toFile().deleteOnExit();
        return made;
      }
      return new Settings.Postgres(Files.readString(name), "postgres", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
