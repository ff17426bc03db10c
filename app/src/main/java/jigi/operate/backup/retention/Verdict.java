package jigi.operate.backup.retention;

import java.util.List;
import java.util.Locale;

/**
 * What becomes of a copy.
 *
 * @param id of the backup
 * @param why all that keep it, or why it goes
 */
public record Verdict(String id, String store, boolean keep, List<Reason> why) {
  /** Why a copy stays or goes; its text is {@code retention.reason.<name>}. */
  public enum Reason {
    HELD,
    LAST_PROVEN,
    LAST_GOOD,
    ONLY_COPY,
    NOT_COPIED,
    /** Another that stays is not restored without it. */
    BUILT_UPON,
    IN_FUTURE,
    NO_LIMIT,
    DAYS,
    LAST,
    AT_LEAST,
    DAILY,
    WEEKLY,
    MONTHLY,
    YEARLY,
    /** No rule keeps it any more. */
    EXPIRED,
    /** It does not open, and a newer good one is there. */
    USELESS;

    /** {@code retention.reason.last-proven}. */
    public String text() {
      return "retention.reason." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Verdict {
    why = List.copyOf(why);
  }
}
