package jigi.operate.deploy.scale;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the load asks for, and what becomes of that.
 *
 * @param load the newest value; NaN while it is unknown
 * @param to how many there are to be; null for no change
 * @param why what was measured; empty where nothing is asked for
 * @param until what is asked for waits until then; null where it does not wait for a time
 */
public record Verdict(
    Word word, double load, @Nullable Integer to, String why, @Nullable Instant until) {

  /** In one word. */
  public enum Word {
    /** No version runs. */
    NOTHING,
    /** The load was not measured. */
    UNKNOWN,
    /** It asks for no change. */
    STEADY,
    /** There are to be more. */
    OUT,
    /** There may be fewer. */
    IN,
    /** It asks for more than there may be. */
    AT_MOST,
    /** It would allow fewer than there must be. */
    AT_LEAST,
    /** Something is being deployed or scaled. */
    BUSY,
    /** The last change is too recent. */
    COOLING,
    /** A person's wish holds. */
    HELD;

    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
