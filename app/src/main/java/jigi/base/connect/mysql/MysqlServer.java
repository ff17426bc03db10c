package jigi.base.connect.mysql;

import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import jigi.base.connect.Stage;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlServer;
import jigi.base.connect.database.SqlSession;
import org.mariadb.jdbc.Driver;

/** MySQL and MariaDB by MariaDB's driver, which is loaded at the first use. */
record MysqlServer() implements SqlServer {
  private static final int ACCESS_DENIED = 1045;
  private static final int NO_SUCH_DATABASE = 1049;
  private static final int TOO_MANY_CONNECTIONS = 1040;

  @Override
  public Driver driver() {
    return new Driver();
  }

  @Override
  public String scheme() {
    return "jdbc:mariadb:";
  }

  @Override
  public Properties properties(Terms terms) {
    Properties properties = new Properties();
    properties.setProperty("connectionAttributes", "program_name:jigi");
    properties.setProperty("assureReadOnly", "true");
    properties.setProperty("connectTimeout", String.valueOf(terms.millis()));
    properties.setProperty("socketTimeout", String.valueOf(terms.millis()));
    properties.setProperty("sslMode", terms.trust().word("trust"));
    if (terms.trust() == Trust.OFF) {
      // Without TLS an account of MySQL 8 sends its password under the server's own key.
      properties.setProperty("allowPublicKeyRetrieval", "true");
    }
    if (terms.ca() != null) {
      properties.setProperty("serverSslCert", terms.ca().toString());
    }
    return properties;
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
