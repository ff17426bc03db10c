package jigi.operate.backup.source.postgres;

import java.io.InputStream;
import java.util.List;
import jigi.base.connect.Site;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.postgres.PostgresConnection;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceTools;
import jigi.operate.backup.source.Target;

/**
 * Databases of a server, each dumped with what belongs to it.
 *
 * @param at the connection's name
 * @param databases empty means all but templates
 * @param sampleAbove bytes of a table beyond which its rows are sampled for the checksum
 */
record PostgresSource(String at, List<String> databases, long sampleAbove, By by)
    implements Source {
  private static final String DATABASES =
      "SELECT datname FROM pg_database WHERE NOT datistemplate AND datallowconn"
          + " AND datname NOT LIKE 'jigi\\_restore\\_%' AND (datname <> 'postgres' OR EXISTS"
          + " (SELECT 1 FROM pg_stat_user_tables)) ORDER BY datname";
  private static final int MANY = 100_000;

  /**
   * How it is dumped, and where.
   *
   * @param jobs so many restore at once
   */
  record By(PostgresFormat format, Site site, int jobs) {}

  PostgresSource {
    databases = List.copyOf(databases);
  }

  @Override
  public String kind() {
    return "postgres";
  }

  private PostgresServer server(SourceTools tools) {
    return server(at, tools);
  }

  private static PostgresServer server(String connection, SourceTools tools) {
    return new PostgresServer(
        tools.connections().find(tools.system(), connection, PostgresConnection.class),
        tools,
        null);
  }

  @Override
  public List<String> items(SourceTools tools) throws BackupException, InterruptedException {
    if (!databases.isEmpty()) {
      return databases;
    }
    PostgresServer server = server(tools);
    try (SqlSession session = server.open(server.home())) {
      return session.query(DATABASES, MANY).stream().map(row -> row.text("datname")).toList();
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  @Override
  public Dump dump(String item, SourceTools tools) throws BackupException, InterruptedException {
    return PostgresDump.begin(server(tools), item, sampleAbove, by);
  }

  @Override
  public void check(InputStream bytes, SourceTools tools)
      throws BackupException, InterruptedException {
    PostgresRestore.read(bytes, tools);
  }

  @Override
  public Landing scratch(String id, Contents wanted, SourceTools tools)
      throws BackupException, InterruptedException {
    int major = major(wanted.about().getOrDefault("server", ""));
    ScratchServer scratch = ScratchServer.start(id, major, tools);
    try {
      return new PostgresLanding(scratch.server(), "restored", by.jobs(), scratch);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  @Override
  public Landing beside(String name, boolean over, SourceTools tools)
      throws BackupException, InterruptedException {
    Target target = Target.of(name, over);
    String there = target.at(at);
    PostgresLanding landing =
        new PostgresLanding(
            server(there, tools),
            target.name(),
            by.jobs(),
            new PostgresLanding.Beside(there, over));
    landing.refuseTaken();
    return landing;
  }

  @Override
  public void sweep(SourceTools tools) throws InterruptedException {
    ScratchServer.sweep(tools);
  }

  /** The first number of {@code 15.14 (Debian 15.14-0+deb12u1)}; 0 when there is none. */
  static int major(String version) {
    String digits = version.replaceFirst("[^0-9].*", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** The version that a session's server says. */
  static String version(SqlSession session) throws QueryException {
    Row row = session.query("SELECT current_setting('server_version') AS version", 1).getFirst();
    return row.text("version");
  }
}
