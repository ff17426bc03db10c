package jigi.base.store;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import jigi.base.kernel.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in a database which migrations have been applied, so that a start with the same ones
 * need not compare them one by one.
 */
final class SchemaMark {
  private final DataSource source;
  private final @Nullable String own;

  /**
   * @param own names the set of migrations that this program holds; null when it cannot be told
   */
  SchemaMark(DataSource source, @Nullable String own) {
    this.source = source;
    this.own = own;
  }

  /**
   * The names and checksums of a jar's migrations, hashed. Null outside of a jar, where files may
   * change at any time.
   */
  static @Nullable String ofJar(Class<?> inside, String folder) {
    CodeSource code = inside.getProtectionDomain().getCodeSource();
    if (code == null) {
      return null;
    }
    try {
      Path jar = Path.of(code.getLocation().toURI());
      return Files.isRegularFile(jar) ? of(jar, folder) : null;
    } catch (IOException | URISyntaxException e) {
      // Then the migrations are compared, which tells what is wrong.
      return null;
    }
  }

  static String of(Path jar, String folder) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<String> entries =
          zip.stream()
              .filter(entry -> entry.getName().startsWith(folder))
              .map(SchemaMark::line)
              .sorted()
              .toList();
      return Hash.of(String.join("\n", entries));
    }
  }

  private static String line(ZipEntry entry) {
    return entry.getName() + " " + entry.getSize() + " " + entry.getCrc();
  }

  /** Whether the database bears the mark of just these migrations. */
  boolean stands() {
    if (own == null) {
      return false;
    }
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT migrations FROM schema_mark")) {
      return rows.next() && own.equals(rows.getString(1));
    } catch (SQLException e) {
      // A new, old or damaged database: the migrations themselves will tell which.
      return false;
    }
  }

  /** Marks the database after its migrations have been applied. */
  void set() throws SQLException {
    if (own == null) {
      return;
    }
    try (Connection connection = source.getConnection()) {
      boolean commits = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try (Statement delete = connection.createStatement();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO schema_mark (migrations) VALUES (?)")) {
        delete.executeUpdate("DELETE FROM schema_mark");
        insert.setString(1, own);
        insert.executeUpdate();
        connection.commit();
      } finally {
        connection.setAutoCommit(commits);
      }
    }
  }
}
