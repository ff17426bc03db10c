package jigi.base.connect.database;

import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
public record SqlSignIn(Address at, Access access, Server server) {
  /** What differs from product to product. */
  public interface Server {
    /** The driver's connection to that end, in a transaction that can only read. */
    java.sql.Connection connect(Opening opening, End end, TlsMode tls)
        throws SQLException, Secret.Missing;

    /** The server's own words, without the driver's decoration. */
    String said(SQLException e);

    /** True when the two sides could not agree on encryption. */
    boolean isWithoutTls(SQLException e);

    /** What to do about a login that failed. */
    String advice(SQLException e);

    /** Looks around in a session: the stages LOGIN and RIGHTS. */
    List<Stage> greet(SqlSession session) throws QueryException;
  }

  /** See {@link SqlConnection#open}. */
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
    boolean open = false;
    try {
      SqlSession session =
          new SqlSession(server.connect(opening, end, tls), end, opening.deadline());
      open = true;
      return session;
    } finally {
      if (!open) {
        close(end);
      }
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
  public ConnectionTest test(Opening opening) throws InterruptedException {
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
