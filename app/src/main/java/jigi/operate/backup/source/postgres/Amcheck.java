package jigi.operate.backup.source.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.SqlSession;
import jigi.base.exec.Captured;
import jigi.operate.backup.source.BackupException;

/**
 * PostgreSQL's own look at heaps and indexes ({@code pg_amcheck}, since version 14): all rows may
 * be there, and an index still not find them. Where it is not at hand, that is said.
 */
final class Amcheck {
  private static final int FIRST_VERSION = 14;
  private static final int DAMAGED = 2;
  private static final int SAID_LINES = 6;
  private static final String PROGRAM = "pg_amcheck";
  private static final String EXTENSION =
      "SELECT 1 AS one FROM pg_available_extensions WHERE name = 'amcheck'";

  private Amcheck() {}

  /**
   * Looks at a server of Jigi's own; the extension that it needs is made there.
   *
   * @param which databases and schemas, as options of the program
   * @return what it saw in a sentence
   * @throws BackupException {@code structure-damaged}
   */
  static String look(PostgresServer server, String... which)
      throws BackupException, InterruptedException {
    int major = version(server);
    if (major < FIRST_VERSION) {
      return notLooked("the server has no extension amcheck, or is older than version 14");
    }
    String program;
    try {
      program = PostgresPrograms.find(PROGRAM, major);
    } catch (BackupException e) {
      return notLooked(e.fact());
    }
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of("--install-missing", "--no-password"));
    command.addAll(List.of(which));
    try (PostgresServer.Way way = server.way(server.home())) {
      command.addAll(List.of("--host=" + way.end().host(), "--port=" + way.end().port()));
      Captured end =
          server.tools().exec().capture(command, server.tools().timeout(), way.environment());
      return judge(end);
    }
  }

  /** 0 where the server has no such extension to give. */
  private static int version(PostgresServer server) throws BackupException, InterruptedException {
    try (SqlSession session = server.open(server.home())) {
      boolean there = !session.query(EXTENSION, 1).isEmpty();
      return there ? PostgresSource.major(PostgresSource.version(session)) : 0;
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  private static String judge(Captured end) throws BackupException {
    if (end.code() == DAMAGED) {
      throw new BackupException(
          "structure-damaged",
          "all rows are there, but pg_amcheck found damage: "
              + end.stdout()
                  .lines()
                  .map(String::strip)
                  .limit(SAID_LINES)
                  .collect(Collectors.joining(" ")));
    }
    boolean nothing = end.stderr().contains("no relations to check");
    if (end.code() == 0 || nothing) {
      return "pg_amcheck: heaps and indexes are sound";
    }
    return notLooked(PostgresRestore.said(PROGRAM, end));
  }

  private static String notLooked(String why) {
    return "pg_amcheck did not look at heaps and indexes: " + why;
  }
}
