package jigi.operate.backup.store.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.Stored;
import jigi.operate.backup.store.Upload;

/** Written beside the name, many blocks under way at once, made durable, then renamed. */
final class SftpUpload implements Upload {
  /** Blocks that are under way: 2 MiB hide a long round trip. */
  private static final int WINDOW = 64;

  private static final long SMALL = 1 << 20;

  /** What goes where. */
  record Place(String where, String name, String path, String partial) {}

  private final Sftp session;
  private final Place place;
  private final boolean kept;
  private final byte[] handle;
  private final long there;
  private final byte[] block = new byte[Sftp.BLOCK];
  private int filled;
  private int underWay;
  private long position;
  private boolean broken;
  private boolean committed;

  /**
   * @param kept leave what was written when this is closed without a commit
   */
  SftpUpload(Sftp session, Place place, boolean kept) throws StoreException {
    this.session = session;
    this.place = place;
    this.kept = kept;
    this.handle =
        Objects.requireNonNull(
            session.open(place.partial(), Sftp.WRITING), "a file that was made is not there");
    Sftp.Attributes attributes = session.stat(handle);
    this.there = attributes == null ? 0 : attributes.size();
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
        take(bytes, offset, length);
      }
    };
  }

  private void take(byte[] bytes, int offset, int length) throws StoreException {
    int skipped = (int) Math.min(length, Math.max(0, there - position - filled));
    position += skipped;
    int from = offset + skipped;
    int rest = length - skipped;
    while (rest > 0) {
      int count = Math.min(rest, block.length - filled);
      System.arraycopy(bytes, from, block, filled, count);
      filled += count;
      from += count;
      rest -= count;
      if (filled == block.length) {
        send();
      }
    }
  }

  private void send() throws StoreException {
    try {
      if (underWay == WINDOW) {
        session.written();
        underWay--;
      }
      session.write(handle, position, block, 0, filled);
      underWay++;
      position += filled;
      filled = 0;
    } catch (StoreException e) {
      throw why(e);
    }
  }

  private void settle() throws StoreException {
    try {
      if (filled > 0) {
        send();
      }
      while (underWay > 0) {
        session.written();
        underWay--;
      }
    } catch (StoreException e) {
      throw why(e);
    }
  }

  /** The protocol has no word for a full disk; its free space tells. */
  private StoreException why(StoreException e) {
    if (broken || e.kind() != Kind.REFUSED) {
      broken = true;
      return e;
    }
    broken = true;
    try {
      for (underWay--; underWay > 0; underWay--) {
        session.answer();
      }
      String folder = place.partial().substring(0, place.partial().lastIndexOf('/'));
      Long free = session.free(folder);
      if (free != null && free < SMALL) {
        return new StoreException(
            Kind.FULL,
            place.where() + ": no space left (" + free + " bytes free)",
            "make room there, or keep fewer backups by 'keep:' of the plan",
            e);
      }
    } catch (StoreException lost) {
      e.addSuppressed(lost);
    }
    return e;
  }

  @Override
  public long reused() {
    return Math.min(there, position);
  }

  @Override
  public Stored commit() throws StoreException {
    settle();
    session.sync(handle);
    session.close(handle);
    Sftp.Attributes whole = session.stat(place.partial());
    if (whole == null || whole.size() != position) {
      throw new StoreException(
          Kind.DAMAGED,
          place.where()
              + "/"
              + place.name()
              + " has "
              + (whole == null ? "no" : whole.size())
              + " bytes instead of "
              + position,
          "see who else writes there");
    }
    session.rename(place.partial(), place.path());
    committed = true;
    Sftp.Attributes now = session.stat(place.path());
    return new Stored(place.name(), position, now == null ? whole.modified() : now.modified());
  }

  @Override
  public void close() throws IOException {
    try (session) {
      if (!committed && kept && !broken) {
        settle();
      }
      if (!committed && !kept) {
        while (underWay > 0) {
          session.answer();
          underWay--;
        }
        session.remove(place.partial());
      }
    }
  }
}
