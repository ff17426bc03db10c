package jigi.operate.backup.seal;

import java.io.IOException;
import java.io.OutputStream;

/** Seals what is written in chunks; closing writes the last one, which is marked as such. */
final class ChunkOutput extends OutputStream {
  private final OutputStream target;
  private final ChunkCipher cipher;
  private final byte[] plain;
  private final byte[] sealed;
  private int filled;
  private long number;
  private boolean closed;

  ChunkOutput(OutputStream target, ChunkCipher cipher) {
    this.target = target;
    this.cipher = cipher;
    this.plain = new byte[cipher.size()];
    this.sealed = new byte[cipher.size() + ChunkCipher.TAG];
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int rest = length;
    while (rest > 0) {
      // A full chunk waits for another byte: only then is it known not to be the last.
      if (filled == plain.length) {
        emit(false);
      }
      int count = Math.min(rest, plain.length - filled);
      System.arraycopy(bytes, from, plain, filled, count);
      filled += count;
      from += count;
      rest -= count;
    }
  }

  private void emit(boolean last) throws IOException {
    int length = cipher.seal(number++, last, plain, filled, sealed);
    target.write(sealed, 0, length);
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      emit(true);
    }
  }
}
