package jigi.operate.backup.source.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Secret;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.End;
import jigi.base.connect.Opening;
import jigi.base.connect.Secrets;
import jigi.base.connect.Site;
import jigi.base.connect.TlsMode;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.postgres.PostgresConnection;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A server as programs and sessions reach it.
 *
 * @param secrets null for those of the manual
 */
record PostgresServer(PostgresConnection connection, SourceTools tools, @Nullable Secrets secrets) {
  /** One on this machine that Jigi has started, and whose password it made. */
  static PostgresServer scratch(int port, String password, SourceTools tools) {
    return scratch(new Address(ScratchServer.USER, "127.0.0.1", port, "postgres"), password, tools);
  }

  static PostgresServer scratch(Address at, String password, SourceTools tools) {
    Access access = new Access(new Secret(Secret.Source.FILE, "scratch"), TlsMode.OFF, null, null);
    return new PostgresServer(new PostgresConnection(at, access), tools, _ -> password);
  }

  private Opening opening() {
    Deadline deadline = Deadline.in(tools.timeout());
    return secrets == null
        ? tools.connections().opening(tools.system(), deadline)
        : tools.connections().opening(tools.system(), secrets, deadline);
  }

  private PostgresConnection to(String database) {
    Address at = connection.at();
    return new PostgresConnection(
        new Address(at.user(), at.host(), at.port(), database), connection.access());
  }

  /** The database that the manual's connection names. */
  String home() {
    return connection.at().database();
  }

  /**
   * @throws BackupException {@code server-unreachable}
   */
  SqlSession open(String database) throws BackupException, InterruptedException {
    try {
      return to(database).open(opening());
    } catch (WireException e) {
      throw new BackupException("server-unreachable", e.evidence(), e);
    } catch (Secret.Missing e) {
      throw new BackupException("secret-missing", String.valueOf(e.getMessage()), e);
    }
  }

  /** A way to the server for programs, with what they have to be told; close it after they end. */
  Way way(String database) throws BackupException, InterruptedException {
    return way(database, Site.HERE);
  }

  /**
   * The same for programs elsewhere: those of a host reach the server by the address of the
   * connection, those in its container by its socket.
   */
  Way way(String database, Site site) throws BackupException, InterruptedException {
    Opening opening = opening();
    Access access = connection.access();
    Address at = connection.at();
    TlsMode tls = access.tlsTo(at.host());
    boolean here = site.equals(Site.HERE);
    try {
      End end =
          here
              ? opening.end(at, access.on(), tls == TlsMode.VERIFY)
              : new End(at.host(), at.port());
      Map<String, String> environment = new TreeMap<>();
      if (site instanceof Site.OnHost) {
        environment.put("PGHOST", end.host());
        environment.put("PGPORT", String.valueOf(end.port()));
        environment.put("PGSSLMODE", mode(tls, end));
      }
      environment.put("PGUSER", at.user());
      environment.put("PGDATABASE", database);
      environment.put("PGAPPNAME", "jigi");
      environment.put("PGCONNECT_TIMEOUT", "10");
      environment.put("PGPASSFILE", "/dev/null");
      Path ca = here ? opening.file(access.ca()) : null;
      if (ca != null) {
        environment.put("PGSSLROOTCERT", ca.toString());
      }
      String password = opening.secret(access.password());
      if (!password.isEmpty()) {
        environment.put("PGPASSWORD", password);
      }
      return new Way(end, environment);
    } catch (WireException e) {
      throw new BackupException("server-unreachable", e.evidence(), e);
    } catch (Secret.Missing e) {
      throw new BackupException("secret-missing", String.valueOf(e.getMessage()), e);
    }
  }

  private String mode(TlsMode tls, End end) {
    return switch (tls) {
      case OFF -> "disable";
      case REQUIRE -> "require";
      case VERIFY -> end.host().equals(connection.at().host()) ? "verify-full" : "verify-ca";
    };
  }

  /** Environment of programs, and the way through a host that they use. */
  record Way(End end, Map<String, String> environment) implements AutoCloseable {
    @Override
    public void close() {
      try {
        end.close();
      } catch (IOException e) {
        throw new IllegalStateException("a way that cannot be taken down", e);
      }
    }
  }

  /** Does each statement by itself, outside of transactions. */
  void execute(String database, String... statements) throws BackupException, InterruptedException {
    try (SqlSession session = open(database)) {
      session.withoutTransaction(false);
      for (String statement : statements) {
        session.update(statement);
      }
    } catch (QueryException e) {
      throw refused(e);
    }
  }

  /** The server's own words; an interruption shows as a broken session. */
  static BackupException refused(QueryException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    String said = String.valueOf(e.getMessage());
    return new BackupException(e.isDenied() ? "not-allowed" : "server-refused", said, e);
  }

  /** A name as SQL writes it. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
