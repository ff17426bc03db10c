package jigi.detect.probe.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import jigi.base.connect.wire.Deadline;

/** Hands a stream's lines on in blocks of whole ones, in constant memory. */
final class Blocks {
  private static final int BLOCK = 512 * 1024;

  private Blocks() {}

  /**
   * Of a line that fits no block the parts are handed on as if they were lines.
   *
   * @param most how many bytes are read at most
   * @return whether that was all
   */
  static boolean read(InputStream in, Lines lines, long most, Deadline deadline)
      throws IOException {
    byte[] buffer = new byte[BLOCK];
    int filled = 0;
    long all = 0;
    while (all < most && !deadline.passed()) {
      int n = in.read(buffer, filled, BLOCK - 1 - filled);
      if (n < 0) {
        rest(buffer, filled, lines);
        return true;
      }
      filled += n;
      all += n;
      int whole = filled;
      while (whole > 0 && buffer[whole - 1] != '\n') {
        whole--;
      }
      if (whole > 0) {
        lines.block(buffer, whole);
        System.arraycopy(buffer, whole, buffer, 0, filled - whole);
        filled -= whole;
      } else if (filled == BLOCK - 1) {
        rest(buffer, filled, lines);
        filled = 0;
      }
    }
    return false;
  }

  private static void rest(byte[] buffer, int filled, Lines lines) {
    if (filled > 0) {
      byte[] line = Arrays.copyOf(buffer, filled + 1);
      line[filled] = '\n';
      lines.block(line, line.length);
    }
  }
}
