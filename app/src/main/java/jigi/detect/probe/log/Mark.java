package jigi.detect.probe.log;

import java.time.DateTimeException;
import java.time.Instant;

/** Places in logs as texts that readers hand back. */
final class Mark {
  private Mark() {}

  static String of(Position at) {
    return String.join(
        "~",
        "f",
        String.valueOf(at.inode()),
        String.valueOf(at.offset()),
        at.head(),
        String.valueOf(at.headLength()),
        String.valueOf(at.inLine()));
  }

  static String of(StreamPosition at) {
    return String.join("~", "c", at.container(), at.at(), String.valueOf(at.lines()));
  }

  /**
   * @throws jigi.base.kernel.UserError {@code bad-mark}
   */
  static Position position(String mark) {
    if (!mark.matches("f~[0-9]{1,18}~[0-9]{1,18}~[0-9a-f]{0,128}~[0-9]{1,3}~(true|false)")) {
      throw ReadableLog.badMark(mark);
    }
    String[] parts = mark.split("~");
    int length = Integer.parseInt(parts[4]);
    if (length > LogSource.HEAD) {
      throw ReadableLog.badMark(mark);
    }
    return new Position(
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        parts[3],
        length,
        Boolean.parseBoolean(parts[5]));
  }

  /**
   * @throws jigi.base.kernel.UserError {@code bad-mark}
   */
  static StreamPosition stream(String mark) {
    String[] parts = mark.split("~");
    if (!mark.matches("c~[0-9a-f]{1,128}~[0-9TZ:.+-]{1,40}~-?[0-9]{1,9}")) {
      throw ReadableLog.badMark(mark);
    }
    try {
      Instant.parse(parts[2]);
    } catch (DateTimeException e) {
      throw ReadableLog.badMark(mark);
    }
    return new StreamPosition(parts[1], parts[2], Integer.parseInt(parts[3]));
  }
}
