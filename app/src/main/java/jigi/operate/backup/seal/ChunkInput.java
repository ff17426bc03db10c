package jigi.operate.backup.seal;

import java.io.IOException;
import java.io.InputStream;
import jigi.operate.backup.seal.SealException.Kind;

/** Opens chunk after chunk; nothing of a chunk is given before all of it was found to be whole. */
final class ChunkInput extends InputStream {
  private final InputStream stored;
  private final ChunkCipher cipher;
  private final byte[] sealed;
  private final byte[] plain;

  /** How many bytes of {@link #sealed} are there: one more than a chunk, if the file goes on. */
  private int there;

  private int length;
  private int position;
  private long number;
  private boolean ended;

  ChunkInput(InputStream stored, ChunkCipher cipher) {
    this.stored = stored;
    this.cipher = cipher;
    this.sealed = new byte[cipher.size() + ChunkCipher.TAG + 1];
    this.plain = new byte[cipher.size()];
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    while (position == length) {
      if (ended) {
        return -1;
      }
      next();
    }
    int count = Math.min(wanted, length - position);
    System.arraycopy(plain, position, target, offset, count);
    position += count;
    return count;
  }

  private void next() throws IOException {
    int whole = sealed.length - 1;
    there += stored.readNBytes(sealed, there, sealed.length - there);
    boolean last = there <= whole;
    int size = Math.min(there, whole);
    position = 0;
    length = size < ChunkCipher.TAG ? -1 : cipher.open(number, last, sealed, size, plain);
    if (length < 0 || (last && length == 0 && number > 0)) {
      throw fault(size, last);
    }
    number++;
    ended = last;
    if (!last) {
      sealed[0] = sealed[whole];
      there = 1;
    }
  }

  private SealException fault(int size, boolean last) {
    long from = number * (sealed.length - 1L);
    length = 0;
    if (last && size < ChunkCipher.TAG) {
      return new SealException(Kind.TRUNCATED, "the data ends after " + (from + size) + " bytes");
    }
    if (cipher.open(number, !last, sealed, size, plain) >= 0) {
      return last
          ? new SealException(
              Kind.TRUNCATED, "the data ends after " + (from + size) + " bytes, between two chunks")
          : new SealException(
              Kind.DAMAGED, "the data goes on after its end, at byte " + (from + size));
    }
    String place = "bytes " + from + " to " + (from + size - 1) + " of the encrypted data";
    // A last piece that is shorter than a chunk and does not open was most likely cut off.
    return last && size < sealed.length - 1
        ? new SealException(Kind.TRUNCATED, "the data is cut off or damaged in its end, " + place)
        : new SealException(Kind.DAMAGED, "the data is damaged in " + place);
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
