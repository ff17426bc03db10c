package jigi.operate.backup.store.sftp;

import java.io.IOException;
import java.io.InputStream;
import jigi.operate.backup.store.StoreException;

/** Reads a file with many blocks asked for in advance. */
final class SftpInput extends InputStream {
  private static final int WINDOW = 32;

  private final Sftp session;
  private final byte[] handle;
  private byte[] block = new byte[0];
  private int position;

  /** Where the block ends, and how many are asked for from there on. */
  private long at;

  private int askedFor;
  private boolean ended;

  SftpInput(Sftp session, byte[] handle, long from) {
    this.session = session;
    this.handle = handle;
    this.at = from;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == block.length) {
      if (ended) {
        return -1;
      }
      next();
    }
    int count = Math.min(length, block.length - position);
    System.arraycopy(block, position, target, offset, count);
    position += count;
    return count;
  }

  private void next() throws StoreException {
    while (askedFor < WINDOW) {
      session.read(handle, at + (long) askedFor * Sftp.BLOCK);
      askedFor++;
    }
    byte[] data = session.data();
    askedFor--;
    position = 0;
    block = data == null ? new byte[0] : data;
    ended = data == null;
    at += block.length;
    if (block.length < Sftp.BLOCK) {
      // Shorter than asked for: what was asked beyond it does not follow on.
      for (; askedFor > 0; askedFor--) {
        session.answer();
      }
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
