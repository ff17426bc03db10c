package jigi.operate.backup.source.mysql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import jigi.base.connect.mysql.MysqlConnection;
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
record MysqlReach(
    MysqlConnection connection,
    MysqlPrograms programs,
    SourceTools tools,
    @Nullable Secrets secrets) {
  private static final String CHARACTERS = "--default-character-set=";

  /** One on this machine that Jigi has started, and whose password it made. */
  static MysqlReach scratch(int port, String password, MysqlPrograms programs, SourceTools tools) {
    Address at = new Address(MysqlScratch.USER, "127.0.0.1", port, "");
    Access access = new Access(new Secret(Secret.Source.FILE, "scratch"), TlsMode.OFF, null, null);
    return new MysqlReach(new MysqlConnection(at, access), programs, tools, _ -> password);
  }

  private Opening opening() {
    Deadline deadline = Deadline.in(tools.timeout());
    return secrets == null
        ? tools.connections().opening(tools.system(), deadline)
        : tools.connections().opening(tools.system(), secrets, deadline);
  }

  /**
   * @param database empty for none
   * @throws BackupException {@code server-unreachable}
   */
  SqlSession open(String database) throws BackupException, InterruptedException {
    Address at = connection.at();
    Address to = new Address(at.user(), at.host(), at.port(), database);
    try {
      return new MysqlConnection(to, connection.access()).open(opening());
    } catch (WireException e) {
      throw new BackupException("server-unreachable", e.evidence(), e);
    } catch (Secret.Missing e) {
      throw new BackupException("secret-missing", String.valueOf(e.getMessage()), e);
    }
  }

  /** A session in which every statement takes effect by itself. */
  SqlSession acting(String database) throws BackupException, InterruptedException {
    SqlSession session = open(database);
    try {
      session.withoutTransaction(false);
      return session;
    } catch (QueryException e) {
      session.close();
      throw refused(e);
    }
  }

  /** A way to the server for programs; close it after they end. */
  Way way() throws BackupException, InterruptedException {
    return way(Site.HERE);
  }

  /**
   * The same for programs elsewhere: those of a host reach the server by the address of the
   * connection, those in its container by its socket.
   */
  Way way(Site site) throws BackupException, InterruptedException {
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
      String password = opening.secret(access.password());
      List<String> options = new ArrayList<>(List.of("--no-defaults"));
      if (site instanceof Site.OnHost) {
        options.addAll(address(end, tls, here ? opening.file(access.ca()) : null));
      }
      options.add("--user=" + at.user());
      options.add(CHARACTERS + "utf8mb4");
      return new Way(
          end, List.copyOf(options), password.isEmpty() ? Map.of() : Map.of("MYSQL_PWD", password));
    } catch (WireException e) {
      throw new BackupException("server-unreachable", e.evidence(), e);
    } catch (Secret.Missing e) {
      throw new BackupException("secret-missing", String.valueOf(e.getMessage()), e);
    }
  }

  private static List<String> address(End end, TlsMode tls, @Nullable Path ca) {
    List<String> options = new ArrayList<>();
    options.add("--protocol=tcp");
    options.add("--host=" + end.host());
    options.add("--port=" + end.port());
    switch (tls) {
      case OFF -> options.add("--skip-ssl");
      case REQUIRE -> options.addAll(List.of("--ssl", "--skip-ssl-verify-server-cert"));
      case VERIFY -> options.addAll(List.of("--ssl", "--ssl-verify-server-cert"));
    }
    if (ca != null) {
      options.add("--ssl-ca=" + ca);
    }
    return options;
  }

  /**
   * What programs are told; the password stands in their environment, which only their own account
   * can read.
   */
  record Way(End end, List<String> options, Map<String, String> environment)
      implements AutoCloseable {
    List<String> command(String program, String... more) {
      List<String> all = new ArrayList<>();
      all.add(program);
      all.addAll(options);
      all.addAll(List.of(more));
      return all;
    }

    /** For programs that know no character sets. */
    List<String> bare(String program) {
      List<String> all = new ArrayList<>(command(program));
      all.removeIf(option -> option.startsWith(CHARACTERS));
      return all;
    }

    @Override
    public void close() {
      try {
        end.close();
      } catch (IOException e) {
        throw new IllegalStateException("a way that cannot be taken down", e);
      }
    }
  }

  /** The server's own words; an interruption shows as a broken session. */
  static BackupException refused(QueryException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    String said = String.valueOf(e.getMessage());
    boolean denied = said.contains("denied");
    return new BackupException(denied ? "not-allowed" : "server-refused", said, e);
  }

  /** A text as SQL writes it. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** A name as SQL writes it. */
  static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }
}
