package jigi.operate.backup.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Streams that count and hash what goes through them. */
final class Counted {
  private Counted() {}

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Towards a target, which it does not close. */
  static final class Out extends OutputStream {
    private final OutputStream target;
    private final MessageDigest digest = newSha256();
    private volatile long count;
    private boolean cutOff;

    Out(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others look at the progress
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!cutOff) {
        digest.update(bytes, offset, length);
        target.write(bytes, offset, length);
        count += length;
      }
    }

    void cutOff() {
      cutOff = true;
    }

    long count() {
      return count;
    }

    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /** From a source. */
  static final class In extends InputStream {
    private final InputStream source;
    private final MessageDigest digest = newSha256();
    private long count;
    private @Nullable IOException failure;

    In(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = raw(target, offset, length);
      if (read > 0) {
        digest.update(target, offset, read);
        count += read;
      }
      return read;
    }

    private int raw(byte[] target, int offset, int length) throws IOException {
      try {
        return source.read(target, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    /** Why the source could not be read; null when it could. */
    @Nullable IOException failure() {
      return failure;
    }

    long count() {
      return count;
    }

    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
