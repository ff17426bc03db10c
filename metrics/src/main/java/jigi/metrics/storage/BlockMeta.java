package jigi.metrics.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * What a block says about itself, at its end.
 *
 * @param logThrough the last log segment that this block makes superfluous, 0 for none
 * @param parents the numbers of the blocks that it replaces
 */
record BlockMeta(
    long number,
    long minTime,
    long maxTime,
    long samples,
    int series,
    int symbols,
    long logThrough,
    List<Long> parents,
    Sections sections) {

  /** Where the parts of the index begin; each ends where the next begins. */
  record Sections(
      long series, long seriesTable, long symbols, long symbolTable, long postings, long names) {}

  /** Series and symbols are reached through a table of the offset of each group of this many. */
  static final int GROUP = 16;

  static final long MAGIC = 0x314b4c4249474a49L;

  /** At the very end: index end, its checksum, meta length, meta checksum, magic. */
  static final int TRAILER = 8 + 4 + 4 + 4 + 8;

  private static final int MAX_PARENTS = 100_000;

  void write(ByteSink out) {
    out.putVarint(number);
    out.putZigzag(minTime);
    out.putZigzag(maxTime);
    out.putVarint(samples);
    out.putVarint(series);
    out.putVarint(symbols);
    out.putVarint(logThrough);
    out.putVarint(parents.size());
    for (long parent : parents) {
      out.putVarint(parent);
    }
    out.putLong(sections.series);
    out.putLong(sections.seriesTable);
    out.putLong(sections.symbols);
    out.putLong(sections.symbolTable);
    out.putLong(sections.postings);
    out.putLong(sections.names);
  }

  /**
   * @throws CorruptDataException if the numbers cannot be those of a file of this size
   */
  void check(long fileSize, long indexEnd) {
    long[] ends = {
      0,
      sections.series,
      sections.seriesTable,
      sections.symbols,
      sections.symbolTable,
      sections.postings,
      sections.names,
      indexEnd,
      fileSize
    };
    for (int i = 1; i < ends.length; i++) {
      if (ends[i] < ends[i - 1]) {
        throw new CorruptDataException("the parts of the block are out of order");
      }
    }
    if (series > fileSize || symbols > fileSize || indexEnd - sections.names > 1 << 28) {
      throw new CorruptDataException("more series or strings than the file can hold");
    }
  }

  static BlockMeta read(ByteSource in) {
    long number = in.getVarint();
    long minTime = in.getZigzag();
    long maxTime = in.getZigzag();
    long samples = in.getVarint();
    int series = in.getCount(Integer.MAX_VALUE);
    int symbols = in.getCount(Integer.MAX_VALUE);
    long logThrough = in.getVarint();
    int count = in.getCount(MAX_PARENTS);
    List<Long> parents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parents.add(in.getVarint());
    }
    Sections sections =
        new Sections(
            in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    return new BlockMeta(
        number, minTime, maxTime, samples, series, symbols, logThrough, parents, sections);
  }
}
