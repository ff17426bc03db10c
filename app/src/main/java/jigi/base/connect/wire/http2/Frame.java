package jigi.base.connect.wire.http2;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A frame of RFC 9113, section 4.
 *
 * @param stream 0 for the connection
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Frame(int type, int flags, int stream, byte[] body) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int ACK = 1;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITY = 32;

  /** What either side sends at most, unless the other allows more. */
  static final int LARGEST = 16_384;

  private static final int HEAD = 9;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /**
   * The next one.
   *
   * @throws EOFException when nothing more comes
   */
  static Frame read(InputStream in) throws IOException, BrokenHeaders {
    ByteBuffer head = ByteBuffer.wrap(in.readNBytes(HEAD));
    if (head.remaining() < HEAD) {
      throw new EOFException();
    }
    int lengthAndType = head.getInt();
    int length = lengthAndType >>> 8;
    int flags = head.get() & 0xff;
    int stream = head.getInt() & Integer.MAX_VALUE;
    if (length > LARGEST) {
      throw new BrokenHeaders("a frame of " + length + " bytes");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return new Frame(lengthAndType & 0xff, flags, stream, body);
  }

  void write(OutputStream out) throws IOException {
    byte[] head =
        ByteBuffer.allocate(HEAD)
            .putInt(body.length << 8 | type)
            .put((byte) flags)
            .putInt(stream)
            .array();
    out.write(head);
    out.write(body);
  }

  /** What it carries, without what only fills it up or orders it. */
  byte[] content() throws BrokenHeaders {
    int from = has(PADDED) ? 1 : 0;
    int padding = from == 1 && body.length > 0 ? body[0] & 0xff : 0;
    from += type == HEADERS && has(PRIORITY) ? 5 : 0;
    if (from + padding > body.length) {
      throw new BrokenHeaders("a frame with more padding than content");
    }
    return java.util.Arrays.copyOfRange(body, from, body.length - padding);
  }

  /** The number at a place of its body. */
  int number(int at) throws BrokenHeaders {
    if (body.length < at + 4) {
      throw new BrokenHeaders("a frame that is too short");
    }
    return ByteBuffer.wrap(body).getInt(at);
  }
}
