package jigi.base.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;

/** Which attempts work on hosts with a limit, and which runs wait for their turn there. */
final class HostTurnRepository {
  /** Runs that come before that of the given host, run, rank and instant. */
  private static final String AHEAD =
      "SELECT COUNT(*) FROM run_turn WHERE host = :host AND run <> :run AND (rank < :rank"
          + " OR (rank = :rank AND (asked_at < :asked OR (asked_at = :asked AND run < :run))))";

  /**
   * Takes a place for an attempt when one is free and nobody waits who goes first.
   *
   * @return the runs that work there, when it has to wait; else empty
   */
  List<String> take(Handle handle, String attempt, String run, HostTurn turn, Instant now) {
    List<String> working = working(handle, turn.key());
    if (!working.contains(run) && working.size() + ahead(handle, run, turn, now) >= turn.limit()) {
      return working.isEmpty() ? first(handle, turn.key()) : working;
    }
    leave(handle, run, turn.key());
    handle.execute(
        "INSERT INTO run_slot (attempt, run, host) VALUES (?, ?, ?)", attempt, run, turn.key());
    return List.of();
  }

  private static List<String> working(Handle handle, String host) {
    return handle
        .createQuery("SELECT DISTINCT run FROM run_slot WHERE host = :host ORDER BY run")
        .bind("host", host)
        .mapTo(String.class)
        .list();
  }

  private static int ahead(Handle handle, String run, HostTurn turn, Instant now) {
    long asked =
        handle
            .createQuery("SELECT asked_at FROM run_turn WHERE host = :host AND run = :run")
            .bind("host", turn.key())
            .bind("run", run)
            .mapTo(Long.class)
            .findOne()
            .orElse(Ids.micros(now));
    return handle
        .createQuery(AHEAD)
        .bind("host", turn.key())
        .bind("run", run)
        .bind("rank", turn.rank())
        .bind("asked", asked)
        .mapTo(Integer.class)
        .one();
  }

  /** False when it waits there already. */
  boolean queue(Handle handle, String run, HostTurn turn, Instant now) {
    return handle.execute(
            "INSERT INTO run_turn (host, run, rank, asked_at) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (host, run) DO NOTHING",
            turn.key(),
            run,
            turn.rank(),
            Ids.micros(now))
        > 0;
  }

  /** The attempt has ended. Gives the runs whose turn it may be now. */
  List<String> free(Handle handle, String attempt) {
    List<String> next = new ArrayList<>();
    for (String host :
        handle
            .createQuery("SELECT host FROM run_slot WHERE attempt = :attempt")
            .bind("attempt", attempt)
            .mapTo(String.class)
            .list()) {
      handle.execute("DELETE FROM run_slot WHERE attempt = ?", attempt);
      next.addAll(first(handle, host));
    }
    return next;
  }

  /** The run has ended: it waits nowhere any more. */
  void leave(Handle handle, String run) {
    handle.execute("DELETE FROM run_turn WHERE run = ?", run);
  }

  private static void leave(Handle handle, String run, String host) {
    handle.execute("DELETE FROM run_turn WHERE host = ? AND run = ?", host, run);
  }

  private static List<String> first(Handle handle, String host) {
    return handle
        .createQuery(
            "SELECT run FROM run_turn WHERE host = :host ORDER BY rank, asked_at, run LIMIT 1")
        .bind("host", host)
        .mapTo(String.class)
        .list();
  }
}
