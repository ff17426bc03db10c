package jigi.metrics.storage;

import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The log's layout. A segment {@code log-00000007.wal} is a header frame and then record frames;
 * each frame is {@code marker, payload length, CRC32C of length and payload, payload}. A segment
 * stands alone: every series is defined in it before its samples. The marker is what a reader looks
 * for behind damage.
 */
final class LogFormat {
  static final int MARKER = 0x6c67696a;
  static final int FRAME = 12;
  static final int MAX_PAYLOAD = 8 << 20;

  /** Segment number, and when its first sample came, in milliseconds since the epoch. */
  static final int HEADER = 1;

  /** First number, count, then each series' labels. */
  static final int SERIES = 2;

  /** Count, then {@code tag, series, time, value} each. */
  static final int SAMPLES = 3;

  static final int TAG_NEXT_SERIES = 1;
  static final int TAG_SAME_TIME = 2;
  static final int TAG_KIND_SHIFT = 2;
  static final int KIND_RAW = 0;

  /** Kinds 1 to 4 are integers after scaling by 10^0 to 10^3. */
  static final int KIND_INTEGER = 1;

  static final int KINDS_DECIMAL = 4;
  static final int KIND_STALE = 5;

  private LogFormat() {}

  static Path segment(Path directory, long number) {
    return directory.resolve("log-%08d.wal".formatted(number));
  }

  static int checksum(byte[] bytes, int payloadFrom, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, payloadFrom - FRAME + 4, 4);
    crc.update(bytes, payloadFrom, length);
    return (int) crc.getValue();
  }
}
