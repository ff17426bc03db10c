package jigi.operate.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan stands now.
 *
 * @param newest of all, whatever came of it; null when there is none
 * @param good the newest good one of the item that is furthest behind; null when an item has none
 * @param drill the last drill that ended; null for none
 * @param proven the last drill that passed; null for none
 * @param lost how much time a restore would lose now: the age of {@code good}, or of the newest
 *     point that its log reaches
 * @param due when a backup should have been made that was not; null when none is overdue
 * @param log null for a source that has none
 */
public record Standing(
    Plan plan,
    @Nullable Backup newest,
    @Nullable Backup good,
    @Nullable Proof drill,
    @Nullable Proof proven,
    @Nullable Duration lost,
    @Nullable Instant due,
    List<Backup> recent,
    @Nullable LogState log) {
  /** What is the matter, worst first. */
  public enum Matter {
    /** No good backup at all. */
    NONE,
    /** The last attempt failed. */
    FAILED,
    /** No copy of the newest good one is whole. */
    DAMAGED,
    /** The last drill failed. */
    DRILL_FAILED,
    /** Never restored. */
    UNPROVEN,
    OVERDUE,
    /** A copy of one that is kept is damaged; others are not. */
    COPY,
    /** The log of a continuous source is not kept, or has a gap. */
    LOG,
    /** More time would be lost than promised. */
    RPO,
    /** A restore takes longer than promised. */
    RTO,
    /** The source keeps much log that was not received: its disk fills. */
    LAG,
    UNUSUAL
  }

  public Standing {
    recent = List.copyOf(recent);
  }

  /** Whether every stored copy was as it should be when it was read last. */
  public boolean copiesAreWhole() {
    boolean damaged =
        recent.stream()
            .filter(Backup::isGood)
            .flatMap(backup -> backup.copies().stream())
            .anyMatch(copy -> copy.state() == Backup.CopyState.DAMAGED);
    return !damaged && (good == null || good.copies().stream().allMatch(Standing::isWhole));
  }

  private static boolean isWhole(Backup.Copy copy) {
    return copy.fault() == null || copy.state() == Backup.CopyState.DELETED;
  }

  public boolean isProven() {
    return proven != null;
  }

  /** The worst that is the matter; null when nothing is. */
  public @Nullable Matter matter() {
    if (good == null) {
      return newest != null && newest.state() == Backup.State.FAILED ? Matter.FAILED : Matter.NONE;
    }
    if (newest != null && newest.state() == Backup.State.FAILED) {
      return Matter.FAILED;
    }
    if (!good.isUsable()) {
      return Matter.DAMAGED;
    }
    if (drill != null && !drill.passed()) {
      return Matter.DRILL_FAILED;
    }
    if (proven == null) {
      return Matter.UNPROVEN;
    }
    if (due != null) {
      return Matter.OVERDUE;
    }
    if (!copiesAreWhole()) {
      return Matter.COPY;
    }
    if (log != null && (log.gap() || log.fault() != null)) {
      return Matter.LOG;
    }
    return softer(good, proven);
  }

  private @Nullable Matter softer(Backup newestGood, Proof passed) {
    Duration rpo = plan.goals().rpo();
    Duration rto = plan.goals().rto();
    if (rpo != null && lost != null && lost.compareTo(rpo) > 0) {
      return Matter.RPO;
    }
    Duration took = passed.took();
    if (rto != null && took != null && took.compareTo(rto) > 0) {
      return Matter.RTO;
    }
    if (log != null && log.lags()) {
      return Matter.LAG;
    }
    return newestGood.unusual() == null ? null : Matter.UNUSUAL;
  }

  /** As people see it: what was never proven is no better than what failed. */
  public Status status() {
    return switch (matter()) {
      case null -> Status.OK;
      case NONE, FAILED, DAMAGED, DRILL_FAILED, UNPROVEN, OVERDUE, COPY, LOG -> Status.FAIL;
      case RPO, RTO, LAG, UNUSUAL -> Status.WARN;
    };
  }
}
