package jigi.operate.backup.seal;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How a backup is made smaller. */
public enum Compression {
  NONE,
  GZIP,
  ZSTD;

  private static final int BUFFER = 1 << 17;
  private static final int ZSTD_LEVEL = 3;

  /**
   * To be closed only when all was written: closing ends the format, and leaves the target open.
   */
  OutputStream compress(OutputStream target) throws IOException {
    OutputStream open = new OpenEnded(target);
    return switch (this) {
      case NONE -> open;
      case GZIP -> new GZIPOutputStream(open, BUFFER);
      case ZSTD -> {
        var out = new ZstdOutputStreamNoFinalizer(open, RecyclingBufferPool.INSTANCE, ZSTD_LEVEL);
        out.setChecksum(true);
        yield out;
      }
    };
  }

  InputStream decompress(InputStream stored) throws IOException {
    return switch (this) {
      case NONE -> stored;
      case GZIP -> new WholeGzip(stored);
      case ZSTD -> new ZstdInputStreamNoFinalizer(stored, RecyclingBufferPool.INSTANCE);
    };
  }

  /** Java's own passes over what follows the end in silence. */
  private static final class WholeGzip extends GZIPInputStream {
    private static final int TRAILER = 8;

    WholeGzip(InputStream stored) throws IOException {
      super(stored, BUFFER);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      if (read < 0 && inf.getRemaining() > TRAILER) {
        throw new SealException(
            SealException.Kind.DAMAGED, "the compressed data goes on after its end");
      }
      return read;
    }
  }

  /** Whoever compresses ends the format only; the stream below is ended by its owner. */
  private static final class OpenEnded extends OutputStream {
    private final OutputStream target;

    OpenEnded(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      target.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target.write(bytes, offset, length);
    }
  }
}
