package jigi.detect.probe.log;

import java.io.IOException;
import java.time.ZoneId;
import jigi.base.config.Secret;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.UserError;
import jigi.detect.probe.CheckContext;
import org.jspecify.annotations.Nullable;

/** A log that a person may read as a whole; nothing of the probe's own position changes by it. */
interface ReadableLog {
  /** In which its lines tell times, where they name none; null for the system's. */
  @Nullable ZoneId zone();

  /** Where it lies, for people. */
  String where();

  /** The last lines that are wanted. */
  Excerpt last(CheckContext context, Sought sought)
      throws IOException, WireException, Secret.Missing, InterruptedException;

  /**
   * What was written since.
   *
   * @throws UserError {@code bad-mark}
   */
  Excerpt after(CheckContext context, String mark, Sought sought)
      throws IOException, WireException, Secret.Missing, InterruptedException;

  static UserError badMark(String mark) {
    return new UserError(
        "bad-mark", "'" + mark + "' is no place in this log", "begin without 'after'");
  }
}
