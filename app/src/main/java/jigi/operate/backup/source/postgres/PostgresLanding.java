package jigi.operate.backup.source.postgres;

import java.io.InputStream;
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
import org.jspecify.annotations.Nullable;

/**
 * A database that is restored under a temporary name and gets its own only when it is whole, so
 * that one that was cut off is taken for no good one.
 */
final class PostgresLanding implements Landing {
  private static final String TEMPORARY = "jigi_restore_";
  private static final String EXISTS = "SELECT 1 AS one FROM pg_database WHERE datname = ?";
  private static final String LOCALES =
      "SELECT count(*) AS n FROM pg_collation WHERE collcollate = ? OR collname = ?";
  private static final int MANY = 100_000;
  private static final CrashPoint RESTORED = CrashPoint.named("backup.restored");
  private static final CrashPoint RENAMED = CrashPoint.named("backup.restore-renamed");

  private final PostgresServer server;
  private final String name;
  private final int jobs;
  private final @Nullable Beside beside;
  private final @Nullable ScratchServer scratch;
  private final List<String> notes = new ArrayList<>();
  private final String temporary = TEMPORARY + Ids.secret(6);
  private boolean kept;
  private @Nullable RestoreMark mark;

  /**
   * On a server of the manual.
   *
   * @param at its connection
   * @param over set aside what has the name
   */
  record Beside(String at, boolean over) {}

  /**
   * On a server of Jigi's own, which ends with this.
   *
   * @param jobs so many restore at once
   */
  PostgresLanding(PostgresServer server, String name, int jobs, ScratchServer scratch) {
    this.server = server;
    this.name = name;
    this.jobs = jobs;
    this.scratch = scratch;
    this.beside = null;
  }

  PostgresLanding(PostgresServer server, String name, int jobs, Beside beside) {
    this.server = server;
    this.name = name;
    this.jobs = jobs;
    this.scratch = null;
    this.beside = beside;
  }

  private boolean over() {
    return beside != null && beside.over();
  }

  @Override
  public String where() {
    return scratch == null ? name + " on " + server.connection().at().endpoint() : "scratch";
  }

  void refuseTaken() throws BackupException, InterruptedException {
    if (!over() && exists(name)) {
      throw new BackupException(
          "target-taken", "the server has a database of that name already (" + name + ")");
    }
  }

  /** What restores that Jigi did not survive have left; from now on this one is marked. */
  private void removeLeft(String at) throws BackupException, InterruptedException {
    for (String left : RestoreMark.left(at, server.tools())) {
      drop(left);
      RestoreMark.of(left, at, server.tools()).remove();
    }
    mark = RestoreMark.of(temporary, at, server.tools());
  }

