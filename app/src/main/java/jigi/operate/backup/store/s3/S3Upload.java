package jigi.operate.backup.store.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.Stored;
import jigi.operate.backup.store.Upload;
import org.jspecify.annotations.Nullable;

/** Holds one part in memory; what is smaller than one is sent whole at the commit. */
final class S3Upload implements Upload {
  private final S3Store store;
  private final S3Parts parts;
  private final String name;
  private final boolean kept;
  private final Map<Integer, S3Parts.Part> there;
  private final List<String> tags = new ArrayList<>();
  private @Nullable String id;
  private byte[] part = new byte[1 << 16];
  private int filled;
  private long size;
  private long reused;
  private boolean committed;

  /**
   * @param id of the upload to go on with; null for none
   * @param kept leave the parts when this is closed without a commit
   */
  S3Upload(S3Store store, S3Parts parts, String name, @Nullable String id, boolean kept)
      throws StoreException, InterruptedException {
    this.store = store;
    this.parts = parts;
    this.name = name;
    this.id = id;
    this.kept = kept;
    this.there = id == null ? Map.of() : parts.sent(id);
  }

  @Override
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          take(bytes, offset, length);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while uploading " + name);
        }
      }
    };
  }

  private void take(byte[] bytes, int offset, int length)
      throws StoreException, InterruptedException {
    int from = offset;
    int rest = length;
    while (rest > 0) {
      int whole = S3Parts.size(tags.size() + 1);
      if (filled == whole) {
        send();
        whole = S3Parts.size(tags.size() + 1);
      }
      if (filled == part.length) {
        part = Arrays.copyOf(part, Math.min(whole, 2 * part.length));
      }
      int count = Math.min(rest, Math.min(whole, part.length) - filled);
      System.arraycopy(bytes, from, part, filled, count);
      filled += count;
      from += count;
      rest -= count;
    }
    size += length;
  }

  private void send() throws StoreException, InterruptedException {
    if (id == null) {
      id = parts.begin();
    }
    int number = tags.size() + 1;
    byte[] bytes = filled == part.length ? part : Arrays.copyOf(part, filled);
    S3Parts.Part before = there.get(number);
    String tag = HexFormat.of().formatHex(S3Parts.md5(bytes));
    if (before != null && before.size() == bytes.length && before.tag().equals(tag)) {
      reused += bytes.length;
      tags.add(tag);
    } else {
      tags.add(parts.send(id, number, bytes));
    }
    filled = 0;
  }

  @Override
  public long reused() {
    return reused;
  }

  @Override
  public Stored commit() throws StoreException, InterruptedException {
    if (tags.isEmpty()) {
      parts.whole(Arrays.copyOf(part, filled));
      if (id != null) {
        parts.abort(id);
      }
    } else {
      if (filled > 0) {
        send();
      }
      parts.complete(java.util.Objects.requireNonNull(id), tags);
    }
    committed = true;
    Stored stored = store.stored(name);
    if (stored.size() != size) {
      throw new StoreException(
          Kind.DAMAGED,
          store.where() + name + " has " + stored.size() + " bytes instead of " + size,
          "see what the service says about it");
    }
    return stored;
  }

  @Override
  public void close() throws IOException {
    if (!committed && !kept && id != null) {
      try {
        parts.giveUp(id);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted; sweeping aborts the upload of " + name);
      }
    }
  }
}
