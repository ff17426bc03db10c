package jigi.present.api.prometheus.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A cursor over protobuf's wire format; https://protobuf.dev/programming-guides/encoding/. */
final class Proto {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final byte[] bytes;
  int at;
  int end;

  Proto(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  boolean more() {
    return at < end;
  }

  /** Field number and wire type. */
  int tag() throws MalformedException {
    long tag = varint();
    if (tag >>> 3 == 0 || tag > 0xFFFFFFFFL) {
      throw new MalformedException("protobuf: not a field");
    }
    return (int) tag;
  }

  long varint() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw new MalformedException("protobuf: the data end early");
      }
      byte next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedException("protobuf: a number of more than 64 bits");
  }

  double fixed64() throws MalformedException {
    if (end - at < 8) {
      throw new MalformedException("protobuf: the data end early");
    }
    double value = Double.longBitsToDouble((long) LONGS.get(bytes, at));
    at += 8;
    return value;
  }

  /** The length of what follows, which is all there. */
  int length() throws MalformedException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new MalformedException("protobuf: a field beyond the end");
    }
    return (int) length;
  }

  /** Narrows the cursor to a message that begins here; returns what {@link #leave} needs. */
  int enter() throws MalformedException {
    int outer = end;
    int length = length();
    end = at + length;
    return outer;
  }

  /** Goes on behind the message that was entered. */
  void leave(int outer) {
    at = end;
    end = outer;
  }

  void skip(int tag) throws MalformedException {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> fixed64();
      case BYTES -> {
        int length = length();
        at += length;
      }
      case FIXED32 -> {
        if (end - at < 4) {
          throw new MalformedException("protobuf: the data end early");
        }
        at += 4;
      }
      default -> throw new MalformedException("protobuf: wire type " + (tag & 7));
    }
  }

  String text() throws MalformedException {
    int length = length();
    int start = at;
    at += length;
    for (int i = start; i < at; i++) {
      if (bytes[i] < 0) {
        return strict(start, length);
      }
    }
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }

  private String strict(int start, int length) throws MalformedException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("a label that is not UTF-8");
    }
  }
}
