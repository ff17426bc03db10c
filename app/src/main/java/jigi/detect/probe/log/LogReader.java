package jigi.detect.probe.log;

import java.io.IOException;
import jigi.base.connect.wire.Deadline;

/**
 * Reads a file on from a position, whole lines only, in constant memory. Of a line that is longer
 * than the buffer only the beginning is looked at.
 */
final class LogReader {
  private static final int BUFFER = 1024 * 1024;

  private final byte[] buffer = new byte[BUFFER];
  private final Lines lines;
  private final Deadline deadline;

  LogReader(Lines lines, Deadline deadline) {
    this.lines = lines;
    this.deadline = deadline;
  }

  /**
   * Reads to the last line that is complete, or as far as time allows.
   *
   * @param ended nothing will be appended any more, so that an unfinished line counts too
   */
  Position read(LogSource.LogFile file, Position from, boolean ended)
      throws IOException, InterruptedException {
    Position position = from;
    while (!deadline.passed()) {
      int length = file.read(buffer, position.offset());
      if (length == 0) {
        return position;
      }
      Position next = position.inLine() ? pass(position, length) : count(position, length);
      if (next.offset() == position.offset()) {
        return ended ? last(position, length) : position;
      }
      position = next;
    }
    return position;
  }

  private Position count(Position position, int length) {
    int whole = length;
    while (whole > 0 && buffer[whole - 1] != '\n') {
      whole--;
    }
    if (whole > 0) {
      lines.block(buffer, whole);
      return position.at(position.offset() + whole, false);
    }
    if (length < BUFFER) {
      return position;
    }
    // The beginning of a line that does not fit: it counts as a line, the rest is passed over.
    buffer[LineCounter.LONGEST_LINE] = '\n';
    lines.block(buffer, LineCounter.LONGEST_LINE + 1);
    lines.oversized();
    lines.pass(length - LineCounter.LONGEST_LINE - 1L);
    return position.at(position.offset() + length, true);
  }

  private Position pass(Position position, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        lines.pass(i + 1L);
        return position.at(position.offset() + i + 1, false);
      }
    }
    lines.pass(length);
    return position.at(position.offset() + length, true);
  }

  private Position last(Position position, int length) {
    buffer[length] = '\n';
    lines.block(buffer, length + 1);
    return position.at(position.offset() + length, false);
  }
}
