package jigi.metrics.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads a block file by position, through the cache. Interrupted readers do not close it. */
final class BlockFile implements Closeable {
  private final Path path;
  private final long id;
  private final PageCache cache;
  private final long size;
  private volatile FileChannel channel;
  private volatile boolean closed;

  BlockFile(Path path, long id, PageCache cache) throws IOException {
    this.path = path;
    this.id = id;
    this.cache = cache;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.size = channel.size();
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Points the source at a part of the file. */
  void slice(long offset, int length, ByteSource into) {
    if (offset < 0 || length < 0 || offset + length > size) {
      throw new CorruptDataException(
          "the block refers to bytes " + offset + "+" + length + " of " + size);
    }
    int first = (int) (offset / PageCache.PAGE);
    int start = (int) (offset % PageCache.PAGE);
    if (start + length <= PageCache.PAGE) {
      into.reset(page(first), start, start + length);
      return;
    }
    byte[] joined = new byte[length];
    int copied = 0;
    for (int number = first; copied < length; number++) {
      int count = Math.min(length - copied, PageCache.PAGE - start);
      System.arraycopy(page(number), start, joined, copied, count);
      copied += count;
      start = 0;
    }
    into.reset(joined, 0, length);
  }

  private byte[] page(int number) {
    byte[] cached = cache.get(id, number);
    if (cached == null) {
      long offset = (long) number * PageCache.PAGE;
      cached = new byte[(int) Math.min(PageCache.PAGE, size - offset)];
      read(offset, cached, cached.length);
      cache.put(id, number, cached);
    }
    return cached;
  }

  /** The checksum of a part, read past the cache. */
  int checksum(long from, long to) {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[(int) Math.min(PageCache.PAGE, to - from)];
    for (long at = from; at < to; at += buffer.length) {
      int count = (int) Math.min(buffer.length, to - at);
      read(at, buffer, count);
      crc.update(buffer, 0, count);
    }
    return (int) crc.getValue();
  }

  private void read(long offset, byte[] target, int count) {
    boolean interrupted = Thread.interrupted();
    try {
      ByteBuffer buffer = ByteBuffer.wrap(target, 0, count);
      while (buffer.hasRemaining()) {
        if (readOnce(buffer, offset + buffer.position()) < 0) {
          Arrays.fill(target, buffer.position(), count, (byte) 0);
          throw new CorruptDataException("the block file became shorter");
        }
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** An interrupt that arrives while reading closes the channel for all: open it anew. */
  private int readOnce(ByteBuffer buffer, long offset) {
    FileChannel used = channel;
    try {
      return used.read(buffer, offset);
    } catch (ClosedChannelException e) {
      reopen(used);
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path + " at " + offset, e);
    }
  }

  private synchronized void reopen(FileChannel failed) {
    if (closed) {
      throw new UncheckedIOException(
          new StorageException(StorageException.Code.STORAGE_CLOSED, "block " + path));
    }
    if (channel == failed) {
      try {
        channel = FileChannel.open(path, StandardOpenOption.READ);
      } catch (IOException e) {
        throw new UncheckedIOException("opening " + path + " again", e);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    cache.forget(id);
    channel.close();
  }
}
