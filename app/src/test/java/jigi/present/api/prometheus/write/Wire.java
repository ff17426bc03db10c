package jigi.present.api.prometheus.write;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what a sender of remote write sends. */
public final class Wire {
  private Wire() {}

  /** A time series of one sample; labels as names and values. */
  public static byte[] series(double value, long timeMs, String... labels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(labels(labels));
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    sample.write(9);
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < 8; i++) {
      sample.write((int) (bits >>> 8 * i));
    }
    sample.write(16);
    varint(timeMs, sample);
    field(18, sample.toByteArray(), out);
    return out.toByteArray();
  }

  static byte[] labels(String... labels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < labels.length; i += 2) {
      ByteArrayOutputStream label = new ByteArrayOutputStream();
      field(10, labels[i].getBytes(StandardCharsets.UTF_8), label);
      field(18, labels[i + 1].getBytes(StandardCharsets.UTF_8), label);
      field(10, label.toByteArray(), out);
    }
    return out.toByteArray();
  }

  /** A request, packed as one literal. */
  public static byte[] request(byte[]... series) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (byte[] one : series) {
      field(10, one, message);
    }
    byte[] plain = message.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(plain.length, out);
    out.write(61 << 2);
    out.write(plain.length - 1);
    out.write(plain.length - 1 >> 8);
    out.writeBytes(plain);
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
