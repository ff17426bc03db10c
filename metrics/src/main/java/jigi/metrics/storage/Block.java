package jigi.metrics.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import jigi.metrics.model.Labels;
import jigi.metrics.model.SampleIterator;
import org.jspecify.annotations.Nullable;

/** One immutable block file. Thread-safe. */
final class Block implements Closeable {
  private final BlockFile file;
  private final BlockMeta meta;
  private final BlockIndex index;
  private final StorageListener listener;
  private volatile boolean damaged;

  private Block(BlockFile file, BlockMeta meta, BlockIndex index, StorageListener listener) {
    this.file = file;
    this.meta = meta;
    this.index = index;
    this.listener = listener;
  }

  /**
   * @throws CorruptDataException if the end of the file is not what was written
   */
  static Block open(Path path, long id, PageCache cache, StorageListener listener)
      throws IOException {
    BlockFile file = new BlockFile(path, id, cache);
    try {
      return open(file, listener);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static Block open(BlockFile file, StorageListener listener) {
    long size = file.size();
    ByteSource in = new ByteSource(new byte[0], 0, 0);
    file.slice(size - BlockMeta.TRAILER, BlockMeta.TRAILER, in);
    long indexEnd = in.getLong();
    int indexChecksum = in.getInt();
    int metaLength = in.getInt();
    int checksum = in.getInt();
    if (in.getLong() != BlockMeta.MAGIC) {
      throw new CorruptDataException("the file does not end as a block");
    }
    file.slice(size - BlockMeta.TRAILER - metaLength, metaLength + 16, in);
    CRC32C crc = new CRC32C();
    crc.update(in.bytes(), in.position(), metaLength + 16);
    if ((int) crc.getValue() != checksum) {
      throw new CorruptDataException("the checksum of the block's description is wrong");
    }
    BlockMeta meta = BlockMeta.read(in);
    meta.check(size, indexEnd);
    return new Block(file, meta, new BlockIndex(file, meta, indexEnd, indexChecksum), listener);
  }

  BlockMeta meta() {
    return meta;
  }

  Path path() {
    return file.path();
  }

  long size() {
    return file.size();
  }

  LabelIndex index() {
    return index;
  }

  boolean overlaps(long from, long to) {
    return meta.minTime() <= to && meta.maxTime() >= from;
  }

  /** The series with these numbers, in order, as runs with at least a page in the range. */
  List<StoredSeries> read(IntList numbers, long from, long to) {
    EntryReader reader = new EntryReader();
    List<StoredSeries> found = new java.util.ArrayList<>(numbers.size());
    for (int i = 0; i < numbers.size(); i++) {
      Labels labels = reader.read(numbers.get(i));
      BlockRun run = reader.run();
      if (run.minTime() <= to && run.maxTime() >= from) {
        found.add(new StoredSeries(labels, List.of(run), from, to));
      }
    }
    return found;
  }

  List<StoredSeries> select(Selector selector, long from, long to) {
    return read(selector.resolve(index), from, to);
  }

  /** The samples of one series, null when the block has none. */
  @Nullable Run find(Labels labels) {
    IntList found = null;
    for (int i = 0; i < labels.size(); i++) {
      IntList postings = index.postings(labels.name(i), labels.value(i));
      found = found == null ? postings : found.intersect(postings);
      if (found.size() == 0) {
        return null;
      }
    }
    EntryReader reader = new EntryReader();
    for (int i = 0; found != null && i < found.size(); i++) {
      if (reader.read(found.get(i)).equals(labels)) {
        return reader.run();
      }
    }
    return null;
  }

  /**
   * Checks the index, once.
   *
   * @throws CorruptDataException if it is damaged
   */
  void verify() {
    index.names(name -> {});
  }

  /** A page turned out to be unreadable. */
  boolean damaged() {
    return damaged;
  }

  /** Reads entries one after another; see {@link #verify}. */
  EntryReader entries() {
    return new EntryReader();
  }

  int series() {
    return meta.series();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Reads series entries; cheapest in ascending order. Not thread-safe. */
  final class EntryReader {
    private final ByteSource in = new ByteSource(new byte[0], 0, 0);
    private int loaded = -1;
    private int next;
    private String[] pairs = new String[0];
    private long end;
    private @Nullable BlockRun run;

    Labels read(int number) {
      int group = number / BlockMeta.GROUP;
      if (number < next || loaded != group) {
        index.seriesGroup(group, in);
        loaded = group;
        next = group * BlockMeta.GROUP;
        pairs = new String[0];
      }
      while (next <= number) {
        entry(next == number);
        next++;
      }
      return Labels.of(pairs);
    }

    BlockRun run() {
      return java.util.Objects.requireNonNull(run);
    }

    private void entry(boolean wanted) {
      int shared = in.getCount(pairs.length / 2);
      int more = in.getCount(meta.symbols());
      String[] all = java.util.Arrays.copyOf(pairs, 2 * (shared + more));
      for (int i = 2 * shared; i < all.length; i++) {
        all[i] = index.symbol(in.getCount(meta.symbols() - 1));
      }
      pairs = all;
      if (next % BlockMeta.GROUP == 0) {
        end = in.getVarint();
      }
      int pages = in.getCount(in.limit());
      long[] min = new long[pages];
      long[] max = new long[pages];
      int[] lengths = new int[pages];
      long start = end;
      for (int i = 0; i < pages; i++) {
        lengths[i] = in.getCount(Integer.MAX_VALUE - 4);
        min[i] = in.getZigzag();
        max[i] = min[i] + in.getVarint();
        end += 4 + lengths[i];
      }
      if (wanted) {
        run = new BlockRun(start, lengths, min, max);
      }
    }
  }

  /** One series' pages. */
  final class BlockRun implements Run, Pages {
    private final long start;
    private final int[] lengths;
    private final long[] min;
    private final long[] max;

    BlockRun(long start, int[] lengths, long[] min, long[] max) {
      this.start = start;
      this.lengths = lengths;
      this.min = min;
      this.max = max;
    }

    @Override
    public long minTime() {
      return min.length == 0 ? Long.MAX_VALUE : min[0];
    }

    @Override
    public long maxTime() {
      return max.length == 0 ? Long.MIN_VALUE : max[max.length - 1];
    }

    @Override
    public SampleIterator iterator(long fromMs, long toMs) {
      return new RunIterator(this, null, fromMs, toMs);
    }

    @Override
    public int count() {
      return lengths.length;
    }

    @Override
    public long maxTime(int page) {
      return max[page];
    }

    private long offset(int page) {
      long offset = start;
      for (int i = 0; i < page; i++) {
        offset += 4 + lengths[i];
      }
      return offset;
    }

    @Override
    public boolean open(int page, ChunkDecoder decoder) {
      ByteSource in = new ByteSource(new byte[0], 0, 0);
      try {
        file.slice(offset(page), 4 + lengths[page], in);
        int checksum = in.getInt();
        CRC32C crc = new CRC32C();
        crc.update(in.bytes(), in.position(), lengths[page]);
        if ((int) crc.getValue() != checksum) {
          throw new CorruptDataException("the checksum of a page is wrong");
        }
      } catch (CorruptDataException e) {
        failed(page, e);
        return false;
      }
      decoder.reset(in.bytes(), in.position(), in.limit());
      return true;
    }

    @Override
    public void failed(int page, CorruptDataException reason) {
      damaged = true;
      listener.on(
          new StorageEvent.PageUnreadable(
              file.path(), offset(page), String.valueOf(reason.getMessage())));
    }
  }
}
