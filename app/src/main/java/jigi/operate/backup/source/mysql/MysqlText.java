package jigi.operate.backup.source.mysql;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.SqlText;

/** What the text of {@code mariadb-dump} and {@code mysqldump} tells of itself. */
final class MysqlText {
  private static final int CHUNK = 64 * 1024;

  private static final Pattern COMPLETED = Pattern.compile("\n-- Dump completed[^\n]*\\s*$");

  private static final Pattern OBJECT =
      Pattern.compile(
          "(?m)^-- (Table structure|Temporary table|Dumping |Sequence structure|Dump completed)");

  private static final Pattern HEADER =
      Pattern.compile("(?s)^(/\\*.{0,200}?\\*/;?\\s*)?-- M[a-zA-Z]+ dump .*");

  /** An event that would begin by itself where it is made. */
  private static final Pattern ENABLED =
      Pattern.compile("(ON COMPLETION (?:NOT )?PRESERVE) ENABLE");

  private MysqlText() {}

  /** Whether it is past what is written before the transaction of the dump begins. */
  static boolean tellsOfObjects(String head) {
    return OBJECT.matcher(head).find();
  }

  /**
   * Reads it to its end.
   *
   * @throws BackupException {@code dump-damaged} when it is no dump, or not a whole one
   */
  static void check(InputStream bytes) throws BackupException, InterruptedException {
    SqlText.check(bytes, HEADER, COMPLETED);
  }

  /** The same events, none of which begins by itself. */
  static String sleeping(String events) {
    return ENABLED.matcher(events).replaceAll("$1 DISABLE");
  }

  /**
   * Leaves out the part with the events, and keeps it: beside the original they would begin to act
   * on a restore that is not finished.
   */
  static final class WithoutEvents extends FilterInputStream {
    private static final byte[] BEGIN =
        "-- Dumping events for database".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END =
        "-- Dumping routines for database".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPEN = "DELIMITER ;;".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "DELIMITER ;\n".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream events = new ByteArrayOutputStream();
    private final byte[] in = new byte[CHUNK];
    private final byte[] start = new byte[BEGIN.length + END.length];
    private int inSize;
    private int inAt;
    private int column;
    private boolean within;
    private boolean body;

    WithoutEvents(InputStream all) {
      super(all);
    }

    /** What was left out so far. */
    String events() {
      return events.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int n = read(one, 0, 1);
      return n < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int written = 0;
      while (written == 0) {
        if (inAt == inSize) {
          inSize = super.in.read(in, 0, CHUNK);
          inAt = 0;
          if (inSize < 0) {
            inSize = 0;
            return -1;
          }
        }
        while (inAt < inSize && written < length) {
          byte b = in[inAt++];
          see(b);
          if (within) {
            events.write(b);
          } else {
            target[offset + written++] = b;
          }
        }
      }
      return written;
    }

    /** Only between the bodies of triggers and routines do such lines mean something. */
    private void see(byte b) {
      if (column < start.length) {
        start[column] = b;
      }
      column++;
      if (!body && column == BEGIN.length && begins(BEGIN)) {
        within = true;
        events.write(BEGIN, 0, BEGIN.length - 1);
      } else if (!body && column == END.length && begins(END)) {
        within = false;
      } else if (column == OPEN.length && begins(OPEN)) {
        body = true;
      } else if (column == CLOSE.length && begins(CLOSE)) {
        body = false;
      }
      if (b == '\n') {
        column = 0;
      }
    }

    private boolean begins(byte[] word) {
      for (int i = 0; i < word.length; i++) {
        if (start[i] != word[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
