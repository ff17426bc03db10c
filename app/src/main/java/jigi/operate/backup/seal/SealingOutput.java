package jigi.operate.backup.seal;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes plaintext. Only {@link #finish} completes what is stored; closing before that frees memory
 * and leaves stored bytes that do not open.
 */
public final class SealingOutput extends OutputStream {
  private final Counted.Out stored;
  private final @Nullable OutputStream encrypted;
  private final OutputStream compressed;
  private final Counted.Out plain;
  private boolean finished;

  SealingOutput(OutputStream target, Compression compression, @Nullable Envelope envelope)
      throws IOException {
    stored = new Counted.Out(target);
    encrypted = envelope == null ? null : envelope.seal(stored);
    compressed = compression.compress(encrypted == null ? stored : encrypted);
    plain = new Counted.Out(compressed);
  }

  @Override
  public void write(int b) throws IOException {
    plain.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    plain.write(bytes, offset, length);
  }

  /** Bytes of plaintext taken so far; for progress. */
  public long plainBytes() {
    return plain.count();
  }

  /** Ends the formats. Nothing may be written afterwards. */
  public Sums finish() throws IOException {
    finished = true;
    compressed.close();
    if (encrypted != null) {
      encrypted.close();
    }
    return new Sums(plain.count(), plain.sha256(), stored.count(), stored.sha256());
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      finished = true;
      // Whoever compresses holds native memory, which only closing frees: what it still writes goes
      // nowhere.
      stored.cutOff();
      compressed.close();
    }
  }
}
