package jigi.operate.backup.source.mysql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.operate.backup.source.LogReceiver;
import org.jspecify.annotations.Nullable;

/**
 * What a received file of the binary log is called. A server that begins its log anew counts from 1
 * again, so that its own names neither order files nor tell them apart: {@code
 * LIFE-NUMBER-CREATED}.
 *
 * @param life when receiving began after which nothing was lost, seconds since 1970
 * @param number the server's own, of {@code mariadb-bin.000008}
 * @param created when the server began the file, seconds since 1970 by its clock
 */
record BinlogName(long life, long number, long created) {
  private static final Pattern NAME = Pattern.compile("([0-9]{10})-([0-9]{10})-([0-9]{10})");

  /** Null for what has no such name. */
  static @Nullable BinlogName of(String text) {
    Matcher parts = NAME.matcher(text);
    return parts.matches()
        ? new BinlogName(
            Long.parseLong(parts.group(1)),
            Long.parseLong(parts.group(2)),
            Long.parseLong(parts.group(3)))
        : null;
  }

  /** The number in a server's own name: {@code mariadb-bin.000008}. */
  static long number(String file) {
    return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
  }

  long end() {
    return LogReceiver.position(life, number + 1, false);
  }

  boolean follows(BinlogName before) {
    return life == before.life && number == before.number + 1;
  }

  String text() {
    return String.format(Locale.ROOT, "%010d-%010d-%010d", life, number, created);
  }
}
