package jigi.base.connect.redis;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads replies of the Redis serialization protocol, version 2. */
final class RespReader {
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int LONGEST_BULK = 16 * 1024 * 1024;
  private static final int MOST_ITEMS = 1_000_000;
  private static final int DEEPEST = 8;

  private final InputStream in;

  RespReader(InputStream in) {
    this.in = in;
  }

  /**
   * @throws IOException when what comes is no reply of this protocol, or too much of one
   */
  Reply read() throws IOException {
    return read(0);
  }

  private Reply read(int depth) throws IOException {
    int type = in.read();
    if (type < 0) {
      throw new EOFException("the server closed the connection");
    }
    String line = line();
    return switch (type) {
      case '+' -> new Reply.Text(line);
      case '-' -> new Reply.Refused(line);
      case ':' -> new Reply.Number(number(line));
      case '$' -> bulk(number(line));
      case '*' -> items(number(line), depth);
      default -> throw new IOException("this is not Redis: it answers with '" + (char) type + "'");
    };
  }

  private Reply bulk(long length) throws IOException {
    if (length < 0) {
      return new Reply.Nothing();
    }
    if (length > LONGEST_BULK) {
      throw new IOException("a value of " + length + " bytes is too long");
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length || in.readNBytes(2).length < 2) {
      throw new EOFException("the server closed the connection within a value");
    }
    return new Reply.Text(new String(bytes, StandardCharsets.UTF_8));
  }

  private Reply items(long count, int depth) throws IOException {
    if (count < 0) {
      return new Reply.Nothing();
    }
    if (count > MOST_ITEMS || depth == DEEPEST) {
      throw new IOException("an answer of " + count + " values is too long");
    }
    List<Reply> all = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      all.add(read(depth + 1));
    }
    return new Reply.Items(all);
  }

  private String line() throws IOException {
    StringBuilder out = new StringBuilder();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0 || out.length() == LONGEST_LINE) {
        throw new EOFException("the server closed the connection within a line");
      }
      out.append((char) c);
    }
    if (in.read() != '\n') {
      throw new IOException("this is not Redis: a line ends otherwise");
    }
    return out.toString();
  }

  private static long number(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("this is not Redis: no number ('" + text + "')", e);
    }
  }
}
