package jigi.metrics.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import jigi.metrics.model.Labels;
import jigi.metrics.model.SampleIterator;
import org.jspecify.annotations.Nullable;

/**
 * Writes one block: series in order of labels, each as pages of chunks that follow one another,
 * then the index. The file has a temporary name until everything in it is on disk. Layout of the
 * index: series entries, table of their groups, symbols, table of their groups, postings, label
 * names with their values.
 */
final class BlockWriter implements Closeable {
  private static final int FLUSH_AT = 64 << 10;
  private static final int PAGE = 4 << 10;
  private static final int CHUNK = 128;

  private final Path directory;
  private final Path temporary;
  private final StorageFiles files;
  private final AppendFile file;
  private final ByteSink out = new ByteSink(FLUSH_AT + (FLUSH_AT >> 1));
  private long written;

  private final ChunkEncoder encoder = new ChunkEncoder();
  private final long[] times = new long[CHUNK];
  private final double[] values = new double[CHUNK];
  private final ByteSink page = new ByteSink(PAGE + 2048);
  private long pageMin;
  private long pageLast;

  private final ByteSink entries = new ByteSink(4096);
  private final ByteSink pages = new ByteSink(64);
  private int pageCount;
  private final IntList groups = new IntList(64);
  private final Map<String, Integer> symbolIds = new HashMap<>();
  private final List<String> symbols = new ArrayList<>();
  private final Map<String, Map<String, IntList>> postings = new TreeMap<>();
  private Labels previous = Labels.EMPTY;
  private int series;
  private long samples;
  private long minTime = Long.MAX_VALUE;
  private long maxTime = Long.MIN_VALUE;

  BlockWriter(StorageDirectory directory, long number) throws IOException {
    this.directory = directory.path();
    this.temporary = directory.temporary(number);
    this.files = directory.files();
    this.file = files.create(temporary);
    out.putLong(BlockMeta.MAGIC);
  }

  int series() {
    return series;
  }

  /** Adds a series, unless it has no samples; labels must come in ascending order. */
  void add(Labels labels, SampleIterator from) throws IOException {
    pages.clear();
    pageCount = 0;
    page.clear();
    long start = written + out.length();
    int count = 0;
    while (from.next()) {
      times[count] = from.timestampMs();
      values[count] = from.value();
      if (++count == CHUNK) {
        chunk(count);
        count = 0;
      }
    }
    if (count > 0) {
      chunk(count);
    }
    endPage();
    if (pageCount > 0) {
      entry(labels, start);
    }
  }

  private void chunk(int count) throws IOException {
    if (page.length() >= PAGE) {
      endPage();
    }
    if (page.length() == 0) {
      pageMin = times[0];
    }
    encoder.encode(times, values, 0, count, page.length() == 0 ? 0 : pageLast, page);
    pageLast = times[count - 1];
    samples += count;
    minTime = Math.min(minTime, times[0]);
    maxTime = Math.max(maxTime, pageLast);
  }

  private void endPage() throws IOException {
    if (page.length() == 0) {
      return;
    }
    CRC32C crc = new CRC32C();
    crc.update(page.bytes(), 0, page.length());
    out.putInt((int) crc.getValue());
    out.putBytes(page.bytes(), 0, page.length());
    pages.putVarint(page.length());
    pages.putZigzag(pageMin);
    pages.putVarint(pageLast - pageMin);
    pageCount++;
    page.clear();
    flush(FLUSH_AT);
  }

  /** {@code shared labels, others × (name, value), offset where a group starts, pages}. */
  private void entry(Labels labels, long start) {
    boolean groupStart = series % BlockMeta.GROUP == 0;
    int shared = 0;
    if (groupStart) {
      groups.add(entries.length());
    } else {
      while (shared < Math.min(labels.size(), previous.size())
          && labels.name(shared).equals(previous.name(shared))
          && labels.value(shared).equals(previous.value(shared))) {
        shared++;
      }
    }
    entries.putVarint(shared);
    entries.putVarint(labels.size() - shared);
    for (int i = shared; i < labels.size(); i++) {
      entries.putVarint(symbol(labels.name(i)));
      entries.putVarint(symbol(labels.value(i)));
    }
    if (groupStart) {
      entries.putVarint(start);
    }
    entries.putVarint(pageCount);
    entries.putBytes(pages.bytes(), 0, pages.length());
    for (int i = 0; i < labels.size(); i++) {
      postings
          .computeIfAbsent(labels.name(i), name -> new HashMap<>())
          .computeIfAbsent(labels.value(i), value -> new IntList(1))
          .add(series);
    }
    previous = labels;
    series++;
  }

