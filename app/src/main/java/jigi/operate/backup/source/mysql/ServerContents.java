package jigi.operate.backup.source.mysql;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.operate.backup.source.Contents;

/** Measures all databases of a server, and its accounts. */
final class ServerContents {
  /** Of {@link Contents#about}: the file of the log, the offset in it, and when it was begun. */
  static final String FILE = "binlog-file";

  static final String OFFSET = "binlog-offset";
  static final String CREATED = "binlog-created";

  private static final int MANY = 1_000_000;
  private static final String DATABASE = "database/";

  /** Without the one by which Jigi itself is there. */
  private static final String ACCOUNTS =
      "SELECT concat(User, '@', Host) AS account FROM mysql.user WHERE NOT (User = ? AND Host ="
          + " ?)";

  /** Since MariaDB 10.11; there as soon as something was granted to all, as a new server does. */
  private static final String EVERYBODY = "SELECT User FROM mysql.user WHERE User = 'PUBLIC'";

  private static final String VERSION = "SELECT version() AS server";

  private ServerContents() {}

  /** The accounts as facts; the session need not be in a transaction, they know none. */
  static Map<String, String> accounts(SqlSession session) throws QueryException {
    Map<String, String> facts = new TreeMap<>();
    for (Row row : session.query(ACCOUNTS, MANY, MysqlScratch.USER, MysqlScratch.HOST)) {
      facts.put("account/" + row.text("account"), "there");
    }
    return facts;
  }

  /** Statements that give everybody what everybody may: the server's own tool leaves them out. */
  static String grantsToEverybody(SqlSession session) throws QueryException {
    StringBuilder statements = new StringBuilder();
    if (!session.query(EVERYBODY, 1).isEmpty()) {
      for (Row row : session.query("SHOW GRANTS FOR PUBLIC", MANY)) {
        String grant = row.text(row.values().keySet().iterator().next());
        statements.append(grant).append(";\n");
      }
    }
    return statements.toString();
  }

  /** Within a transaction made steady. */
  static Contents measure(
      SqlSession session, List<String> databases, MysqlContents.Sampling sampling)
      throws QueryException {
    Map<String, String> facts = new TreeMap<>();
    for (String database : databases) {
      facts.put(DATABASE + database, "there");
      MysqlContents.measure(session, database, new MysqlContents.Within(database, sampling))
          .facts()
          .forEach((fact, value) -> facts.put(within(database, fact), value));
    }
    String server = session.query(VERSION, 1).getFirst().text("server");
    return new Contents(Map.of("server", server), facts);
  }

  /** {@code rows/orders} as {@code rows/shop/orders}. */
  private static String within(String database, String fact) {
    int slash = fact.indexOf('/');
    return fact.substring(0, slash + 1) + database + "/" + fact.substring(slash + 1);
  }

  static boolean has(Contents manifest, String database) {
    return manifest.facts().containsKey(DATABASE + database);
  }
}
