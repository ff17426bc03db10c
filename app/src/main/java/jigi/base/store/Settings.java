package jigi.base.store;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import jigi.base.kernel.Environment;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Where state is kept.
 *
 * @param data the data directory
 * @param key the master key's file; beside the data directory, never in it
 * @param machineId the file that names this machine; one that is absent names none
 * @param postgres null for SQLite in the data directory
 */
public record Settings(Path data, Path key, Path machineId, @Nullable Postgres postgres) {
  private static final Path MACHINE_ID = Path.of("/etc/machine-id");

  /**
   * A PostgreSQL database.
   *
   * @param url {@code jdbc:postgresql://host:port/database}
   * @param password empty where the server asks for none
   */
  public record Postgres(String url, String user, String password) {
    /**
     * Reads {@code postgresql://user@host:port/database}, with {@code sslmode}, {@code
     * sslrootcert}, {@code sslcert} and {@code sslkey} after a question mark as in libpq.
     *
     * @throws UserError {@code bad-store}, {@code password-in-store}
     */
    public static Postgres at(String address, String password) {
      return PostgresAddress.read(address, password);
    }

    /** For a single connection; never to be shown. */
    Properties properties() {
      Properties properties = new Properties();
      properties.setProperty("user", user);
      if (!password.isEmpty()) {
        properties.setProperty("password", password);
      }
      properties.setProperty("ApplicationName", "jigi");
      properties.setProperty("tcpKeepAlive", "true");
      return properties;
    }

    /** The address without its options, as people know it. */
    @Override
    public String toString() {
      String place = url.substring("jdbc:postgresql://".length()).replaceFirst("\\?.*", "");
      return "postgresql://" + user + "@" + place;
    }
  }

  /** The data directory with the defaults, and the key file that {@code JIGI_KEY_FILE} names. */
  public static Settings of(Path data) {
    String named = Environment.get("JIGI_KEY_FILE", "");
    Path absolute = data.toAbsolutePath().normalize();
    Path beside = absolute.resolveSibling(Objects.requireNonNull(absolute.getFileName()) + ".key");
    return new Settings(
        absolute,
        named.isEmpty() ? beside : Path.of(named).toAbsolutePath().normalize(),
        MACHINE_ID,
        null);
  }

  /** The same with PostgreSQL. */
  public Settings with(@Nullable Postgres database) {
    return new Settings(data, key, machineId, database);
  }
}
