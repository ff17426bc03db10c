package jigi.base.connect.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer as it arrives: whole, by length, or in chunks (RFC 9112 §6 and §7). */
final class HttpBody extends InputStream {
  private static final int LONGEST_LINE = 16_384;
  private static final long UNTIL_CLOSED = -1;

  private final InputStream in;
  private final boolean chunked;
  private long rest;
  private boolean ended;
  private boolean first = true;

  /** The answer broke off, or is none: the target's fault. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    Broken(String message) {
      super(message);
    }
  }

  private HttpBody(InputStream in, boolean chunked, long rest) {
    this.in = in;
    this.chunked = chunked;
    this.rest = rest;
  }

  static HttpBody chunks(InputStream in) {
    return new HttpBody(in, true, 0);
  }

  static HttpBody untilClosed(InputStream in) {
    return new HttpBody(in, false, UNTIL_CLOSED);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && rest == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int wanted = rest == UNTIL_CLOSED ? length : (int) Math.min(length, rest);
    int count = in.read(target, offset, wanted);
    if (count < 0 && chunked) {
      throw new Broken("connection closed in the middle of the body");
    }
    if (rest > 0) {
      rest -= count;
    }
    return count;
  }

  private void nextChunk() throws IOException {
    if (!first) {
      line();
    }
    first = false;
    String header = line();
    int semicolon = header.indexOf(';');
    String size = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
    rest = length(size, 16);
    ended = rest == 0;
  }

  static long length(String text, int radix) throws Broken {
    try {
      long value = Long.parseLong(text, radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new Broken("the answer has a broken length ('" + text + "')");
    }
    throw new Broken("the answer has a broken length ('" + text + "')");
  }

  private String line() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new Broken("connection closed in the middle of the answer");
      }
      out.write(b);
      if (out.size() > LONGEST_LINE) {
        throw new Broken("the answer has a line of more than " + LONGEST_LINE + " bytes");
      }
    }
    return out.toString(java.nio.charset.StandardCharsets.US_ASCII).strip();
  }
}
