package jigi.present.api.prometheus.write;

import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.BytesCache;
import jigi.metrics.model.Labels;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.SeriesRef;
import org.jspecify.annotations.Nullable;

/**
 * Series by the bytes of their labels on the wire: the same ones come again and again, and making
 * their labels anew would cost more than storing the sample. Not thread-safe; bounded.
 */
final class LabelCache {
  private static final int MOST_LABELS = 128;
  private static final int LABELS_FIELD = 1 << 3 | Proto.BYTES;
  private static final int NAME = 1 << 3 | Proto.BYTES;
  private static final int VALUE = 2 << 3 | Proto.BYTES;

  private final @Nullable String system;
  private final BytesCache<SeriesRef> known = new BytesCache<>();

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
    SeriesRef found = known.find(bytes, from, to);
    if (found != null) {
      return found;
    }
    SeriesRef series = appender.reference(read(new Proto(bytes, from, to)));
    if (series != null) {
      known.keep(series);
    }
    return series;
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
