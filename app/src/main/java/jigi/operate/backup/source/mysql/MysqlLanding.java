package jigi.operate.backup.source.mysql;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.connect.database.QueryException;
import jigi.base.connect.database.Row;
import jigi.base.connect.database.SqlSession;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.RestoreMark;
import jigi.operate.backup.source.SourceTools;
import org.jspecify.annotations.Nullable;

/**
 * A database that is restored under a temporary name, compared there, and whose tables then move to
 * the wanted one, all in one statement. What was there before moves aside in the same statement.
 */
final class MysqlLanding implements Landing {
  private static final String TEMPORARY = "jigi_restore_";
  private static final String EXISTS =
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name = ?";
  private static final String KNOWN =
      "SELECT count(*) AS n FROM mysql.user WHERE User = ? AND Host = ?";
  private static final CrashPoint MOVED = CrashPoint.named("backup.mysql-restore-moved");

  private final MysqlReach reach;
  private final MysqlObjects objects;
  private final String name;
  private final @Nullable Beside beside;
  private final @Nullable MysqlScratch scratch;
  private @Nullable RestoreMark mark;
  private final String temporary = TEMPORARY + Ids.secret(6);
  private String events = "";

  /**
   * On a server of the manual.
   *
   * @param at its connection
   * @param over set aside what has the name
   */
  record Beside(String at, boolean over) {}

  /** On a server of Jigi's own, which ends with this. */
  MysqlLanding(MysqlReach reach, String name, MysqlScratch scratch) {
    this.reach = reach;
    this.objects = new MysqlObjects(reach);
    this.name = name;
    this.scratch = scratch;
    this.beside = null;
  }

  MysqlLanding(MysqlReach reach, String name, Beside beside) {
    this.reach = reach;
    this.objects = new MysqlObjects(reach);
    this.name = name;
    this.scratch = null;
    this.beside = beside;
  }

  private boolean over() {
    return beside != null && beside.over();
  }

  @Override
  public String where() {
    return scratch == null ? name + " on " + reach.connection().at().endpoint() : "scratch";
  }

