package jigi.metrics.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Appends frames to the newest segment. A batch is written between {@link #begin} and {@link #end};
 * when that fails, what was written of it is cut off. Guarded by the commit lock, except for {@link
 * #sync()} and {@link #bytes()}.
 */
final class LogWriter {
  private static final int FLUSH_AT = 128 << 10;

  private final Path directory;
  private final StorageFiles files;
  private final ByteSink buffer = new ByteSink(4096);
  private final TreeMap<Long, Long> closedSizes = new TreeMap<>();
  private final List<AppendFile> unsynced = new ArrayList<>();
  private @Nullable AppendFile current;
  private long number;
  private long length;
  private long batchStart;
  private int frameStart;
  private boolean broken;
  private boolean directoryChanged;
  private volatile long closedBytes;
  private volatile long currentBytes;

  /**
   * @param lastNumber of the segments that exist
   */
  LogWriter(Path directory, StorageFiles files, long lastNumber) {
    this.directory = directory;
    this.files = files;
    this.number = lastNumber;
  }

  /** The segment that the next batch goes to. */
  long number() {
    return number;
  }

  long bytes() {
    return closedBytes + currentBytes;
  }

  /** Takes over a segment that a former process wrote. */
  void adopt(long segment, long size) {
    closedSizes.put(segment, size);
    closedBytes += size;
  }

  /** Starts a batch, in a new segment where the last one is full or failed. */
  void begin(long segmentBytes, long nowMs) throws IOException {
    if (current == null || broken || length >= segmentBytes) {
      rotate(nowMs);
    }
    batchStart = length;
    buffer.clear();
  }

  ByteSink frame(int type) {
    frameStart = buffer.length();
    buffer.putInt(LogFormat.MARKER);
    buffer.putLong(0);
    buffer.putByte(type);
    return buffer;
  }

  void endFrame() throws IOException {
    int payload = frameStart + LogFormat.FRAME;
    int size = buffer.length() - payload;
    buffer.setInt(frameStart + 4, size);
    buffer.setInt(frameStart + 8, LogFormat.checksum(buffer.bytes(), payload, size));
    if (buffer.length() >= FLUSH_AT) {
      flush();
    }
  }

  void end() throws IOException {
    flush();
    currentBytes = length;
  }

  /** Undoes what a failed batch has written. */
  void abandon() {
    AppendFile file = current;
    if (file == null) {
      return;
    }
    try {
      file.truncate(batchStart);
      length = batchStart;
    } catch (IOException e) {
      broken = true;
    }
  }

  private void flush() throws IOException {
    AppendFile file = current;
    if (file != null && buffer.length() > 0) {
      file.write(buffer.bytes(), 0, buffer.length());
      length += buffer.length();
      buffer.clear();
    }
  }

  /** Closes the newest segment; the next batch starts another. Returns the number closed. */
  long seal() {
    AppendFile file = current;
    if (file != null) {
      synchronized (unsynced) {
        unsynced.add(file);
      }
      closedSizes.put(number, length);
      closedBytes += length;
      currentBytes = 0;
      current = null;
      length = 0;
    }
    return number;
  }

  private void rotate(long nowMs) throws IOException {
    seal();
    Path path = LogFormat.segment(directory, number + 1);
    AppendFile file = files.create(path);
    try {
      buffer.clear();
      ByteSink header = frame(LogFormat.HEADER);
      header.putLong(number + 1);
      header.putLong(nowMs);
      endFrame();
      file.write(buffer.bytes(), 0, buffer.length());
    } catch (IOException e) {
      file.close();
      Files.deleteIfExists(path);
      throw e;
    }
    length = buffer.length();
    buffer.clear();
    number++;
    broken = false;
    synchronized (unsynced) {
      current = file;
      directoryChanged = true;
    }
  }

  /** Forces to disk whatever was written before the call; safe beside commits. */
  synchronized void sync() throws IOException {
    AppendFile open;
    List<AppendFile> closed;
    boolean names;
    synchronized (unsynced) {
      open = current;
      closed = new ArrayList<>(unsynced);
      names = directoryChanged;
      directoryChanged = false;
    }
    if (names) {
      files.syncDirectory(directory);
    }
    for (AppendFile file : closed) {
      file.sync();
      file.close();
      synchronized (unsynced) {
        unsynced.remove(file);
      }
    }
    if (open != null) {
      open.sync();
    }
  }

  /** Deletes segments whose samples are in blocks. */
  void deleteThrough(long last) throws IOException {
    for (long segment : List.copyOf(closedSizes.headMap(last, true).keySet())) {
      files.delete(LogFormat.segment(directory, segment));
      closedSizes.remove(segment);
    }
    closedBytes = closedSizes.values().stream().mapToLong(Long::longValue).sum();
  }

  void close() throws IOException {
    seal();
    sync();
  }
}
