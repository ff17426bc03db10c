package jigi.operate.backup;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far an act that is under way has come.
 *
 * @param item what is worked on: the database, or the file
 * @param done bytes of plaintext
 * @param all bytes of plaintext; null when nobody knows
 * @param guessed whether {@code all} is what the one before had
 * @param since how long this stage has taken
 */
public record Progress(
    Stage stage, String item, long done, @Nullable Long all, boolean guessed, Duration since) {
  /** What is done with the bytes. */
  public enum Stage {
    /** Read from the source, sealed and stored. */
    DUMP,
    /** Read back from a store. */
    CHECK,
    /** Brought to where it is restored. */
    RESTORE,
    /** Counted and compared; of this the bytes are not known. */
    COMPARE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Bytes in a second; null in the first one. */
  public @Nullable Long rate() {
    long millis = since.toMillis();
    return millis < 1000 ? null : done * 1000 / millis;
  }

  /** At the rate so far; null when nobody can know. */
  public @Nullable Duration left() {
    Long rate = rate();
    return all == null || rate == null || rate == 0 || all < done
        ? null
        : Duration.ofSeconds((all - done + rate - 1) / rate);
  }
}
