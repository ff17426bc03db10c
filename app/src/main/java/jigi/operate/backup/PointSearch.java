package jigi.operate.backup;

import java.time.Instant;
import jigi.base.kernel.UserError;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.source.Point;

/** Finds the backup from which a point in time is restored. */
final class PointSearch {
  private final Workshop shop;

  PointSearch(Workshop shop) {
    this.shop = shop;
  }

  /**
   * The newest good one before the point.
   *
   * @throws UserError {@code not-continuous}, {@code point-in-future}, {@code no-backup}
   */
  Backup base(Plan plan, Point point) {
    if (!(plan.source() instanceof Continuous source)) {
      throw new UserError(
          "not-continuous",
          "the plan '" + plan.name() + "' keeps no log: it restores its backups only",
          "choose one of its backups, or plan 'postgres-physical', 'mysql-server' or 'redis-log'");
    }
    if (point instanceof Point.Time time && time.at().isAfter(shop.now())) {
      throw new UserError(
          "point-in-future",
          "that instant has not come yet (" + time.at() + ")",
          "choose one until now, with its time zone: 2026-01-02T03:04:05+09:00");
    }
    for (Backup backup : shop.good(plan)) {
      if (backup.isUsable() && isBefore(backup, source, point)) {
        return backup;
      }
    }
    throw new UserError(
        "no-backup",
        "no good backup of '" + plan.name() + "' lies before that point (" + point.text() + ")",
        "see jigi backup show " + plan.name());
  }

  private boolean isBefore(Backup backup, Continuous source, Point point) {
    Instant taken = backup.at().taken();
    if (point instanceof Point.Time time) {
      return taken != null && !taken.isAfter(time.at());
    }
    Contents contents =
        shop.around().store().read(handle -> shop.catalogue().contents(handle, backup.id()));
    return contents != null && source.reaches(contents, point);
  }
}
