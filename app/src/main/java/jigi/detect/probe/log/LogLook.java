package jigi.detect.probe.log;

import java.io.IOException;
import java.time.Instant;
import jigi.base.connect.wire.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One look at a file that grows: it is read on from where it was left, over rotations.
 *
 * @param lost a file was replaced and what was left of it is gone
 * @param size of the file that has the name now, in bytes
 */
record LogLook(Position position, boolean lost, long size, Instant changed) {
  /**
   * @param at how far it was read; null for nothing yet
   * @param fromStart where to begin then
   */
  static LogLook at(
      LogSource source, @Nullable Position at, boolean fromStart, Lines lines, Deadline deadline)
      throws IOException, InterruptedException {
    LogReader reader = new LogReader(lines, deadline);
    try (LogSource.LogFile now = source.current()) {
      if (at == null) {
        Position end = reader.read(now, now.position(!fromStart), false);
        return new LogLook(end, false, now.size(), now.changed());
      }
      if (now.continues(at)) {
        Position end = reader.read(now, now.known(at), false);
        return new LogLook(end, false, now.size(), now.changed());
      }
      try (LogSource.LogFile old = source.renamed(at)) {
        Position rest = old == null ? at : reader.read(old, at, true);
        if (old != null && rest.offset() < old.size()) {
          return new LogLook(rest, false, now.size(), now.changed());
        }
        // One that was cut to nothing has lost only what the program itself threw away.
        boolean lost = old == null && now.inode() != at.inode();
        Position end = reader.read(now, now.position(false), false);
        return new LogLook(end, lost, now.size(), now.changed());
      }
    }
  }
}