  private int symbol(String text) {
    Integer known = symbolIds.putIfAbsent(text, symbols.size());
    if (known != null) {
      return known;
    }
    symbols.add(text);
    return symbols.size() - 1;
  }

  /** Completes the file and gives it its name; null, and no file, when there were no samples. */
  @Nullable BlockMeta finish(Path path, long number, long logThrough, List<Long> parents)
      throws IOException {
    if (series == 0) {
      return null;
    }
    flush(0);
    CRC32C crc = new CRC32C();
    long indexStart = written;
    BlockMeta.Sections sections = index(crc);
    long indexEnd = written;
    BlockMeta meta =
        new BlockMeta(
            number,
            minTime,
            maxTime,
            samples,
            series,
            symbols.size(),
            logThrough,
            parents,
            sections);
    if (sections.series() != indexStart) {
      throw new IllegalStateException("the index does not follow the samples");
    }
    trailer(meta, indexEnd, (int) crc.getValue());
    file.sync();
    file.close();
    files.move(temporary, path);
    files.syncDirectory(directory);
    return meta;
  }

  private void trailer(BlockMeta meta, long indexEnd, int indexChecksum) throws IOException {
    meta.write(out);
    int length = out.length();
    CRC32C crc = new CRC32C();
    crc.update(out.bytes(), 0, length);
    out.putLong(indexEnd);
    out.putInt(indexChecksum);
    out.putInt(length);
    crc.update(out.bytes(), length, 16);
    out.putInt((int) crc.getValue());
    out.putLong(BlockMeta.MAGIC);
    flush(0);
  }

  private BlockMeta.Sections index(CRC32C crc) throws IOException {
    long seriesAt = written;
    out.putBytes(entries.bytes(), 0, entries.length());
    flushIndex(crc);
    long seriesTable = written;
    table(groups, entries.length());
    flushIndex(crc);
    long symbolsAt = written;
    IntList symbolGroups = new IntList(symbols.size() / BlockMeta.GROUP + 1);
    for (int i = 0; i < symbols.size(); i++) {
      if (i % BlockMeta.GROUP == 0) {
        symbolGroups.add((int) (written + out.length() - symbolsAt));
      }
      out.putString(symbols.get(i));
      flushIndexIfLarge(crc);
    }
    flushIndex(crc);
    long symbolTable = written;
    table(symbolGroups, (int) (symbolTable - symbolsAt));
    flushIndex(crc);
    long postingsAt = written;
    ByteSink names = new ByteSink(1024);
    names.putVarint(postings.size());
    for (Map.Entry<String, Map<String, IntList>> name : postings.entrySet()) {
      names.putVarint(symbol(name.getKey()));
      names.putVarint(name.getValue().size());
      values(new TreeMap<>(name.getValue()), postingsAt, names, crc);
    }
    flushIndex(crc);
    long namesAt = written;
    out.putBytes(names.bytes(), 0, names.length());
    flushIndex(crc);
    return new BlockMeta.Sections(
        seriesAt, seriesTable, symbolsAt, symbolTable, postingsAt, namesAt);
  }

  /** Postings of each value, then rows of {@code symbol, offset of its postings} in order. */
  private void values(TreeMap<String, IntList> byValue, long postingsAt, ByteSink names, CRC32C crc)
      throws IOException {
    ByteSink rows = new ByteSink(byValue.size() * 8);
    for (Map.Entry<String, IntList> value : byValue.entrySet()) {
      rows.putInt(symbol(value.getKey()));
      rows.putInt((int) (written + out.length() - postingsAt));
      IntList list = value.getValue();
      out.putVarint(list.size());
      int last = 0;
      for (int i = 0; i < list.size(); i++) {
        out.putVarint(list.get(i) - last);
        last = list.get(i);
      }
      flushIndexIfLarge(crc);
    }
    names.putVarint(written + out.length() - postingsAt);
    out.putBytes(rows.bytes(), 0, rows.length());
    flushIndexIfLarge(crc);
  }

  private void table(IntList offsets, int end) {
    for (int i = 0; i < offsets.size(); i++) {
      out.putInt(offsets.get(i));
    }
    out.putInt(end);
  }

  private void flushIndexIfLarge(CRC32C crc) throws IOException {
    if (out.length() >= FLUSH_AT) {
      flushIndex(crc);
    }
  }

  private void flushIndex(CRC32C crc) throws IOException {
    crc.update(out.bytes(), 0, out.length());
    flush(0);
  }

  private void flush(int atLeast) throws IOException {
    if (out.length() >= atLeast) {
      file.write(out.bytes(), 0, out.length());
      written += out.length();
      out.clear();
    }
  }

  /** Removes the temporary file if the block was not finished. */
  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(temporary);
  }
}
