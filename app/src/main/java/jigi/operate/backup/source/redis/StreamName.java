package jigi.operate.backup.source.redis;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.operate.backup.source.LogReceiver;
import org.jspecify.annotations.Nullable;

/**
 * What a received file of changes is called: {@code LIFE-NUMBER-START-END-SERVER}.
 *
 * @param life when receiving began after which nothing was lost, seconds since 1970
 * @param number within the life, from 1
 * @param start of the stream, bytes before its first change
 * @param end bytes before what follows its last change
 * @param server the beginning of the stream's name
 */
record StreamName(long life, long number, long start, long end, String server) {
  private static final Pattern NAME =
      Pattern.compile("([0-9]{10})-([0-9]{10})-([0-9]{19})-([0-9]{19})-([0-9a-f]{8})");

  /** Null for what has no such name. */
  static @Nullable StreamName of(String text) {
    Matcher parts = NAME.matcher(text);
    return parts.matches()
        ? new StreamName(
            Long.parseLong(parts.group(1)),
            Long.parseLong(parts.group(2)),
            Long.parseLong(parts.group(3)),
            Long.parseLong(parts.group(4)),
            parts.group(5))
        : null;
  }

  long position() {
    return LogReceiver.position(life, number + 1, false);
  }

  boolean follows(StreamName before) {
    return life == before.life && number == before.number + 1 && start == before.end;
  }

  /** Whether it goes on from a position, be it that of its end. */
  boolean holds(StreamPosition at) {
    return server.equals(at.shortServer()) && start <= at.offset() && at.offset() <= end;
  }

  String text() {
    return String.format(
        Locale.ROOT, "%010d-%010d-%019d-%019d-%s", life, number, start, end, server);
  }
}
