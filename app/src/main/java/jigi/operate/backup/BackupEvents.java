package jigi.operate.backup;

import java.util.List;
import jigi.base.journal.EventKind;

/** What this room records. Every event carries {@code plan} and {@code title}. */
public final class BackupEvents {
  /** Read back and found whole. Args: item, name, backup, bytes, rows. */
  public static final EventKind GOOD = EventKind.of("backup.good");

  /** Args: item, code, said. */
  public static final EventKind FAILED = EventKind.of("backup.failed");

  /** Good, but not as those before. Args: item, name, backup, why. */
  public static final EventKind UNUSUAL = EventKind.of("backup.unusual");

  /** A stored copy was read back again and found whole. Args: item, name, backup, store. */
  public static final EventKind VERIFIED = EventKind.of("backup.verified");

  /** A stored copy is not what was stored. Args: item, name, backup, store, code, said. */
  public static final EventKind DAMAGED = EventKind.of("backup.damaged");

  /** A copy was let go by the plan's rules. Args: item, name, backup, store. */
  public static final EventKind PRUNED = EventKind.of("backup.pruned");

  /** Args: item, name, backup, seconds, said. */
  public static final EventKind DRILL_PASSED = EventKind.of("backup.drill-passed");

  /** Args: code, said; and where one was tried item, name, backup. */
  public static final EventKind DRILL_FAILED = EventKind.of("backup.drill-failed");

  /** Args: item, name, backup, place, seconds. */
  public static final EventKind RESTORED = EventKind.of("backup.restored");

  /** Args: item, name, backup, code, said. */
  public static final EventKind RESTORE_FAILED = EventKind.of("backup.restore-failed");

  /** The log of a continuous plan is not kept at the moment. Args: code, said. */
  public static final EventKind LOG_FAILED = EventKind.of("backup.log-failed");

  /** It is kept again. Args: code, said, both empty. */
  public static final EventKind LOG_KEPT = EventKind.of("backup.log-kept");

  /** No rule removes it any more. Args: item, name, backup, reason. */
  public static final EventKind HELD = EventKind.of("backup.held");

  /** The rules hold for it again. Args: item, name, backup. */
  public static final EventKind RELEASED = EventKind.of("backup.released");

  private BackupEvents() {}

  /** All of them, for the check of the catalogue. */
  public static List<EventKind> all() {
    return List.of(
        GOOD,
        FAILED,
        UNUSUAL,
        VERIFIED,
        DAMAGED,
        PRUNED,
        DRILL_PASSED,
        DRILL_FAILED,
        RESTORED,
        RESTORE_FAILED,
        LOG_FAILED,
        LOG_KEPT,
        HELD,
        RELEASED);
  }
}
