package jigi.present.api.prometheus.write;

import java.util.Map;
import java.util.TreeMap;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Labels by their bytes on the wire: the same series come again and again, and making their labels
 * anew would cost more than storing the sample. Not thread-safe; bounded.
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
  private long[] hashes = new long[FIRST];
  private @Nullable Labels[] entries = new Labels[FIRST];
  private int size;

  /**
   * @param system that every series gets; null for a sender who may name any
   */
  LabelCache(@Nullable String system) {
    this.system = system;
  }

  /**
   * The labels that are written in {@code label} fields of a time series.
   *
   * @throws MalformedException when they are none that a series can have
   */
  Labels get(byte[] bytes, int from, int to) throws MalformedException {
    long hash = Proto.hash(bytes, from, to);
    int home = (int) hash & entries.length - 1;
    int place = home;
    for (int i = 0; i < REACH; i++) {
      int index = home + i & entries.length - 1;
      Labels found = entries[index];
      if (found == null) {
        place = index;
        break;
      }
      if (hashes[index] == hash && isWritten(found, new Proto(bytes, from, to))) {
        return found;
      }
    }
    Labels labels = read(new Proto(bytes, from, to));
    keep(place, hash, labels);
    return labels;
  }

  private void keep(int place, long hash, Labels labels) {
    if (entries[place] == null) {
      size++;
    }
    entries[place] = labels;
    hashes[place] = hash;
    if (size > entries.length / 2 && entries.length < LARGEST) {
      grow();
    }
  }

  private void grow() {
    @Nullable Labels[] old = entries;
    long[] oldHashes = hashes;
    entries = new Labels[old.length * 2];
    hashes = new long[old.length * 2];
    size = 0;
    for (int i = 0; i < old.length; i++) {
      Labels labels = old[i];
      int index = (int) oldHashes[i] & entries.length - 1;
      for (int k = 0; labels != null && k < REACH; k++, index = index + 1 & entries.length - 1) {
        if (entries[index] == null) {
          entries[index] = labels;
          hashes[index] = oldHashes[i];
          size++;
          labels = null;
        }
      }
    }
  }

  /** Whether these labels, without the system that was added, are the ones on the wire. */
  private boolean isWritten(Labels labels, Proto wire) throws MalformedException {
    int i = 0;
    while (wire.more()) {
      if (i < labels.size() && system != null && labels.name(i).equals("system")) {
        i++;
      }
      wire.tag();
      int end = wire.length() + wire.at;
      if (i >= labels.size()
          || wire.tag() != NAME
          || !isNext(labels.name(i), wire)
          || wire.at >= end
          || wire.tag() != VALUE
          || !isNext(labels.value(i), wire)
          || wire.at != end) {
        return false;
      }
      i++;
    }
    if (i < labels.size() && system != null && labels.name(i).equals("system")) {
      i++;
    }
    return i == labels.size();
  }

  private static boolean isNext(String text, Proto wire) throws MalformedException {
    int length = wire.length();
    int start = wire.at;
    if (text.length() != length) {
      return false;
    }
    byte[] bytes = wire.bytes;
    for (int i = 0; i < length; i++) {
      if (bytes[start + i] != text.charAt(i)) {
        return false;
      }
    }
    wire.at = start + length;
    return true;
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
