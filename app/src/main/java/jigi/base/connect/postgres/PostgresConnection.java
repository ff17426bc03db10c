package jigi.base.connect.postgres;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLException;
import jigi.base.config.Secret;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.End;
import jigi.base.connect.Opening;
import jigi.base.connect.Stage;
import jigi.base.connect.TlsMode;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlConnection;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A PostgreSQL server, an account and a database. */
public record PostgresConnection(Address at, Access access) implements SqlConnection {
  /** An answer that is only sent once a session is let in. */
  private static final String RIGHTS =
      "SELECT current_setting('server_version') AS version,"
          + " pg_has_role(current_user, 'pg_monitor', 'member') AS monitor";

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public String text() {
    return at.toString();
  }

  @Override
  public @Nullable String on() {
    return access.on();
  }

  @Override
  public SqlSession open(Opening opening)
      throws WireException, Secret.Missing, InterruptedException {
    try {
      return connect(opening);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private SqlSession connect(Opening opening)
      throws SQLException, WireException, Secret.Missing, InterruptedException {
    TlsMode tls = access.tlsTo(at.host());
    End end = opening.end(at, access.on(), tls == TlsMode.VERIFY);
    try {
      String database = URLEncoder.encode(at.database(), StandardCharsets.UTF_8);
      java.sql.Connection connection =
          new Driver()
              .connect(
                  "jdbc:postgresql://" + end.text() + "/" + database,
                  properties(opening, tls, end));
      if (connection == null) {
        throw new IllegalStateException("not a URL of PostgreSQL: " + end.text());
      }
      SqlSession session = new SqlSession(connection, end, opening.deadline());
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      return session;
    } catch (SQLException e) {
      close(end);
      throw e;
    }
  }

  private static void close(End end) throws SQLException {
    try {
      end.close();
    } catch (IOException e) {
      throw new SQLException("the way cannot be taken down", e);
    }
  }

  private Properties properties(Opening opening, TlsMode tls, End end)
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

  private WireException failure(SQLException e) {
    IOException io = io(e);
    if (io != null && !(io instanceof java.io.EOFException)) {
      return WireException.of("connecting to " + at.endpoint(), io);
    }
    return WireException.fail(said(e) + " (" + at + ")");
  }

  private static @Nullable IOException io(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return io;
      }
    }
    return null;
  }

  /** The server's own words, without the driver's decoration. */
  private static String said(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    String message = server == null ? null : server.getMessage();
    return message == null ? String.valueOf(e.getMessage()) : message;
  }

  @Override
  public ConnectionTest test(Opening opening) throws InterruptedException {
    List<Stage> stages = new ArrayList<>();
    if (opening.walk(at, access.on(), stages)) {
      signIn(opening, stages);
    }
    return new ConnectionTest(stages);
  }

  private void signIn(Opening opening, List<Stage> stages) throws InterruptedException {
    try (SqlSession session = connect(opening)) {
      if (access.tlsTo(at.host()) != TlsMode.OFF) {
        stages.add(
            Stage.ok(
                Stage.Step.TLS, access.tlsTo(at.host()).name().toLowerCase(java.util.Locale.ROOT)));
      }
      Row row = session.query(RIGHTS, 1).getFirst();
      stages.add(
          Stage.ok(
              Stage.Step.LOGIN, "PostgreSQL " + row.text("version") + " lets in " + at.user()));
      stages.add(
          row.bool("monitor")
              ? Stage.ok(Stage.Step.RIGHTS, at.user() + " is a member of pg_monitor")
              : new Stage(
                  Stage.Step.RIGHTS,
                  Status.WARN,
                  at.user() + " is no member of pg_monitor and sees its own sessions only",
                  "postgres.monitor"));
    } catch (SQLException e) {
      WireException failure = failure(e);
      stages.add(new Stage(stepOf(e), failure.status(), failure.evidence(), advice(e)));
    } catch (QueryException e) {
      stages.add(
          new Stage(
              Stage.Step.RIGHTS, Status.FAIL, String.valueOf(e.getMessage()), "postgres.query"));
    } catch (WireException e) {
      stages.add(new Stage(Stage.Step.ROUTE, e.status(), e.evidence(), "route"));
    } catch (Secret.Missing e) {
      stages.add(
          new Stage(Stage.Step.LOGIN, Status.UNKNOWN, String.valueOf(e.getMessage()), "secret"));
    }
  }

  private static Stage.Step stepOf(SQLException e) {
    boolean tls = io(e) instanceof SSLException || isWithoutTls(e);
    return tls ? Stage.Step.TLS : Stage.Step.LOGIN;
  }

  private static boolean isWithoutTls(SQLException e) {
    return "08004".equals(e.getSQLState()) && String.valueOf(e.getMessage()).contains("SSL");
  }

  private static String advice(SQLException e) {
    if (stepOf(e) == Stage.Step.TLS) {
      return isWithoutTls(e) ? "tls.none" : "tls";
    }
    return switch (e.getSQLState() == null ? "" : e.getSQLState()) {
      case "28P01" -> "password";
      case "28000" -> "postgres.hba";
      case "3D000" -> "database";
      case "53300" -> "full";
      case "57P03" -> "starting";
      default -> "login";
    };
  }
}
