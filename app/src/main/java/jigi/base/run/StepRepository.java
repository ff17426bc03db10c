package jigi.base.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Steps, attempts and approvals of runs. */
final class StepRepository {
  /** By index; a step without a row is pending. */
  Map<Integer, RunStep> steps(Handle handle, String run) {
    Map<Integer, RunStep> steps = new HashMap<>();
    handle
        .createQuery("SELECT * FROM run_step WHERE run = :run")
        .bind("run", run)
        .map((rs, context) -> step(rs))
        .forEach(step -> steps.put(step.index(), step));
    return steps;
  }

  /** The same of several runs, by run. */
  Map<String, Map<Integer, RunStep>> steps(Handle handle, List<String> runs) {
    Map<String, Map<Integer, RunStep>> all = new HashMap<>();
    if (runs.isEmpty()) {
      return all;
    }
    handle
        .createQuery("SELECT * FROM run_step WHERE run IN (<runs>)")
        .bindList("runs", runs)
        .map((rs, context) -> Map.entry(rs.getString("run"), step(rs)))
        .forEach(
            row ->
                all.computeIfAbsent(row.getKey(), run -> new HashMap<>())
                    .put(row.getValue().index(), row.getValue()));
    return all;
  }

  void activate(Handle handle, String run, int step, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO run_step (run, idx, state, started_at, evidence)"
                + " VALUES (:run, :idx, 'ACTIVE', :now, '') ON CONFLICT (run, idx) DO UPDATE SET"
                + " state = CASE WHEN run_step.state = 'PENDING' THEN 'ACTIVE' ELSE run_step.state END,"
                + " started_at = COALESCE(run_step.started_at, excluded.started_at)")
        .bind("run", run)
        .bind("idx", step)
        .bind("now", Ids.micros(now))
        .execute();
  }

  void decide(Handle handle, String run, int step, StepState state, String evidence, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO run_step (run, idx, state, ended_at, evidence)"
                + " VALUES (:run, :idx, :state, :now, :evidence) ON CONFLICT (run, idx) DO UPDATE SET"
                + " state = excluded.state, ended_at = excluded.ended_at, evidence = excluded.evidence")
        .bind("run", run)
        .bind("idx", step)
        .bind("state", state.name())
        .bind("evidence", evidence)
        .bind("now", Ids.micros(now))
        .execute();
  }

  void delay(Handle handle, String run, int step, Instant due) {
    handle
        .createUpdate("UPDATE run_step SET due_at = :due WHERE run = :run AND idx = :idx")
        .bind("due", Ids.micros(due))
        .bind("run", run)
        .bind("idx", step)
        .execute();
  }

  void ask(Handle handle, String run, int step, Question question) {
    handle
        .createUpdate(
            "UPDATE run_step SET question_reason = :reason, question_why = :why,"
                + " question_attempts = :attempts, question_at = :at, choice = NULL,"
                + " choice_by = NULL, choice_evidence = NULL WHERE run = :run AND idx = :idx")
        .bind("reason", question.reason().name())
        .bind("why", question.why())
        .bind("attempts", question.attempts())
        .bind("at", Ids.micros(question.at()))
        .bind("run", run)
        .bind("idx", step)
        .execute();
  }

  void choose(Handle handle, String run, int step, Choice choice, String actor, String evidence) {
    handle
        .createUpdate(
            "UPDATE run_step SET choice = :choice, choice_by = :actor, choice_evidence = :evidence"
                + " WHERE run = :run AND idx = :idx")
        .bind("choice", choice.name())
        .bind("actor", actor)
        .bind("evidence", evidence)
        .bind("run", run)
        .bind("idx", step)
        .execute();
  }

  private static RunStep step(ResultSet rs) throws SQLException {
    return new RunStep(
        rs.getInt("idx"),
        StepState.valueOf(rs.getString("state")),
        RunRepository.instant(rs, "started_at"),
        RunRepository.instant(rs, "ended_at"),
        RunRepository.instant(rs, "due_at"),
        rs.getString("evidence"),
        question(rs));
  }

  private static @Nullable Question question(ResultSet rs) throws SQLException {
    String reason = rs.getString("question_reason");
    if (reason == null) {
      return null;
    }
    String choice = rs.getString("choice");
    return new Question(
        WaitReason.valueOf(reason),
        rs.getString("question_why"),
        rs.getInt("question_attempts"),
        Ids.instant(rs.getLong("question_at")),
        choice == null ? null : Choice.valueOf(choice),
        rs.getString("choice_by"),
        rs.getString("choice_evidence"));
  }

  /** In order of their beginning. */
  List<RunAttempt> attempts(Handle handle, String run) {
    return handle
        .createQuery("SELECT * FROM run_attempt WHERE run = :run ORDER BY seq")
        .bind("run", run)
        .map((rs, context) -> attempt(rs))
        .list();
  }

  void begin(Handle handle, String run, int seq, RunAttempt attempt) {
    handle
        .createUpdate(
            "INSERT INTO run_attempt (id, run, seq, idx, purpose, number, kind, begun_at, evidence,"
                + " kills, bytes, node) VALUES (:id, :run, :seq, :idx, :purpose, :number, :kind,"
                + " :begun, '', 0, 0, :node)")
        .bind("node", attempt.node())
        .bind("id", attempt.id())
        .bind("run", run)
        .bind("seq", seq)
        .bind("idx", attempt.step())
        .bind("purpose", attempt.purpose().name())
        .bind("number", attempt.number())
        .bind("kind", attempt.kind())
        .bind("begun", Ids.micros(attempt.begun()))
        .execute();
  }

  /** False when the attempt has an outcome already. */
  boolean close(
      Handle handle, String id, AttemptOutcome outcome, String evidence, long bytes, Instant now) {
    return handle
            .createUpdate(
                "UPDATE run_attempt SET outcome = :outcome, evidence = :evidence, bytes = :bytes,"
                    + " ended_at = :now WHERE id = :id AND outcome IS NULL")
            .bind("outcome", outcome.name())
            .bind("evidence", evidence)
            .bind("bytes", bytes)
            .bind("now", Ids.micros(now))
            .bind("id", id)
            .execute()
        > 0;
  }

  /** Whoever was asked does not want to be asked again before then. */
  void pause(Handle handle, String id, Instant again) {
    handle
        .createUpdate("UPDATE run_attempt SET again_at = :again WHERE id = :id")
        .bind("again", Ids.micros(again))
        .bind("id", id)
        .execute();
  }

  /** A person has seen what an attempt came to that ended without a word. */
  void vouch(Handle handle, String id, String evidence) {
    handle
        .createUpdate("UPDATE run_attempt SET outcome = :outcome, evidence = :seen WHERE id = :id")
        .bind("outcome", AttemptOutcome.OK.name())
        .bind("seen", evidence)
        .bind("id", id)
        .execute();
  }

  /** The node died while these were open. */
  void countKills(Handle handle, String node) {
    handle.execute(
        "UPDATE run_attempt SET kills = kills + 1"
            + " WHERE outcome IS NULL AND (node = ? OR node IS NULL)",
        node);
  }

  /** Ids of attempts that ended before the instant and whose run has ended, oldest first. */
  List<String> endedBefore(Handle handle, Instant before, int limit) {
    return handle
        .createQuery(
            "SELECT a.id FROM run_attempt a JOIN run r ON r.id = a.run"
                + " WHERE r.ended_at < :before AND a.bytes >= 0 AND a.kind IN ('sh', 'bash')"
                + " ORDER BY r.ended_at LIMIT :limit")
        .bind("before", Ids.micros(before))
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /** The log is gone; its size is forgotten with it. */
  void forgotten(Handle handle, String id) {
    handle
        .createUpdate("UPDATE run_attempt SET bytes = -1 WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  private static RunAttempt attempt(ResultSet rs) throws SQLException {
    String outcome = rs.getString("outcome");
    return new RunAttempt(
        rs.getString("id"),
        rs.getInt("idx"),
        Purpose.valueOf(rs.getString("purpose")),
        rs.getInt("number"),
        rs.getString("kind"),
        outcome == null ? null : AttemptOutcome.valueOf(outcome),
        Ids.instant(rs.getLong("begun_at")),
        RunRepository.instant(rs, "ended_at"),
        rs.getString("evidence"),
        rs.getInt("kills"),
        rs.getLong("bytes"),
        rs.getString("node"),
        RunRepository.instant(rs, "again_at"));
  }

  List<Approval> approvals(Handle handle, String run) {
    return handle
        .createQuery("SELECT * FROM run_approval WHERE run = :run ORDER BY asked_at, id")
        .bind("run", run)
        .map((rs, context) -> approval(handle, rs))
        .list();
  }

  void askApproval(Handle handle, String run, Approval approval) {
    handle
        .createUpdate(
            "INSERT INTO run_approval (id, run, idx, asked_of, hash, asked_at, expires_at, needed)"
                + " VALUES (:id, :run, :idx, :by, :hash, :asked, :expires, :needed)")
        .bind("id", approval.id())
        .bind("run", run)
        .bind("idx", approval.step())
        .bind("by", approval.by())
        .bind("hash", approval.hash())
        .bind("asked", Ids.micros(approval.asked()))
        .bind("expires", Ids.micros(approval.expires()))
        .bind("needed", approval.needed())
        .execute();
  }

  /** False when it was decided before. */
  boolean decideApproval(Handle handle, String id, boolean granted, String actor, Instant now) {
    return handle
            .createUpdate(
                "UPDATE run_approval SET granted = :granted, decided_by = :actor, decided_at = :now"
                    + " WHERE id = :id AND granted IS NULL")
            .bind("granted", granted ? 1 : 0)
            .bind("actor", actor)
            .bind("now", Ids.micros(now))
            .bind("id", id)
            .execute()
        > 0;
  }

  private static Approval approval(Handle handle, ResultSet rs) throws SQLException {
    long granted = rs.getLong("granted");
    Boolean decided = rs.wasNull() ? null : granted == 1;
    return new Approval(
        rs.getString("id"),
        rs.getInt("idx"),
        rs.getString("asked_of"),
        rs.getString("hash"),
        Ids.instant(rs.getLong("asked_at")),
        Ids.instant(rs.getLong("expires_at")),
        rs.getInt("needed"),
        consents(handle, rs.getString("id")),
        decided,
        rs.getString("decided_by"),
        RunRepository.instant(rs, "decided_at"),
        rs.getString("void_reason"));
  }

  private static List<String> consents(Handle handle, String approval) {
    return handle
        .createQuery(
            "SELECT person FROM run_consent WHERE approval = :id ORDER BY given_at, person")
        .bind("id", approval)
        .mapTo(String.class)
        .list();
  }

  /** False when the person has consented before. */
  boolean consent(Handle handle, String approval, String person, Instant now) {
    return handle
            .createUpdate(
                "INSERT INTO run_consent (approval, person, given_at) VALUES (:id, :person, :now)"
                    + " ON CONFLICT (approval, person) DO NOTHING")
            .bind("id", approval)
            .bind("person", person)
            .bind("now", Ids.micros(now))
            .execute()
        > 0;
  }

  /** Takes an undecided approval back. */
  void voidApproval(Handle handle, String id, String reason) {
    handle
        .createUpdate(
            "UPDATE run_approval SET void_reason = :reason WHERE id = :id AND granted IS NULL")
        .bind("reason", reason)
        .bind("id", id)
        .execute();
  }
}
