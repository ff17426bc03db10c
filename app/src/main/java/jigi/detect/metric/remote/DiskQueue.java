package jigi.detect.metric.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Entries that wait on disk until they are delivered, first in, first out. What was added survives
 * a killed process; what was delivered just before may be delivered again after it. A damaged rest
 * of a segment is passed over. Thread-safe.
 */
final class DiskQueue implements AutoCloseable {
  private static final int SEGMENT_BYTES = 4 << 20;
  private static final int HEADER = 8;
  private static final int LARGEST = 16 << 20;
  private static final String SUFFIX = ".queue";

  private final Path directory;
  private final long limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Bytes of each segment. */
  private final TreeMap<Long, Long> segments = new TreeMap<>();

  private @Nullable RandomAccessFile writing;
  private Place read;
  private long dropped;
  private boolean closed;

  /** Where an entry ends. */
  record Place(long segment, long offset) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return segment == other.segment
          ? Long.compare(offset, other.offset)
          : Long.compare(segment, other.segment);
    }
  }

  /** Entries that follow each other, and where the last one ends. */
  record Batch(List<byte[]> entries, Place end) {}

  /**
   * @param limit of bytes on disk; beyond it the oldest segment is dropped
   */
  DiskQueue(Path directory, long limit) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.limit = Math.max(limit, 2L * SEGMENT_BYTES);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        segments.put(
            Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), Files.size(file));
      }
    }
    this.read = delivered();
  }

  private Place delivered() throws IOException {
    long first = segments.isEmpty() ? 1 : segments.firstKey();
    try {
      String[] words = Files.readString(directory.resolve("delivered")).strip().split(" ");
      Place place = new Place(Long.parseLong(words[0]), Long.parseLong(words[1]));
      return place.segment() < first ? new Place(first, 0) : place;
    } catch (NoSuchFileException e) {
      return new Place(first, 0);
    }
  }

  /** Adds entries and tells where the last one ends. */
  Place add(List<byte[]> entries) throws IOException {
    lock.lock();
    try {
      long segment = 0;
      for (byte[] entry : entries) {
        segment = append(entry);
      }
      changed.signalAll();
      return new Place(segment, size(segment));
    } finally {
      lock.unlock();
    }
  }

  private long append(byte[] entry) throws IOException {
    RandomAccessFile file = writing;
    if (file == null || segments.lastEntry().getValue() >= SEGMENT_BYTES) {
      file = next();
    }
    long segment = segments.lastKey();
    long start = size(segment);
    byte[] frame = new byte[HEADER + entry.length];
    putInt(frame, 0, entry.length);
    putInt(frame, 4, checksum(entry));
    System.arraycopy(entry, 0, frame, HEADER, entry.length);
    try {
      file.seek(start);
      file.write(frame);
    } catch (IOException e) {
      file.setLength(start);
      throw e;
    }
    segments.put(segment, start + frame.length);
    return segment;
  }

  private RandomAccessFile next() throws IOException {
    if (writing != null) {
      writing.getFD().sync();
      writing.close();
    }
    while (bytes() > limit - SEGMENT_BYTES && segments.size() > 1) {
      long oldest = segments.firstKey();
      dropped += size(oldest) - (read.segment() == oldest ? read.offset() : 0);
      forget(oldest);
      if (read.segment() <= oldest) {
        read = new Place(segments.firstKey(), 0);
      }
    }
    long number = Math.max(segments.isEmpty() ? 0 : segments.lastKey(), read.segment()) + 1;
    RandomAccessFile file = new RandomAccessFile(file(number).toFile(), "rw");
    segments.put(number, 0L);
    writing = file;
    return file;
  }

  private long size(long segment) {
    return segments.getOrDefault(segment, 0L);
  }

  /** Bytes that were dropped because nobody took them for too long. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes on disk. */
  long bytes() {
    lock.lock();
    try {
      return segments.values().stream().mapToLong(Long::longValue).sum();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The oldest entries, of about that many bytes; waits for one. They stay until {@link #done}.
   * Null when there was none for that long, or the queue is closed.
   */
  @Nullable Batch take(int bytes, Duration patience) throws IOException, InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (!closed) {
        Batch batch = next(bytes);
        if (batch != null) {
          return batch;
        }
        if (nanos <= 0) {
          return null;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Batch next(int bytes) throws IOException {
    while (!segments.isEmpty()) {
      Long segment = segments.ceilingKey(read.segment());
      if (segment == null) {
        return null;
      }
      long offset = segment == read.segment() ? read.offset() : 0;
      long size = size(segment);
      List<byte[]> entries = new ArrayList<>();
      long end = offset < size ? entries(segment, offset, size, bytes, entries) : offset;
      if (!entries.isEmpty()) {
        return new Batch(entries, new Place(segment, end));
      }
      if (segment.equals(segments.lastKey()) && writing != null) {
        return null;
      }
      forget(segment);
      read = new Place(segment + 1, 0);
    }
    return null;
  }

  private long entries(long segment, long offset, long size, int bytes, List<byte[]> entries)
      throws IOException {
    long at = offset;
    int taken = 0;
    try (RandomAccessFile file = new RandomAccessFile(file(segment).toFile(), "r")) {
      file.seek(at);
      while (at + HEADER <= size && (taken == 0 || taken < bytes)) {
        int length = file.readInt();
        int checksum = file.readInt();
        if (length < 0 || length > LARGEST || at + HEADER + length > size) {
          return at;
        }
        byte[] entry = new byte[length];
        file.readFully(entry);
        if (checksum(entry) != checksum) {
          return at;
        }
        entries.add(entry);
        at += HEADER + length;
        taken += length;
      }
      return at;
    } catch (EOFException e) {
      return at;
    }
  }

  /** Forgets what was delivered, up to there. */
  void done(Place end) throws IOException {
    lock.lock();
    try {
      if (end.compareTo(read) > 0) {
        read = end;
      }
      Path next = directory.resolve("delivered.next");
      Files.writeString(
          next, read.segment() + " " + read.offset() + "\n", StandardCharsets.US_ASCII);
      Files.move(next, directory.resolve("delivered"), StandardCopyOption.ATOMIC_MOVE);
      for (Long old : List.copyOf(segments.headMap(read.segment()).keySet())) {
        forget(old);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether all that was added is delivered. */
  boolean isDelivered() {
    lock.lock();
    try {
      return segments.isEmpty()
          || read.compareTo(new Place(segments.lastKey(), segments.lastEntry().getValue())) >= 0;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until what ends there is delivered; false when it took longer. */
  boolean await(Place end, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (read.compareTo(end) < 0) {
        if (nanos <= 0 || closed) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Pauses whoever delivers; ends early when the queue is closed. */
  void pause(Duration duration) throws InterruptedException {
    lock.lock();
    try {
      long nanos = duration.toNanos();
      while (!closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      if (writing != null) {
        writing.getFD().sync();
        writing.close();
        writing = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(long segment) throws IOException {
    Files.deleteIfExists(file(segment));
    segments.remove(segment);
  }

  private Path file(long segment) {
    return directory.resolve(String.format(java.util.Locale.ROOT, "%08d%s", segment, SUFFIX));
  }

  private static void putInt(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> 24 - 8 * i);
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