  void refuseTaken() throws BackupException, InterruptedException {
    try (SqlSession session = reach.open("")) {
      if (!over() && exists(session)) {
        throw new BackupException(
            "target-taken", "the server has a database of that name already (" + name + ")");
      }
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  /** What restores that Jigi did not survive have left; from now on this one is marked. */
  private void removeLeft(String at) throws BackupException, InterruptedException {
    SourceTools tools = reach.tools();
    try (SqlSession session = reach.acting("")) {
      for (String left : RestoreMark.left(at, tools)) {
        session.update("DROP DATABASE IF EXISTS " + MysqlReach.quoted(left));
        RestoreMark.of(left, at, tools).remove();
      }
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
    mark = RestoreMark.of(temporary, at, tools);
  }

  private boolean exists(SqlSession session) throws QueryException {
    return !session.query(EXISTS, 1, name).isEmpty();
  }

  @Override
  public void restore(Contents wanted, InputStream bytes)
      throws BackupException, InterruptedException {
    if (beside != null) {
      removeLeft(beside.at());
    }
    try (SqlSession session = reach.acting("")) {
      create(session, temporary, wanted);
      definers(session, wanted);
      MysqlText.WithoutEvents rest = new MysqlText.WithoutEvents(bytes);
      objects.feed(temporary, rest);
      events = rest.events();
      feed(temporary, MysqlText.sleeping(events));
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  private void feed(String database, String statements)
      throws BackupException, InterruptedException {
    objects.feed(database, new ByteArrayInputStream(statements.getBytes(StandardCharsets.UTF_8)));
  }

  private static void create(SqlSession session, String database, Contents wanted)
      throws QueryException {
    Map<String, String> about = wanted.about();
    session.update(
        "CREATE DATABASE "
            + MysqlReach.quoted(database)
            + " CHARACTER SET "
            + word(about.getOrDefault("encoding", "utf8mb4"))
            + " COLLATE "
            + word(about.getOrDefault("collation", "utf8mb4_general_ci")));
  }

  private static String word(String name) {
    return name.replaceAll("[^A-Za-z0-9_]", "");
  }

  /** Whose rights views, triggers and routines use: made anew where they are missing, locked. */
  private void definers(SqlSession session, Contents wanted)
      throws QueryException, BackupException, InterruptedException {
    for (String role : wanted.named("role/")) {
      int at = role.lastIndexOf('@');
      String user = role.substring(0, at);
      String host = role.substring(at + 1);
      boolean was = !"gone".equals(wanted.about().get("role/" + role));
      if (scratch != null) {
        String account = account(user, host);
        session.update("CREATE USER IF NOT EXISTS " + account + " ACCOUNT LOCK");
        session.update("GRANT ALL ON " + MysqlReach.quoted(temporary) + ".* TO " + account);
      } else if (was && isMissing(session, user, host)) {
        try {
          session.update("CREATE USER " + account(user, host) + " ACCOUNT LOCK");
        } catch (QueryException e) {
          throw new BackupException(
              "role-missing",
              "the definer '"
                  + role
                  + "' is not there and cannot be made: "
                  + MysqlReach.refused(e).fact(),
              e);
        }
      }
    }
  }

  private static boolean isMissing(SqlSession session, String user, String host) {
    try {
      return session.query(KNOWN, 1, user, host).getFirst().number("n") == 0;
    } catch (QueryException e) {
      return false; // who may not read the accounts leaves them as they are
    }
  }

  private static String account(String user, String host) {
    return MysqlReach.literal(user) + "@" + MysqlReach.literal(host);
  }

  @Override
  public Contents contents(Contents wanted) throws BackupException, InterruptedException {
    try (SqlSession session = reach.open(temporary)) {
      MysqlContents.steady(session);
      return MysqlContents.measure(session, temporary, new MysqlContents.As(wanted));
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  @Override
  public String ask(String question) throws BackupException, InterruptedException {
    try (SqlSession session = reach.open(temporary)) {
      List<Row> rows = session.query(question, 1);
      if (rows.isEmpty()) {
        return "";
      }
      Row first = rows.getFirst();
      return first.text(first.values().keySet().iterator().next());
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  @Override
  public void keep() throws BackupException, InterruptedException {
    if (scratch != null) {
      return;
    }
    try (SqlSession session = reach.acting("")) {
      boolean swaps = exists(session);
      if (swaps && !over()) {
        throw new BackupException(
            "target-taken", "a database of that name has come meanwhile (" + name + ")");
      }
      String old = name + "_before_" + Ids.secret(3);
      session.update("SET SESSION lock_wait_timeout = 60");
      MysqlObjects.Objects restored = objects.take(session, temporary);
      MysqlObjects.Objects before = swaps ? objects.take(session, name) : null;
      move(session, swaps ? old : null);
      MOVED.pass();
      if (before != null) {
        objects.drop(session, name, true);
        objects.put(session, before, old);
      }
      objects.put(session, restored, name);
      replaceEvents(session);
    } catch (QueryException e) {
      throw MysqlReach.refused(e);
    }
  }

  /** Tables with triggers cannot move: those are taken out before, and made anew after. */
  private void move(SqlSession session, @Nullable String old) throws QueryException {
    List<String> moves = new ArrayList<>();
    if (old == null) {
      session.update(createLike(session, temporary, name));
    } else {
      session.update(createLike(session, name, old));
      objects.drop(session, name, false);
      objects.tables(session, name).forEach(table -> moves.add(moving(table, name, old)));
    }
    objects.drop(session, temporary, false);
    objects.tables(session, temporary).forEach(table -> moves.add(moving(table, temporary, name)));
    if (!moves.isEmpty()) {
      session.update("RENAME TABLE " + String.join(", ", moves));
    }
  }

  private static String createLike(SqlSession session, String like, String database)
      throws QueryException {
    Row row =
        session
            .query(
                "SELECT default_character_set_name AS encoding, default_collation_name AS collation"
                    + " FROM information_schema.schemata WHERE schema_name = ?",
                1,
                like)
            .getFirst();
    return "CREATE DATABASE "
        + MysqlReach.quoted(database)
        + " CHARACTER SET "
        + word(row.text("encoding"))
        + " COLLATE "
        + word(row.text("collation"));
  }

  private static String moving(String table, String from, String to) {
    String quoted = MysqlReach.quoted(table);
    return MysqlReach.quoted(from) + "." + quoted + " TO " + MysqlReach.quoted(to) + "." + quoted;
  }

  /** Those of the backup take the place of those that are there. */
  private void replaceEvents(SqlSession session)
      throws QueryException, BackupException, InterruptedException {
    List<Row> there =
        session.query(
            "SELECT event_name AS name FROM information_schema.events WHERE event_schema = ?",
            Integer.MAX_VALUE,
            name);
    for (Row event : there) {
      session.update(
          "DROP EVENT " + MysqlReach.quoted(name) + "." + MysqlReach.quoted(event.text("name")));
    }
    feed(name, events);
  }

  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
      return;
    }
    RestoreMark marked = mark;
    if (marked == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try (SqlSession session = reach.acting("")) {
      session.update("DROP DATABASE IF EXISTS " + MysqlReach.quoted(temporary));
      marked.remove();
    } catch (BackupException | QueryException e) {
      throw new IllegalStateException("cannot remove " + temporary + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
