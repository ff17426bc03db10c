package jigi.present.api.prometheus.write;

import java.util.Map;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.SeriesRef;
import org.jspecify.annotations.Nullable;

/**
 * Series by the bytes of their labels on the wire: the same ones come again and again, and making
 * their labels anew would cost more than storing the sample. Bytes are known by a hash that cannot
 * be made to collide, for to compare them would mean to keep them. Not thread-safe; bounded.
 */
final class LabelCache {
  private static final int FIRST = 1 << 10;
  private static final int LARGEST = 1 << 18;

  /** Places that are looked at before another entry is displaced. */
  private static final int REACH = 8;

  private static final int MOST_LABELS = 128;
  private static final int LABELS_FIELD = 1 << 3 | Proto.BYTES;
  private static final int NAME = 1 << 3 | Proto.BYTES;
  private static final int VALUE = 2 << 3 | Proto.BYTES;

  private final @Nullable String system;
  private final KeyedHash hash = KeyedHash.withRandomKey();

  /** Two for each entry. */
  private long[] hashes = new long[2 * FIRST];

  private @Nullable SeriesRef[] entries = new SeriesRef[FIRST];
  private int size;

  /**
   * @param system that every series gets; null for a sender who may name any
   */
  LabelCache(@Nullable String system) {
    this.system = system;
  }

  /**
   * The series whose labels are written in {@code label} fields of a time series; null when it is
   * new and there are too many.
   *
   * @throws MalformedException when they are none that a series can have
   */
  @Nullable SeriesRef get(byte[] bytes, int from, int to, Appender appender)
      throws MalformedException {
    hash.of(bytes, from, to);
    long high = hash.high;
    long low = hash.low;
    int home = (int) low & entries.length - 1;
    int place = home;
    for (int i = 0; i < REACH; i++) {
      int index = home + i & entries.length - 1;
      SeriesRef found = entries[index];
      if (found == null) {
        place = index;
        break;
      }
      if (hashes[2 * index] == high && hashes[2 * index + 1] == low) {
        return found;
      }
    }
    SeriesRef series = appender.reference(read(new Proto(bytes, from, to)));
    if (series != null) {
      keep(place, high, low, series);
    }
    return series;
  }

  private void keep(int place, long high, long low, SeriesRef series) {
    if (entries[place] == null) {
      size++;
    }
    entries[place] = series;
    hashes[2 * place] = high;
    hashes[2 * place + 1] = low;
    if (size > entries.length / 2 && entries.length < LARGEST) {
      grow();
    }
  }

  private void grow() {
    @Nullable SeriesRef[] old = entries;
    long[] oldHashes = hashes;
    entries = new SeriesRef[old.length * 2];
    hashes = new long[old.length * 4];
    size = 0;
    for (int i = 0; i < old.length; i++) {
      SeriesRef series = old[i];
      int index = (int) oldHashes[2 * i + 1] & entries.length - 1;
      for (int k = 0; series != null && k < REACH; k++, index = index + 1 & entries.length - 1) {
        if (entries[index] == null) {
          entries[index] = series;
          hashes[2 * index] = oldHashes[2 * i];
          hashes[2 * index + 1] = oldHashes[2 * i + 1];
          size++;
          series = null;
        }
      }
    }
  }

  private Labels read(Proto wire) throws MalformedException {
    Map<String, String> labels = new TreeMap<>();
    while (wire.more()) {
      if (wire.tag() != LABELS_FIELD) {
        throw new MalformedException("protobuf: labels of another type");
      }
      int end = wire.length() + wire.at;
      readOne(new Proto(wire.bytes, wire.at, end), labels);
      wire.at = end;
      if (labels.size() > MOST_LABELS) {
        throw new MalformedException("a series of more than " + MOST_LABELS + " labels");
      }
    }
    if (labels.getOrDefault(Labels.METRIC_NAME, "").isEmpty()) {
      throw new MalformedException("a series without a metric name");
    }
    if (system != null) {
      String exported = labels.put("system", system);
      if (exported != null) {
        labels.put("exported_system", exported);
      }
    }
    return Labels.of(labels);
  }

  private static void readOne(Proto wire, Map<String, String> labels) throws MalformedException {
    String name = "";
    String value = "";
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case NAME -> name = wire.text();
        case VALUE -> value = wire.text();
        default -> wire.skip(tag);
      }
    }
    if (name.isEmpty()) {
      throw new MalformedException("a label without a name");
    }
    if (labels.put(name, value) != null) {
      throw new MalformedException("duplicated label " + name);
    }
  }
}
