package jigi.metrics.storage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the frames of a segment, finding the next good one behind damage. */
final class LogReader implements Closeable {
  private static final int BUFFER = 64 << 10;

  /** Told about bytes that are no frames. */
  @FunctionalInterface
  interface Damage {
    void found(long offset, long length, boolean tail);
  }

  private final RandomAccessFile file;
  private final long size;
  private final Damage damage;
  private final ByteSource payload = new ByteSource(new byte[0], 0, 0);
  private byte[] buffer = new byte[BUFFER];

  /** File offset of the buffer's start, how much of it is filled, and where the next frame is. */
  private long bufferStart;

  private int filled;
  private int at;

  LogReader(Path path, Damage damage) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.size = file.length();
    this.damage = damage;
  }

  long size() {
    return size;
  }

  /** Where the next frame should begin, in bytes from the start of the file. */
  long position() {
    return bufferStart + at;
  }

  /** The next payload; the same object each time, empty at the end. */
  ByteSource next() throws IOException {
    if (tryFrame()) {
      return payload;
    }
    long from = bufferStart + at;
    if (from == size) {
      payload.reset(buffer, 0, 0);
      return payload;
    }
    while (bufferStart + at < size) {
      at++;
      if (tryFrame()) {
        long end = bufferStart + payload.position() - LogFormat.FRAME;
        damage.found(from, end - from, false);
        return payload;
      }
    }
    damage.found(from, size - from, true);
    payload.reset(buffer, 0, 0);
    return payload;
  }

  private boolean tryFrame() throws IOException {
    if (!available(LogFormat.FRAME) || (int) Little.INT.get(buffer, at) != LogFormat.MARKER) {
      return false;
    }
    int length = (int) Little.INT.get(buffer, at + 4);
    if (length < 1 || length > LogFormat.MAX_PAYLOAD || !available(LogFormat.FRAME + length)) {
      return false;
    }
    int start = at + LogFormat.FRAME;
    if ((int) Little.INT.get(buffer, at + 8) != LogFormat.checksum(buffer, start, length)) {
      return false;
    }
    payload.reset(buffer, start, start + length);
    at = start + length;
    return true;
  }

  private boolean available(int count) throws IOException {
    if (filled - at >= count) {
      return true;
    }
    if (size - bufferStart - at < count) {
      return false;
    }
    byte[] target = count > buffer.length ? new byte[Math.max(count, buffer.length * 2)] : buffer;
    System.arraycopy(buffer, at, target, 0, filled - at);
    buffer = target;
    bufferStart += at;
    filled -= at;
    at = 0;
    while (filled < count) {
      int read = file.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        throw new EOFException("the log shrank while it was read");
      }
      filled += read;
    }
    return true;
  }

  /** Bytes of the file, for keeping a damaged region aside. */
  byte[] region(long offset, long length) throws IOException {
    long before = file.getFilePointer();
    byte[] bytes = new byte[(int) Math.min(length, LogFormat.MAX_PAYLOAD)];
    file.seek(offset);
    int got = Math.max(0, file.read(bytes));
    file.seek(before);
    return Arrays.copyOf(bytes, got);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
