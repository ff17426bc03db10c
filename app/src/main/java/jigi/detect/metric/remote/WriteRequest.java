package jigi.detect.metric.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.metrics.model.Labels;

/**
 * The message of remote write 1.0, https://prometheus.io/docs/specs/prw/remote_write_spec/, in
 * parts of at most {@value #SERIES} series. Parts that follow each other are one message, too.
 */
final class WriteRequest {
  private static final int SERIES = 1_000;
  private static final int FIRST = 1 << 3 | 2;
  private static final int SECOND = 2 << 3 | 2;
  private static final int VALUE = 1 << 3 | 1;
  private static final int TIME = 2 << 3;

  private final Map<Labels, List<Point>> series = new LinkedHashMap<>();

  private record Point(long timeMs, double value) {}

  void add(Labels labels, long timeMs, double value) {
    series.computeIfAbsent(labels, key -> new ArrayList<>(1)).add(new Point(timeMs, value));
  }

  /** Encoded; samples of a series in order of time, as receivers demand. */
  List<byte[]> parts() {
    List<byte[]> parts = new ArrayList<>();
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    int count = 0;
    for (Map.Entry<Labels, List<Point>> entry : series.entrySet()) {
      entry.getValue().sort(Comparator.comparingLong(Point::timeMs));
      field(FIRST, timeSeries(entry.getKey(), entry.getValue()), part);
      if (++count % SERIES == 0) {
        parts.add(part.toByteArray());
        part.reset();
      }
    }
    if (part.size() > 0) {
      parts.add(part.toByteArray());
    }
    return parts;
  }

  private static byte[] timeSeries(Labels labels, List<Point> points) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(160);
    labels.forEach(
        (name, value) -> {
          ByteArrayOutputStream label = new ByteArrayOutputStream();
          field(FIRST, name.getBytes(StandardCharsets.UTF_8), label);
          field(SECOND, value.getBytes(StandardCharsets.UTF_8), label);
          field(FIRST, label.toByteArray(), out);
        });
    for (Point point : points) {
      ByteArrayOutputStream sample = new ByteArrayOutputStream(20);
      sample.write(VALUE);
      long bits = Double.doubleToRawLongBits(point.value());
      for (int shift = 0; shift < 64; shift += 8) {
        sample.write((int) (bits >>> shift));
      }
      sample.write(TIME);
      varint(point.timeMs(), sample);
      field(SECOND, sample.toByteArray(), out);
    }
    return out.toByteArray();
  }

  private static void field(int tag, byte[] bytes, ByteArrayOutputStream out) {
    out.write(tag);
    varint(bytes.length, out);
    out.writeBytes(bytes);
  }

  private static void varint(long value, ByteArrayOutputStream out) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
