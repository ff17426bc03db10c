package jigi.base.connect.database;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * Signs in to a database server, for use or for a test, and tells whose fault a failure is.
 *
 * @param at the server, the account and the database
 */
record SqlSignIn(Address at, Access access, SqlServer server) {
  /** See {@link SqlConnection#open}. */
  SqlSession open(Opening opening) throws WireException, Secret.Missing, InterruptedException {
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
    boolean open = false;
    try {
      SqlSession session = new SqlSession(dial(opening, end, tls), end, opening.deadline());
      open = true;
      return session;
    } finally {
      if (!open) {
        close(end);
      }
    }
  }

  /** The driver's connection to that end, in a transaction that can only read. */
  private Connection dial(Opening opening, End end, TlsMode tls)
      throws SQLException, Secret.Missing {
    String database = URLEncoder.encode(at.database(), StandardCharsets.UTF_8).replace("+", "%20");
    String url = server.scheme() + "//" + end.text() + "/" + database;
    Properties properties = server.properties(terms(opening, end, tls));
    properties.setProperty("user", at.user());
    properties.setProperty("password", opening.secret(access.password()));
    Connection connection = server.driver().connect(url, properties);
    if (connection == null) {
      throw new IllegalStateException("not a URL of the driver: " + url);
    }
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }

  private SqlServer.Terms terms(Opening opening, End end, TlsMode tls) throws SQLException {
    boolean named = end.host().equals(at.host());
    SqlServer.Trust trust =
        switch (tls) {
          case OFF -> SqlServer.Trust.OFF;
          case REQUIRE -> SqlServer.Trust.ANYBODY;
          case VERIFY -> named ? SqlServer.Trust.NAME : SqlServer.Trust.CHAIN;
        };
    try {
      long millis = opening.deadline().remainingMillis();
      return new SqlServer.Terms(millis, trust, opening.file(access.ca()));
    } catch (SocketTimeoutException e) {
      throw new SQLException("timed out", "", e);
    }
  }

  private static void close(End end) throws SQLException {
    try {
      end.close();
    } catch (IOException e) {
      throw new SQLException("the way cannot be taken down", e);
    }
  }

  private WireException failure(SQLException e) {
    IOException io = io(e);
    if (io != null && !(io instanceof EOFException)) {
      return WireException.of("connecting to " + at.endpoint(), io);
    }
    return WireException.fail(server.said(e) + " (" + at + ")");
  }

  private static @Nullable IOException io(Throwable e) {
    IOException found = null;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        found = io;
      }
    }
    return found;
  }

  /** Walks the stages until one fails. */
  ConnectionTest test(Opening opening) throws InterruptedException {
    List<Stage> stages = new ArrayList<>();
    if (opening.walk(at, access.on(), stages)) {
      signIn(opening, stages);
    }
    return new ConnectionTest(stages);
  }

  private void signIn(Opening opening, List<Stage> stages) throws InterruptedException {
    TlsMode tls = access.tlsTo(at.host());
    try (SqlSession session = connect(opening)) {
      if (tls != TlsMode.OFF) {
        stages.add(Stage.ok(Stage.Step.TLS, tls.name().toLowerCase(Locale.ROOT)));
      }
      stages.addAll(server.greet(session));
    } catch (SQLException e) {
      stages.add(refused(e));
    } catch (QueryException e) {
      stages.add(
          new Stage(Stage.Step.RIGHTS, Status.FAIL, String.valueOf(e.getMessage()), "query"));
    } catch (WireException e) {
      stages.add(new Stage(Stage.Step.ROUTE, e.status(), e.evidence(), "route"));
    } catch (Secret.Missing e) {
      stages.add(
          new Stage(Stage.Step.LOGIN, Status.UNKNOWN, String.valueOf(e.getMessage()), "secret"));
    }
  }

  private Stage refused(SQLException e) {
    WireException failure = failure(e);
    if (server.isWithoutTls(e)) {
      return new Stage(Stage.Step.TLS, failure.status(), failure.evidence(), "tls.none");
    }
    return io(e) instanceof SSLException
        ? new Stage(Stage.Step.TLS, failure.status(), failure.evidence(), "tls")
        : new Stage(Stage.Step.LOGIN, failure.status(), failure.evidence(), server.advice(e));
  }
}
