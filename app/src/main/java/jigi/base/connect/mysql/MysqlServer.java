package jigi.base.connect.mysql;

import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import jigi.base.config.Secret;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.End;
import jigi.base.connect.Opening;
import jigi.base.connect.Stage;
import jigi.base.connect.TlsMode;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.database.SqlSignIn;
import org.mariadb.jdbc.Driver;

/** MySQL and MariaDB by MariaDB's driver, which is loaded at the first use. */
record MysqlServer(Address at, Access access) implements SqlSignIn.Server {
  private static final int ACCESS_DENIED = 1045;
  private static final int NO_SUCH_DATABASE = 1049;
  private static final int TOO_MANY_CONNECTIONS = 1040;

  @Override
  public Connection connect(Opening opening, End end, TlsMode tls)
      throws SQLException, Secret.Missing {
    String database = URLEncoder.encode(at.database(), StandardCharsets.UTF_8);
    String url = "jdbc:mariadb://" + end.text() + "/" + database.replace("+", "%20");
    Connection connection = new Driver().connect(url, properties(opening, end, tls));
    if (connection == null) {
      throw new IllegalStateException("not a URL of MariaDB: " + url);
    }
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }

  private Properties properties(Opening opening, End end, TlsMode tls)
      throws SQLException, Secret.Missing {
    Properties properties = new Properties();
    properties.setProperty("user", at.user());
    properties.setProperty("password", opening.secret(access.password()));
    properties.setProperty("connectionAttributes", "program_name:jigi");
    properties.setProperty("assureReadOnly", "true");
    properties.setProperty("connectTimeout", millis(opening));
    properties.setProperty("socketTimeout", millis(opening));
    boolean named = end.host().equals(at.host());
    properties.setProperty(
        "sslMode",
        switch (tls) {
          case OFF -> "disable";
          case REQUIRE -> "trust";
          // Through a host the name at hand is the near end's, so that only the chain can be held.
          case VERIFY -> named ? "verify-full" : "verify-ca";
        });
    if (tls == TlsMode.OFF) {
      // Without TLS an account of MySQL 8 sends its password under the server's own key.
      properties.setProperty("allowPublicKeyRetrieval", "true");
    }
    Path ca = opening.file(access.ca());
    if (ca != null) {
      properties.setProperty("serverSslCert", ca.toString());
    }
    return properties;
  }

  private static String millis(Opening opening) throws SQLException {
    try {
      return String.valueOf(opening.deadline().remainingMillis());
    } catch (SocketTimeoutException e) {
      throw new SQLException("timed out", "", e);
    }
  }

  /** The driver puts the number of its connection before the server's words. */
  @Override
  public String said(SQLException e) {
    return String.valueOf(e.getMessage()).replaceFirst("^\\(conn=\\d+\\) ", "");
  }

  @Override
  public boolean isWithoutTls(SQLException e) {
    return String.valueOf(e.getMessage()).contains("ssl not enabled in the server");
  }

  @Override
  public String advice(SQLException e) {
    return switch (e.getErrorCode()) {
      case ACCESS_DENIED -> "password";
      case NO_SUCH_DATABASE -> "database";
      case TOO_MANY_CONNECTIONS -> "full";
      default -> "login";
    };
  }

  @Override
  public List<Stage> greet(SqlSession session) throws QueryException {
    Row row = session.query("SELECT version() AS version, current_user() AS account", 1).getFirst();
    return List.of(
        Stage.ok(Stage.Step.LOGIN, row.text("version") + " lets in " + row.text("account")));
  }
}
