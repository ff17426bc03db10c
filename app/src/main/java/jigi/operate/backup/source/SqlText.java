package jigi.operate.backup.source;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A dump as a text of SQL statements, which says itself where it begins and ends. */
public final class SqlText {
  private static final int CHUNK = 64 * 1024;
  private static final int ENDS = 1024;

  private SqlText() {}

  /**
   * Reads it to its end.
   *
   * @param begins found at the beginning of one
   * @param ends found at the end of a whole one
   * @throws BackupException {@code dump-damaged} when it is no dump, or not a whole one
   */
  public static void check(InputStream bytes, Pattern begins, Pattern ends)
      throws BackupException, InterruptedException {
    byte[] buffer = new byte[CHUNK];
    StringBuilder head = new StringBuilder();
    StringBuilder tail = new StringBuilder();
    for (int n = Feed.next(bytes, buffer); n >= 0; n = Feed.next(bytes, buffer)) {
      if (head.length() < ENDS) {
        head.append(new String(buffer, 0, Math.min(n, ENDS), StandardCharsets.ISO_8859_1));
      }
      tail.append(
          new String(
              buffer, Math.max(0, n - ENDS), Math.min(n, ENDS), StandardCharsets.ISO_8859_1));
      tail.delete(0, Math.max(0, tail.length() - ENDS));
    }
    if (!begins.matcher(head).find()) {
      throw new BackupException("dump-damaged", "this is no dump of such a server");
    }
    if (!ends.matcher(tail).find()) {
      throw new BackupException(
          "dump-damaged", "the dump is cut off: it does not end with its own last words");
    }
  }
}
