package jigi.operate.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.machine.Migration;

/** Whether a deployment may begin, and be finalized. */
final class Admission {
  private final Timeline timeline;
  private final DeployLedger ledger;
  private final Neighbours neighbours;

  Admission(Timeline timeline, DeployLedger ledger, Neighbours neighbours) {
    this.timeline = timeline;
    this.ledger = ledger;
    this.neighbours = neighbours;
  }

  /**
   * @param takes whether a backup is taken before anything else, where the manual says so
   * @throws UserError {@code deployments-frozen}, {@code checklist-unsigned}, {@code
   *     migration-unsaid}, {@code backup-unproven}, {@code backup-old}
   */
  void admit(Deployment deployment, Wanted wanted, boolean takes) {
    Leave leave = wanted.leave();
    if (leave.back()) {
      return;
    }
    if (leave.override() == null) {
      frozen(deployment);
      before(deployment);
    }
    Migration migration = migration(deployment, leave);
    Demands.Proven backup = deployment.demands().backup();
    boolean risky = deployment.demands().migrate() == null || migration != Migration.NONE;
    if (backup != null && risky && !(takes && backup.first())) {
      proven(deployment, backup);
    }
  }

  private void frozen(Deployment deployment) {
    Freeze freeze = ledger.freeze(deployment.system(), deployment.name());
    if (freeze != null) {
      throw new UserError(
          "deployments-frozen",
          freeze.actor()
              + " has frozen '"
              + deployment.name()
              + "' at "
              + freeze.at()
              + ": "
              + freeze.reason(),
          "wait for jigi deploy unfreeze, or say why not: --override REASON");
    }
  }

  private void before(Deployment deployment) {
    String checklist = deployment.demands().before();
    if (checklist != null) {
      List<Deployed> last = ledger.list(deployment.system(), deployment.name(), 1);
      signed(deployment, checklist, last.isEmpty() ? Instant.EPOCH : over(last.getFirst()));
    }
  }

  private static Instant over(Deployed last) {
    Instant ended = last.ended();
    return ended == null ? last.started() : ended;
  }

  /**
   * @throws UserError {@code checklist-unsigned}
   */
  void after(Deployment deployment) {
    String checklist = deployment.demands().after();
    List<Deployed> last = ledger.list(deployment.system(), deployment.name(), 1);
    if (checklist != null && !last.isEmpty()) {
      signed(deployment, checklist, last.getFirst().started());
    }
  }

  private void signed(Deployment deployment, String checklist, Instant since) {
    Instant signed = neighbours.signed(deployment.system(), checklist);
    if (signed == null || signed.isBefore(since)) {
      throw new UserError(
          "checklist-unsigned",
          "nobody has signed the checklist '"
              + checklist
              + "' with every item well since "
              + (since.equals(Instant.EPOCH) ? "ever" : since),
          "jigi checklist run " + deployment.system() + "/" + checklist + ", and sign it");
    }
  }

  private static Migration migration(Deployment deployment, Leave leave) {
    Migration said = leave.migration();
    if (deployment.demands().migrate() == null) {
      return said == null ? Migration.NONE : said;
    }
    if (said == null) {
      throw new UserError(
          "migration-unsaid",
          "what the version does to the schema is not said",
          "say --migration none, expand (the old version works on) or contract (it does not)");
    }
    return said;
  }

  private void proven(Deployment deployment, Demands.Proven backup) {
    Instant taken = neighbours.provenBackup(deployment.system(), backup.plan());
    if (taken == null) {
      throw new UserError(
          "backup-unproven",
          "the plan '" + backup.plan() + "' has no good backup that a drill has proven",
          "jigi backup run "
              + deployment.system()
              + "/"
              + backup.plan()
              + ", then jigi backup drill");
    }
    Duration old = Duration.between(taken, timeline.instant());
    if (old.compareTo(backup.younger()) > 0) {
      throw new UserError(
          "backup-old",
          "the newest good backup of '"
              + backup.plan()
              + "' is "
              + old.toMinutes()
              + " min old, and may be "
              + backup.younger().toMinutes(),
          "jigi backup run " + deployment.system() + "/" + backup.plan());
    }
  }
}
