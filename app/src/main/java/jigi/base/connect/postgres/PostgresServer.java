package jigi.base.connect.postgres;

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
import jigi.base.kernel.Status;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL by its driver, which is loaded at the first use. */
record PostgresServer(Address at, Access access) implements SqlSignIn.Server {
  private static final String RIGHTS =
      "SELECT current_setting('server_version') AS version,"
          + " pg_has_role(current_user, 'pg_monitor', 'member') AS monitor";

  @Override
  public Connection connect(Opening opening, End end, TlsMode tls)
      throws SQLException, Secret.Missing {
    String database = URLEncoder.encode(at.database(), StandardCharsets.UTF_8);
    String url = "jdbc:postgresql://" + end.text() + "/" + database;
    Connection connection = new Driver().connect(url, properties(opening, end, tls));
    if (connection == null) {
      throw new IllegalStateException("not a URL of PostgreSQL: " + url);
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
    properties.setProperty("ApplicationName", "jigi");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("connectTimeout", seconds(opening));
    properties.setProperty("socketTimeout", seconds(opening));
    boolean named = end.host().equals(at.host());
    properties.setProperty(
        "sslmode",
        switch (tls) {
          case OFF -> "disable";
          case REQUIRE -> "require";
          // Through a host the name at hand is the near end's, so that only the chain can be held.
          case VERIFY -> named ? "verify-full" : "verify-ca";
        });
    Path ca = opening.file(access.ca());
    if (ca != null) {
      properties.setProperty("sslrootcert", ca.toString());
    } else if (tls == TlsMode.VERIFY) {
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    return properties;
  }

  /** The driver knows whole seconds only; the session itself is held to milliseconds. */
  private static String seconds(Opening opening) throws SQLException {
    try {
      return String.valueOf((opening.deadline().remainingMillis() + 999) / 1000);
    } catch (SocketTimeoutException e) {
      throw new SQLException("timed out", "", e);
    }
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
        Stage.ok(Stage.Step.LOGIN, "PostgreSQL " + row.text("version") + " lets in " + at.user());
    Stage rights =
        row.bool("monitor")
            ? Stage.ok(Stage.Step.RIGHTS, at.user() + " is a member of pg_monitor")
            : new Stage(
                Stage.Step.RIGHTS,
                Status.WARN,
                at.user() + " is no member of pg_monitor and sees its own sessions only",
                "postgres.monitor");
    return List.of(login, rights);
  }
}
