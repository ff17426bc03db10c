package jigi.base.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.journal.EventKind;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;

/** Takes people's answers to approvals; each decision and its event in one transaction. */
final class Consents {
  private final RunParts parts;
  private final RunLedger ledger;
  private final Approvers approvers;
  private final RunRepository runs = new RunRepository();
  private final StepRepository steps = new StepRepository();

  Consents(RunParts parts, RunLedger ledger, Approvers approvers) {
    this.parts = parts;
    this.ledger = ledger;
    this.approvers = approvers;
  }

  void decide(String id, int step, String actor, String hash, boolean granted) {
    RunSnapshot seen = known(id);
    Approval asked = asked(seen, step);
    // Asked before the transaction: who people are is another room's question to the database.
    String person = person(seen.run(), asked, actor);
    parts.store().change(tx -> decide(tx, new Answer(id, step, person, actor, hash, granted)));
  }

  /**
   * @param person who counts
   * @param actor how they came in
   */
  private record Answer(
      String run, int step, String person, String actor, String hash, boolean granted) {}

  private RunSnapshot known(String id) {
    if (parts.store().read(handle -> runs.find(handle, id)) == null) {
      throw new UserError("unknown-run", "there is no run '" + id + "'", "see jigi runs list");
    }
    return ledger.snapshot(id, Map.of());
  }

  private void decide(Tx tx, Answer answer) {
    RunSnapshot s = ledger.snapshot(tx, answer.run());
    Approval approval = asked(s, answer.step());
    Instant now = parts.timeline().instant();
    if (answer.granted()) {
      requireSame(s, approval, answer.hash());
      consent(tx, approval, answer, now);
    }
    int given = approval.given().size() + 1;
    boolean decided = !answer.granted() || given >= approval.needed();
    if (decided) {
      steps.decideApproval(tx.handle(), approval.id(), answer.granted(), answer.actor(), now);
    }
    EventKind kind =
        !answer.granted() ? RunEvents.DECLINED : decided ? RunEvents.APPROVED : RunEvents.CONSENTED;
    parts
        .journal()
        .append(
            tx,
            RunLedger.stepEvent(kind, s, answer.step())
                .actor(answer.actor())
                .with("given", answer.granted() ? given : approval.given().size())
                .with("needed", approval.needed())
                .with("hash", approval.hash()));
  }

  private void consent(Tx tx, Approval approval, Answer answer, Instant now) {
    if (!steps.consent(tx.handle(), approval.id(), answer.person(), now)) {
      throw new UserError(
          "approved-before",
          answer.person() + " has approved this already",
          approval.needed() + " different people have to");
    }
  }

  private void requireSame(RunSnapshot s, Approval approval, String hash) {
    String current = RunDriver.approvalHash(parts, s.definition(), s.run());
    if (!approval.hash().equals(hash) || !approval.hash().equals(current)) {
      throw new UserError(
          "approval-void",
          "what was to be approved has changed since it was shown (#" + s.run().number() + ")",
          "cancel this run and start a new one");
    }
  }

  private String person(Run run, Approval approval, String actor) {
    List<String> asked = approval.asks();
    String person = approvers.person(actor, run.system(), asked);
    if (person == null) {
      throw new UserError(
          "not-asked",
          "this consent is asked of " + String.join(", ", asked) + ", not of " + actor,
          "ask one of them");
    }
    return person;
  }

  private Approval asked(RunSnapshot s, int step) {
    Approval approval = s.approval(step);
    if (approval == null || !approval.open() || s.run().state().ended()) {
      throw new UserError(
          "no-approval",
          "no approval is asked for here (#" + s.run().number() + ", step " + (step + 1) + ")",
          "look at the run's page: it may have been decided already");
    }
    if (!approval.expires().isAfter(parts.timeline().instant())) {
      throw new UserError(
          "approval-expired",
          "the time for this approval is over (" + approval.expires() + ")",
          "start a new run");
    }
    return approval;
  }

  /** Whether the run waited for an approval, which is taken back for that reason. */
  boolean withdraw(Tx tx, Run run, String reason) {
    RunSnapshot s = ledger.snapshot(tx, run.id());
    boolean withdrawn = false;
    for (Approval approval : s.approvals()) {
      if (approval.open() && approval.equals(s.approval(approval.step()))) {
        steps.voidApproval(tx.handle(), approval.id(), reason);
        parts
            .journal()
            .append(
                tx,
                RunLedger.stepEvent(RunEvents.WITHDRAWN, s, approval.step())
                    .with("reason", reason));
        withdrawn = true;
      }
    }
    return withdrawn;
  }
}
