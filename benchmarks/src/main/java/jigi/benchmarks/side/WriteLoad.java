package jigi.benchmarks.side;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jigi.benchmarks.Workload;
import jigi.metrics.model.Labels;

/** Requests of remote write 1.0: one sample of each series, 2,000 series a request, snappy. */
final class WriteLoad {
  private static final int SERIES_PER_REQUEST = 2_000;
  private static final int LITERAL = 61 << 2;
  private static final int LITERAL_BYTES = 1 << 16;

  private final List<Workload> servers;
  private final List<byte[][]> labels = new ArrayList<>();

  WriteLoad(List<Workload> servers) {
    this.servers = servers;
    for (Workload server : servers) {
      byte[][] encoded = new byte[server.size()][];
      for (int i = 0; i < encoded.length; i++) {
        encoded[i] = labels(server.labels(i));
      }
      labels.add(encoded);
    }
  }

  long series() {
    return servers.stream().mapToLong(Workload::size).sum();
  }

  /** Moves every series on and writes the values down, as they are to be sent. */
  List<byte[]> tick(long timeMs) {
    List<byte[]> requests = new ArrayList<>();
    for (int s = 0; s < servers.size(); s++) {
      Workload server = servers.get(s);
      server.tick();
      for (int from = 0; from < server.size(); from += SERIES_PER_REQUEST) {
        int to = Math.min(server.size(), from + SERIES_PER_REQUEST);
        ByteArrayOutputStream message = new ByteArrayOutputStream(1 << 18);
        for (int i = from; i < to; i++) {
          byte[] sample = sample(server.value(i), timeMs);
          message.write(0x0a);
          varint(labels.get(s)[i].length + sample.length, message);
          message.writeBytes(labels.get(s)[i]);
          message.writeBytes(sample);
        }
        requests.add(packed(message.toByteArray()));
      }
    }
    return requests;
  }

  private static byte[] labels(Labels labels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    labels.forEach(
        (name, value) -> {
          ByteArrayOutputStream label = new ByteArrayOutputStream();
          field(0x0a, name.getBytes(StandardCharsets.UTF_8), label);
          field(0x12, value.getBytes(StandardCharsets.UTF_8), label);
          field(0x0a, label.toByteArray(), out);
        });
    return out.toByteArray();
  }

  private static byte[] sample(double value, long timeMs) {
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    sample.write(0x09);
    sample.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    sample.write(0x10);
    varint(timeMs, sample);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(0x12, sample.toByteArray(), out);
    return out.toByteArray();
  }

  /** Valid, but not made smaller: the sender's work is not what is measured. */
  private static byte[] packed(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + 64);
    varint(plain.length, out);
    for (int from = 0; from < plain.length; from += LITERAL_BYTES) {
      int length = Math.min(LITERAL_BYTES, plain.length - from);
      out.write(LITERAL);
      out.write(length - 1);
      out.write(length - 1 >> 8);
      out.write(plain, from, length);
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
