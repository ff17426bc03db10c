package jigi.base.connect.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import jigi.base.connect.Stage;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlServer;
import jigi.base.connect.database.SqlSession;
import jigi.base.kernel.Status;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * PostgreSQL by its driver, which is loaded at the first use.
 *
 * @param user the account, for what is said of its rights
 */
record PostgresServer(String user) implements SqlServer {
  private static final String RIGHTS =
      "SELECT current_setting('server_version') AS version,"
          + " pg_has_role(current_user, 'pg_monitor', 'member') AS monitor";

  @Override
  public Driver driver() {
    return new Driver();
  }

  @Override
  public String scheme() {
    return "jdbc:postgresql:";
  }

  @Override
  public Properties properties(Terms terms) {
    // The driver knows whole seconds only; the session itself is held to milliseconds.
    String seconds = String.valueOf((terms.millis() + 999) / 1000);
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "jigi");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    properties.setProperty("sslmode", terms.trust().word("require"));
    if (terms.ca() != null) {
      properties.setProperty("sslrootcert", terms.ca().toString());
    } else if (terms.trust() == Trust.NAME || terms.trust() == Trust.CHAIN) {
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    return properties;
  }

  @Override
  public String said(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    String message = server == null ? null : server.getMessage();
    return message == null ? String.valueOf(e.getMessage()) : message;
  }

  @Override
  public boolean isWithoutTls(SQLException e) {
    return "08004".equals(e.getSQLState()) && String.valueOf(e.getMessage()).contains("SSL");
  }

  @Override
  public String advice(SQLException e) {
    return switch (e.getSQLState() == null ? "" : e.getSQLState()) {
      case "28P01" -> "password";
      case "28000" -> "postgres.hba";
      case "3D000" -> "database";
      case "53300" -> "full";
      case "57P03" -> "starting";
      default -> "login";
    };
  }

  @Override
  public List<Stage> greet(SqlSession session) throws QueryException {
    Row row = session.query(RIGHTS, 1).getFirst();
    Stage login =
        Stage.ok(Stage.Step.LOGIN, "PostgreSQL " + row.text("version") + " lets in " + user);
    Stage rights =
        row.bool("monitor")
            ? Stage.ok(Stage.Step.RIGHTS, user + " is a member of pg_monitor")
            : new Stage(
                Stage.Step.RIGHTS,
                Status.WARN,
                user + " is no member of pg_monitor and sees its own sessions only",
                "postgres.monitor");
    return List.of(login, rights);
  }
}
