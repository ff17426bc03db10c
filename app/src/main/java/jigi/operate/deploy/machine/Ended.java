package jigi.operate.deploy.machine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the last deployment ended.
 *
 * @param why it was taken back; null when it was not
 */
public record Ended(String deployment, Outcome outcome, @Nullable String why) {
  /** What became of it. */
  public enum Outcome {
    DEPLOYED,
    ROLLED_BACK,
    CANCELLED;

    /** {@code rolled-back}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
