package jigi.detect.probe.log;

import java.io.IOException;
import jigi.base.config.Secret;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.UserError;
import jigi.detect.probe.CheckContext;

/** A log that a person may read as a whole; nothing of the probe's own position changes by it. */
interface ReadableLog {
  /** Where it lies, for people. */
  String where();

  /** The last lines that are wanted. */
  Excerpt last(CheckContext context, LogFilter filter, int most)
      throws IOException, WireException, Secret.Missing, InterruptedException;

  /**
   * What was written since.
   *
   * @throws UserError {@code bad-mark}
   */
  Excerpt after(CheckContext context, String mark, LogFilter filter, int most)
      throws IOException, WireException, Secret.Missing, InterruptedException;

  static UserError badMark(String mark) {
    return new UserError(
        "bad-mark", "'" + mark + "' is no place in this log", "begin without 'after'");
  }
}
