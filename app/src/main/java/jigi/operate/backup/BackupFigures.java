package jigi.operate.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.detect.metric.StateMetrics;
import jigi.detect.probe.Sample;
import jigi.metrics.model.Labels;
import jigi.operate.backup.seal.Sums;
import org.jspecify.annotations.Nullable;

/** What follows from the catalogue as samples; what is not known has none. */
public final class BackupFigures implements StateMetrics {
  /** Whether the newest backup of a plan is good. */
  static final String LAST_RUN = "jigi_backup_last_run_success";

  /** Whether the newest drill of a plan passed. */
  static final String LAST_DRILL = "jigi_drill_success";

  private static final int WEEK = 7;

  private final Backups backups;

  public BackupFigures(Backups backups) {
    this.backups = backups;
  }

  @Override
  public List<Sample> samples() {
    List<Sample> all = new ArrayList<>();
    for (Standing standing : backups.standings(null)) {
      ofBackups(standing, all);
      ofDrills(standing, all);
      ofLog(standing, all);
      ofDays(standing, all);
      Duration rpo = standing.plan().goals().rpo();
      Duration rto = standing.plan().goals().rto();
      add(all, standing, "jigi_backup_rpo_target_seconds", rpo == null ? null : seconds(rpo));
      add(all, standing, "jigi_backup_rto_target_seconds", rto == null ? null : seconds(rto));
    }
    return all;
  }

  private static void ofBackups(Standing standing, List<Sample> all) {
    Backup good = standing.good();
    Backup newest = standing.newest();
    add(all, standing, LAST_RUN, newest == null ? null : truth(newest.isGood()));
    add(all, standing, "jigi_backup_overdue", truth(standing.due() != null));
    add(all, standing, "jigi_backup_proven", truth(standing.isProven()));
    if (good == null) {
      return;
    }
    Instant ended = good.at().ended();
    Sums sums = good.sums();
    Duration took = good.took();
    Duration lost = standing.lost();
    add(
        all,
        standing,
        "jigi_backup_last_success_timestamp_seconds",
        ended == null ? null : seconds(ended));
    add(all, standing, "jigi_backup_bytes", sums == null ? null : (double) sums.storedBytes());
    add(all, standing, "jigi_backup_duration_seconds", took == null ? null : seconds(took));
    add(all, standing, "jigi_backup_rpo_seconds", lost == null ? null : seconds(lost));
    add(all, standing, "jigi_backup_unusual", truth(good.unusual() != null));
    add(all, standing, "jigi_backup_encrypted", truth(!good.form().encrypt().equals("none")));
    add(all, standing, "jigi_backup_copies_whole", truth(standing.copiesAreWhole()));
  }

  private static void ofDrills(Standing standing, List<Sample> all) {
    Proof last = standing.drill();
    Proof passed = standing.proven();
    add(all, standing, LAST_DRILL, last == null ? null : truth(last.passed()));
    if (passed != null) {
      Instant ended = passed.ended();
      Duration took = passed.took();
      add(
          all,
          standing,
          "jigi_drill_last_success_timestamp_seconds",
          ended == null ? null : seconds(ended));
      add(all, standing, "jigi_drill_rto_seconds", took == null ? null : seconds(took));
    }
  }

  private static void ofLog(Standing standing, List<Sample> all) {
    LogState log = standing.log();
    if (log == null) {
      return;
    }
    Instant restorable = log.restorable();
    Long lag = log.lag();
    add(all, standing, "jigi_backup_log_kept", truth(log.fault() == null && !log.gap()));
    add(all, standing, "jigi_backup_log_lag_bytes", lag == null ? null : (double) lag);
    add(
        all,
        standing,
        "jigi_backup_restorable_timestamp_seconds",
        restorable == null ? null : seconds(restorable));
  }

  /** Absent for a plan without a schedule: no day is one on which it was due. */
  private void ofDays(Standing standing, List<Sample> all) {
    if (standing.plan().recurrence() == null) {
      return;
    }
    long missing =
        backups.days(standing.plan(), WEEK).stream()
            .filter(
                day ->
                    switch (day.state()) {
                      case MISSING, FAILED -> true;
                      case GOOD, REMOVED, NONE -> false;
                    })
            .count();
    add(all, standing, "jigi_backup_days_missing", (double) missing);
  }

  private static double truth(boolean yes) {
    return yes ? 1 : 0;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static void add(
      List<Sample> all, Standing standing, String name, @Nullable Double value) {
    if (value != null) {
      Labels labels =
          Labels.of(
              Labels.METRIC_NAME,
              name,
              "system",
              standing.plan().system(),
              "plan",
              standing.plan().name());
      all.add(new Sample(labels, value, null));
    }
  }
}
