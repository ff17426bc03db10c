package jigi.operate.backup.source.redis;

import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Point;
import org.jspecify.annotations.Nullable;

/**
 * A place in the stream of changes that a server sends to its replicas.
 *
 * @param server 40 hexadecimal digits that name the stream, not the machine
 * @param offset bytes before it
 */
record StreamPosition(String server, long offset) {
  private static final String SERVER = "redis-server";
  private static final String OFFSET = "redis-offset";
  private static final int SHORT = 8;

  /** Of a backup; null for one that does not tell. */
  static @Nullable StreamPosition of(Contents backup) {
    String server = backup.about().get(SERVER);
    String offset = backup.about().get(OFFSET);
    return server == null || offset == null
        ? null
        : new StreamPosition(server, Long.parseLong(offset));
  }

  /** {@code <server>:<offset>}. */
  static StreamPosition of(Point.Position point) {
    int between = point.position().indexOf(':');
    return new StreamPosition(
        point.position().substring(0, between),
        Long.parseLong(point.position().substring(between + 1)));
  }

  Point.Position point() {
    return new Point.Position(server + ":" + offset);
  }

  void into(java.util.Map<String, String> about) {
    about.put(SERVER, server);
    about.put(OFFSET, String.valueOf(offset));
  }

  /** Enough of the stream's name to tell it from another. */
  String shortServer() {
    return server.substring(0, Math.min(SHORT, server.length()));
  }
}
