package jigi.operate.backup.source.postgres;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file of the write-ahead log: timeline, then the number of the segment in two parts
 * (XLogFileName of PostgreSQL's xlog_internal.h).
 *
 * @param number counted from 0 over the whole log
 */
record WalSegment(long timeline, long number, long size) {
  private static final Pattern NAME = Pattern.compile("[0-9A-F]{24}");
  private static final Pattern HISTORY = Pattern.compile("[0-9A-F]{8}\\.history");
  private static final long FOUR_GIB = 0x1_0000_0000L;

  /** Whether a folder of the log may hold a whole file of that name. */
  static boolean isLog(String name) {
    return NAME.matcher(name).matches() || HISTORY.matcher(name).matches();
  }

  /** Null for the history of a timeline. */
  static @Nullable WalSegment of(String name, long size) {
    if (!NAME.matcher(name).matches()) {
      return null;
    }
    long high = Long.parseLong(name.substring(8, 16), 16);
    long low = Long.parseLong(name.substring(16), 16);
    return new WalSegment(
        Long.parseLong(name.substring(0, 8), 16), high * (FOUR_GIB / size) + low, size);
  }

  /** The segment in which a position lies. */
  static WalSegment at(long timeline, long position, long size) {
    return new WalSegment(timeline, position / size, size);
  }

  String name() {
    long perFile = FOUR_GIB / size;
    return String.format(Locale.ROOT, "%08X%08X%08X", timeline, number / perFile, number % perFile);
  }

  /** The position after its last byte. */
  long end() {
    return (number + 1) * size;
  }

  /** A server that was promoted goes on in the same segment or in the next one. */
  boolean follows(WalSegment before) {
    if (timeline == before.timeline) {
      return number == before.number + 1;
    }
    return timeline > before.timeline && (number == before.number || number == before.number + 1);
  }

  /** {@code 0/3000148} as a number. */
  static long position(String text) {
    int slash = text.indexOf('/');
    return Long.parseLong(text.substring(0, slash), 16) << 32
        | Long.parseLong(text.substring(slash + 1), 16);
  }

  static String text(long position) {
    return String.format(Locale.ROOT, "%X/%X", position >>> 32, position & 0xFFFF_FFFFL);
  }
}
