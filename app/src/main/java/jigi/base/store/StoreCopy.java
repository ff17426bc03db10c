package jigi.base.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A copy that {@link Store#copyTo} made, looked at without changing it. */
public final class StoreCopy {
  private static final String TABLES =
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
          + " ORDER BY name";

  private StoreCopy() {}

  /**
   * The rows of each table by its name.
   *
   * @throws IOException when it is no whole database
   */
  public static Map<String, Long> rows(Path file) throws IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:file:" + file.toUri().getRawPath() + "?immutable=1");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      String sound = first(statement, "PRAGMA integrity_check(1)");
      if (!sound.equals("ok")) {
        throw new SQLException(sound);
      }
      Map<String, Long> rows = new TreeMap<>();
      for (String table : names(statement)) {
        String quoted = '"' + table.replace("\"", "\"\"") + '"';
        rows.put(table, Long.parseLong(first(statement, "SELECT count(*) FROM " + quoted)));
      }
      return rows;
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<String> names(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet all = statement.executeQuery(TABLES)) {
      while (all.next()) {
        names.add(all.getString(1));
      }
    }
    return names;
  }

  private static String first(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