  private boolean exists(String database) throws BackupException, InterruptedException {
    try (SqlSession session = server.open(server.home())) {
      return !session.query(EXISTS, 1, database).isEmpty();
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  @Override
  public void restore(Contents wanted, InputStream bytes)
      throws BackupException, InterruptedException {
    if (beside != null) {
      removeLeft(beside.at());
    }
    try (SqlSession session = server.open(server.home())) {
      session.withoutTransaction(false);
      int major = PostgresSource.major(PostgresSource.version(session));
      roles(session, wanted);
      session.update("CREATE DATABASE " + database(session, wanted));
      PostgresRestore.into(server, temporary, new PostgresRestore.How(major, jobs), bytes);
      DatabaseSettings.restore(session, temporary, wanted);
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
    RESTORED.pass();
  }

  /** Owners and whoever was granted something: roles live beside databases, not in them. */
  private void roles(SqlSession session, Contents wanted)
      throws QueryException, BackupException, InterruptedException {
    List<String> known =
        session.query("SELECT rolname AS name FROM pg_roles", MANY).stream()
            .map(row -> row.text("name"))
            .toList();
    for (String role : wanted.named("role/")) {
      if (!known.contains(role)) {
        String attributes = wanted.about().getOrDefault("role/" + role, "");
        // On the original server nobody becomes powerful by a restore: it knows its superusers.
        String safe = scratch == null ? "NOLOGIN" : attributes;
        try {
          session.update("CREATE ROLE " + PostgresServer.quoted(role) + " " + safe);
          if (scratch == null && attributes.matches("(.* )?LOGIN( .*)?")) {
            notes.add("the role '" + role + "' was made anew: give it LOGIN and a password");
          }
        } catch (QueryException e) {
          BackupException refused = PostgresServer.refused(e);
          throw new BackupException(
              "role-missing",
              "the role '" + role + "' is not there and cannot be made: " + refused.fact(),
              e);
        }
      }
    }
  }

  /** The collation of the original where this server knows it, else that of the C locale. */
  private String database(SqlSession session, Contents wanted) throws QueryException {
    Map<String, String> about = wanted.about();
    String collate = about.getOrDefault("collate", "C");
    String bare = collate.replaceFirst("\\..*", "");
    Row known = session.query(LOCALES, 1, collate, bare).getFirst();
    boolean there = known.number("n") > 0;
    String owner = about.getOrDefault("owner", "");
    String mine =
        scratch == null && !owner.isEmpty() ? " OWNER " + PostgresServer.quoted(owner) : "";
    return PostgresServer.quoted(temporary)
        + " TEMPLATE template0 ENCODING "
        + literal(about.getOrDefault("encoding", "UTF8"))
        + " LC_COLLATE "
        + literal(there ? collate : "C")
        + " LC_CTYPE "
        + literal(there ? about.getOrDefault("ctype", "C") : "C")
        + mine;
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public Contents contents(Contents wanted) throws BackupException, InterruptedException {
    try (SqlSession session = server.open(temporary)) {
      PostgresContents.steady(session);
      return PostgresContents.measure(session, new PostgresContents.As(wanted));
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  /** The catalogues of the scratch server are new; what came from the backup is looked at. */
  @Override
  public List<String> inspect() throws BackupException, InterruptedException {
    return scratch == null
        ? List.of()
        : List.of(Amcheck.look(server, "--database=" + temporary, "--exclude-schema=pg_catalog"));
  }

  @Override
  public String ask(String question) throws BackupException, InterruptedException {
    try (SqlSession session = server.open(temporary)) {
      List<Row> rows = session.query(question, 1);
      if (rows.isEmpty()) {
        return "";
      }
      Row first = rows.getFirst();
      return first.text(first.values().keySet().iterator().next());
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
  }

  @Override
  public void keep() throws BackupException, InterruptedException {
    String old = name + "_before_" + Ids.secret(3);
    boolean swaps = exists(name);
    if (swaps && !over()) {
      throw new BackupException(
          "target-taken", "a database of that name has come meanwhile (" + name + ")");
    }
    try (SqlSession session =
        server.open(server.home().equals(name) ? "postgres" : server.home())) {
      session.write();
      if (swaps) {
        session.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = ? AND pid <> pg_backend_pid()",
            MANY,
            name);
        rename(session, name, old);
      }
      rename(session, temporary, name);
      session.commit();
      kept = true;
    } catch (QueryException e) {
      throw PostgresServer.refused(e);
    }
    RENAMED.pass();
  }

  private static void rename(SqlSession session, String from, String to) throws QueryException {
    session.update(
        "ALTER DATABASE "
            + PostgresServer.quoted(from)
            + " RENAME TO "
            + PostgresServer.quoted(to));
  }

  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
    } else {
      remove();
    }
  }

  private void drop(String database) throws BackupException, InterruptedException {
    server.execute(
        server.home(),
        "DROP DATABASE IF EXISTS " + PostgresServer.quoted(database) + " WITH (FORCE)");
  }

  private void remove() {
    boolean interrupted = Thread.interrupted();
    try {
      RestoreMark marked = mark;
      if (marked != null) {
        if (!kept) {
          drop(temporary);
        }
        marked.remove();
      }
    } catch (BackupException e) {
      throw new IllegalStateException("cannot remove " + temporary + ": " + e.fact(), e);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
