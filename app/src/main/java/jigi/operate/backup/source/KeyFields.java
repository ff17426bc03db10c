package jigi.operate.backup.source;

import java.time.Duration;
import jigi.base.config.Field;
import jigi.base.config.Shapes;

/** Keys that several kinds of sources have. */
public final class KeyFields {
  /** In MiB. */
  public static final Field<Integer> SAMPLE_ABOVE =
      Field.optional(
          "sample-above",
          Shapes.integer(1, 1_000_000),
          "4096",
          "Of tables larger than so many MiB every hundredth row goes into the checksum.");

  public static final Field<Duration> ARCHIVE_TIMEOUT =
      Field.optional(
          "archive-timeout",
          Shapes.duration(),
          "5m",
          "After so much time what was committed is stored, however little it is.");

  private KeyFields() {}
}
