package jigi.metrics.storage;

import java.lang.ref.SoftReference;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The inverted index of a block, read from the file as needed. Thread-safe. */
final class BlockIndex implements LabelIndex {
  private final BlockFile file;
  private final BlockMeta meta;
  private final long indexEnd;
  private final int checksum;
  private volatile @Nullable Map<String, Values> names;
  private SoftReference<@Nullable String[]> symbols = new SoftReference<>(new String[0]);

  /**
   * @param rows where the value rows begin, relative to the postings
   */
  private record Values(int count, long rows) {}

  BlockIndex(BlockFile file, BlockMeta meta, long indexEnd, int checksum) {
    this.file = file;
    this.meta = meta;
    this.indexEnd = indexEnd;
    this.checksum = checksum;
  }

  /** Checks the whole index the first time, so that damage is found before it misleads. */
  private Map<String, Values> names() {
    Map<String, Values> known = names;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      if (names == null) {
        if (file.checksum(meta.sections().series(), indexEnd) != checksum) {
          throw new CorruptDataException("the checksum of the index is wrong");
        }
        names = readNames();
      }
      return java.util.Objects.requireNonNull(names);
    }
  }

  private Map<String, Values> readNames() {
    long at = meta.sections().names();
    ByteSource in = new ByteSource(new byte[0], 0, 0);
    file.slice(at, (int) (indexEnd - at), in);
    Map<String, Values> read = new TreeMap<>();
    int count = in.getCount(meta.symbols());
    for (int i = 0; i < count; i++) {
      String name = symbol(in.getCount(meta.symbols() - 1));
      int values = in.getCount(meta.symbols());
      read.put(name, new Values(values, in.getVarint()));
    }
    return read;
  }

  @Override
  public int size() {
    return meta.series();
  }

  String symbol(int id) {
    @Nullable String[] known = symbols.get();
    if (known == null || known.length == 0) {
      known = new String[meta.symbols()];
      symbols = new SoftReference<>(known);
    }
    if (id < 0 || id >= known.length) {
      throw new CorruptDataException("a string " + id + " of " + known.length);
    }
    String text = known[id];
    if (text == null) {
      readSymbols(id / BlockMeta.GROUP, known);
      text = known[id];
      if (text == null) {
        throw new CorruptDataException("string " + id + " is missing");
      }
    }
    return text;
  }

  private void readSymbols(int group, @Nullable String[] into) {
    BlockMeta.Sections sections = meta.sections();
    ByteSource in = new ByteSource(new byte[0], 0, 0);
    group(sections.symbolTable(), sections.symbols(), group, in);
    for (int id = group * BlockMeta.GROUP; in.hasMore() && id < into.length; id++) {
      into[id] = in.getString();
    }
  }

  /** Points the source at a group of entries. */
  void group(long table, long entries, int group, ByteSource into) {
    file.slice(table + 4L * group, 8, into);
    long from = Integer.toUnsignedLong(into.getInt());
    long to = Integer.toUnsignedLong(into.getInt());
    file.slice(entries + from, (int) (to - from), into);
  }

  void seriesGroup(int group, ByteSource into) {
    group(meta.sections().seriesTable(), meta.sections().series(), group, into);
  }

  @Override
  public IntList postings(String name, String value) {
    Values values = names().get(name);
    if (values == null) {
      return IntList.EMPTY;
    }
    ByteSource in = new ByteSource(new byte[0], 0, 0);
    int low = 0;
    int high = values.count() - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      row(values, middle, in);
      int order = symbol(in.getInt()).compareTo(value);
      if (order == 0) {
        return postings(in.getInt());
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return IntList.EMPTY;
  }

  private void row(Values values, int number, ByteSource into) {
    file.slice(meta.sections().postings() + values.rows() + 8L * number, 8, into);
  }

  private IntList postings(int offset) {
    long at = meta.sections().postings() + Integer.toUnsignedLong(offset);
    ByteSource in = new ByteSource(new byte[0], 0, 0);
    file.slice(at, (int) Math.min(5, indexEnd - at), in);
    int count = in.getCount(meta.series());
    file.slice(at, (int) Math.min(5L + 5L * count, indexEnd - at), in);
    in.getVarint();
    IntList list = new IntList(count);
    int last = 0;
    for (int i = 0; i < count; i++) {
      last += in.getCount(meta.series() - 1);
      if (last >= meta.series()) {
        throw new CorruptDataException("postings beyond the last series");
      }
      list.add(last);
    }
    return list;
  }

  @Override
  public void collect(String name, Predicate<String> value, BitSet into) {
    eachRow(
        name,
        in -> {
          if (value.test(symbol(in.getInt()))) {
            IntList list = postings(in.getInt());
            for (int i = 0; i < list.size(); i++) {
              into.set(list.get(i));
            }
          }
        });
  }

  @Override
  public void names(Consumer<String> consumer) {
    names().keySet().forEach(consumer);
  }

  @Override
  public void values(String name, Consumer<String> consumer) {
    eachRow(name, in -> consumer.accept(symbol(in.getInt())));
  }

  private void eachRow(String name, Consumer<ByteSource> consumer) {
    Values values = names().get(name);
    ByteSource in = new ByteSource(new byte[0], 0, 0);
    for (int i = 0; values != null && i < values.count(); i++) {
      row(values, i, in);
      consumer.accept(in);
    }
  }
}
