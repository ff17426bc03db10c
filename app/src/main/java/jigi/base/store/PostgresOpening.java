package jigi.base.store;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import javax.net.ssl.SSLException;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * Looks at a PostgreSQL database before it is used, so that whoever starts Jigi learns which of
 * name, route, login, database, version, encoding and rights is wrong. The codes are those of
 * PostgreSQL's appendix A.
 */
final class PostgresOpening {
  /** Older servers have not been tried. */
  private static final int OLDEST = 14;

  private static final int PATIENCE_SECONDS = 5;

  private final Settings.Postgres settings;

  PostgresOpening(Settings.Postgres settings) {
    this.settings = settings;
  }

  /**
   * What the server says of itself: {@code PostgreSQL 15.6}.
   *
   * @throws UserError {@code database-unreachable}, {@code database-login}, {@code
   *     database-missing}, {@code database-too-old}, {@code database-encoding}, {@code
   *     database-read-only}, {@code database-rights}
   */
  String check() {
    Properties properties = settings.properties();
    PGProperty.CONNECT_TIMEOUT.set(properties, PATIENCE_SECONDS);
    PGProperty.SOCKET_TIMEOUT.set(properties, PATIENCE_SECONDS);
    PGProperty.LOGIN_TIMEOUT.set(properties, PATIENCE_SECONDS);
    try (Connection connection = DriverManager.getConnection(settings.url(), properties)) {
      return checked(connection);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private String checked(Connection connection) throws SQLException {
    var meta = connection.getMetaData();
    if (meta.getDatabaseMajorVersion() < OLDEST) {
      throw error(
          "database-too-old",
          "is PostgreSQL " + meta.getDatabaseProductVersion(),
          "use PostgreSQL " + OLDEST + " or newer",
          null);
    }
    String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    if (!"UTF8".equals(encoding)) {
      throw error(
          "database-encoding",
          "keeps text as " + encoding + ", which cannot hold every language",
          "make it anew: createdb --encoding=UTF8 --template=template0 " + database(),
          null);
    }
    if ("on".equals(asked(connection, "SHOW transaction_read_only"))) {
      throw error(
          "database-read-only",
          "can only be read: it is a standby, or set so",
          "name the primary server",
          null);
    }
    if (!"t".equals(asked(connection, "SELECT has_schema_privilege(current_schema(), 'CREATE')"))) {
      throw error(
          "database-rights",
          "does not let " + settings.user() + " make tables",
          "ALTER DATABASE " + database() + " OWNER TO " + settings.user(),
          null);
    }
    return "PostgreSQL " + meta.getDatabaseProductVersion();
  }

  private static @Nullable String asked(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private UserError refused(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return switch (state) {
      case "28P01", "28000", "08004" -> login(e);
      case "3D000" ->
          error(
              "database-missing",
              "does not exist on its server",
              "createdb --encoding=UTF8 --owner=" + settings.user() + " " + database(),
              e);
      case "42501" ->
          error(
              "database-rights",
              "does not let " + settings.user() + " in: " + said(e),
              "GRANT CONNECT ON DATABASE " + database() + " TO " + settings.user(),
              e);
      default -> unreachable(e);
    };
  }

  /** The server's own sentence tells a wrong password from an account or address not allowed. */
  private UserError login(SQLException e) {
    if (caused(e, SSLException.class) || said(e).toLowerCase(Locale.ROOT).contains("ssl")) {
      return tls(e);
    }
    return error(
        "database-login",
        "refuses " + settings.user() + ": " + said(e),
        "check the user, the file named by --store-password, and pg_hba.conf of the server",
        e);
  }

  private UserError tls(SQLException e) {
    return error(
        "database-unreachable",
        "has no protected wire as it was asked for: " + said(e),
        "check sslmode and sslrootcert in --store, and ssl of the server",
        e);
  }

  private UserError unreachable(SQLException e) {
    if (caused(e, UnknownHostException.class)) {
      return error(
          "database-unreachable",
          "is on a host whose name has no address",
          "check the host's name in --store",
          e);
    }
    if (caused(e, SSLException.class)) {
      return tls(e);
    }
    // The driver gives no cause where its own patience has ended.
    boolean silent =
        caused(e, SocketTimeoutException.class)
            || caused(e, NoRouteToHostException.class)
            || (e.getCause() == null && "08001".equals(e.getSQLState()));
    String why =
        caused(e, ConnectException.class)
            ? "cannot be reached: nothing listens there"
            : silent
                ? "does not answer within " + PATIENCE_SECONDS + " s"
                : "cannot be used now: " + said(e);
    return error("database-unreachable", why, "check host and port, and that the server runs", e);
  }

  private UserError error(String code, String what, String hint, @Nullable SQLException cause) {
    return new UserError(code, "the database " + settings + " " + what, hint, cause);
  }

  private String database() {
    String place = settings.url().replaceFirst("\\?.*", "");
    return place.substring(place.lastIndexOf('/') + 1);
  }

  /** The first line, without the word that the server puts before it. */
  private static String said(SQLException e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return first.replaceFirst("^[A-Z]+: ", "");
  }

  private static boolean caused(Throwable e, Class<? extends Throwable> by) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (by.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
