package jigi.operate.backup.source.mysql;

import java.io.InputStream;
import java.util.List;
import jigi.base.connect.Site;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.mysql.MysqlConnection;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceTools;
import jigi.operate.backup.source.Target;

/**
 * Databases of a server, each dumped with what belongs to it.
 *
 * @param at the connection's name
 * @param databases empty means all but the server's own
 * @param sampleAbove bytes of a table beyond which its rows are sampled for the checksum
 * @param site where it is dumped
 */
record MysqlSource(
    String at, List<String> databases, long sampleAbove, MysqlPrograms programs, Site site)
    implements Source {
  static final String KIND = "mysql";
  private static final String DATABASES =
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name NOT IN"
          + " ('mysql', 'information_schema', 'performance_schema', 'sys')"
          + " AND schema_name NOT LIKE 'jigi\\_restore\\_%' ORDER BY schema_name";
  private static final int MANY = 100_000;

  MysqlSource {
    databases = List.copyOf(databases);
  }

  @Override
  public String kind() {
    return KIND;
  }

  private MysqlReach reach(SourceTools tools) {
    return reach(at, tools);
  }

  private MysqlReach reach(String connection, SourceTools tools) {
    return new MysqlReach(
        tools.connections().find(tools.system(), connection, MysqlConnection.class),
        programs,
        tools,
        null);
  }

  @Override
  public List<String> items(SourceTools tools) throws BackupException, InterruptedException {
    if (!databases.isEmpty()) {
      return databases;
    }
    try (SqlSession session = reach(tools).open("")) {
      return databases(session);
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  /** All of a server but its own. */
  static List<String> databases(SqlSession session) throws QueryException {
    return session.query(DATABASES, MANY).stream().map(row -> row.text("name")).toList();
  }

  @Override
  public Dump dump(String item, SourceTools tools) throws BackupException, InterruptedException {
    return MysqlDump.begin(reach(tools), new MysqlDump.OneDatabase(item, sampleAbove), site);
  }

  @Override
  public void check(InputStream bytes, SourceTools tools)
      throws BackupException, InterruptedException {
    MysqlText.check(bytes);
  }

  @Override
  public Landing scratch(String id, Contents wanted, SourceTools tools)
      throws BackupException, InterruptedException {
    MysqlScratch scratch = MysqlScratch.start(id, programs, tools);
    return new MysqlLanding(scratch.reach(), "restored", scratch);
  }

  @Override
  public Landing beside(String name, boolean over, SourceTools tools)
      throws BackupException, InterruptedException {
    Target target = Target.of(name, over);
    String there = target.at(at);
    MysqlLanding landing =
        new MysqlLanding(reach(there, tools), target.name(), new MysqlLanding.Beside(there, over));
    landing.refuseTaken();
    return landing;
  }

  @Override
  public void sweep(SourceTools tools) throws InterruptedException {
    ScratchFolder.sweep(KIND, tools);
  }
}
