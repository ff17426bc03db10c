package jigi.operate.backup.store;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Bytes that a store hands out in pieces. */
public abstract class PieceInput extends InputStream {
  private byte[] piece = new byte[0];
  private int position;
  private boolean ended;

  /** What comes next, which may be nothing yet; null when there is no more. */
  protected abstract byte @Nullable [] next() throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == piece.length) {
      byte[] more = ended ? null : next();
      if (more == null) {
        ended = true;
        return -1;
      }
      piece = more;
      position = 0;
    }
    int count = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, target, offset, count);
    position += count;
    return count;
  }
}
