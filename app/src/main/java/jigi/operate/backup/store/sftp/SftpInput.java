package jigi.operate.backup.store.sftp;

import jigi.operate.backup.store.PieceInput;
import jigi.operate.backup.store.StoreException;
import org.jspecify.annotations.Nullable;

/** Reads a file with many blocks asked for in advance. */
final class SftpInput extends PieceInput {
  private static final int WINDOW = 32;

  private final Sftp session;
  private final byte[] handle;

  /** Where the last block ended, and how many are asked for from there on. */
  private long at;

  private int askedFor;

  SftpInput(Sftp session, byte[] handle, long from) {
    this.session = session;
    this.handle = handle;
    this.at = from;
  }

  @Override
  protected byte @Nullable [] next() throws StoreException {
    while (askedFor < WINDOW) {
      session.read(handle, at + (long) askedFor * Sftp.BLOCK);
      askedFor++;
    }
    byte[] data = session.data();
    askedFor--;
    int length = data == null ? 0 : data.length;
    at += length;
    if (length < Sftp.BLOCK) {
      // Shorter than asked for: what was asked beyond it does not follow on.
      for (; askedFor > 0; askedFor--) {
        session.answer();
      }
    }
    return data;
  }

  @Override
  public void close() {
    session.close();
  }
}
