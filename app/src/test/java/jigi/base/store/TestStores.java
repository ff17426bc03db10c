package jigi.base.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;
import jigi.base.kernel.Troubles;
import jigi.testing.PostgresServer;
import org.jspecify.annotations.Nullable;

/** Fresh stores for tests, migrated. */
public final class TestStores {
  private static @Nullable Path template;
  private static @Nullable String postgresTemplate;

  private TestStores() {}

  /** A fresh SQLite store in the folder; migrations run once per test process. */
  public static Store sqlite(Path folder) {
    return sqlite(folder, new Troubles());
  }

  /** The same, with a place for its troubles. */
  public static Store sqlite(Path folder, Troubles troubles) {
    Path file = folder.resolve("test.db");
    fresh(file);
    try {
      return new SqlStore(new SqliteDatabase(file), troubles);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes an empty database with its tables, unless there is one. */
  static void fresh(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.copy(template(), file);
      }
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A fresh PostgreSQL store; the test needs {@code postgresql}. */
  public static Store postgres() {
    return new SqlStore(new PostgresDatabase(postgresSettings(), "PostgreSQL"), new Troubles());
  }

  static synchronized Settings.Postgres postgresSettings() {
    PostgresServer server = PostgresServer.get();
    String made = postgresTemplate;
    if (made == null) {
      made = server.database(null);
      try (var database = new PostgresDatabase(settings(server, made), "PostgreSQL")) {
        Migrations.apply(database.dataSource());
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      postgresTemplate = made;
    }
    return settings(server, server.database(made));
  }

  private static Settings.Postgres settings(PostgresServer server, String database) {
    return new Settings.Postgres(server.url(database), "postgres", "");
  }

  private static synchronized Path template() throws IOException, SQLException {
    Path made = template;
    if (made == null) {
      Path folder = Files.createTempDirectory("jigi-test-store");
      made = folder.resolve("template.db");
      try (var database = new SqliteDatabase(made)) {
        Migrations.apply(database.dataSource());
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      template = made;
    }
    return made;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
