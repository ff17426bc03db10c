package jigi.operate.backup;

import jigi.metrics.model.Labels;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which series says how a run of this room ended. */
public final class BackupEndRepository {
  private BackupEndRepository() {}

  /**
   * The series that is 0 because a run ended badly: of its plan's last backup, or last drill.
   *
   * @return null where no backup and no drill of that run says so
   */
  public static @Nullable Labels failed(Handle handle, String run) {
    Labels backup =
        of(
            handle,
            "SELECT system, plan FROM backup WHERE run = :run AND state = 'failed'",
            run,
            BackupFigures.LAST_RUN);
    return backup != null
        ? backup
        : of(
            handle,
            "SELECT system, plan FROM backup_proof WHERE run = :run AND kind = 'drill'"
                + " AND outcome = 'failed'",
            run,
            BackupFigures.LAST_DRILL);
  }

  private static @Nullable Labels of(Handle handle, String query, String run, String metric) {
    return handle
        .createQuery(query)
        .bind("run", run)
        .map(
            (rs, context) ->
                Labels.of(
                    Labels.METRIC_NAME,
                    metric,
                    "system",
                    rs.getString("system"),
                    "plan",
                    rs.getString("plan")))
        .findFirst()
        .orElse(null);
  }
}
