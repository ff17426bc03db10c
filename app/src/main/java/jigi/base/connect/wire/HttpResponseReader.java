package jigi.base.connect.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.RealTime;

/** Reads an HTTP/1.x answer (RFC 9112 §4 to §7). */
final class HttpResponseReader {
  private static final int LONGEST_LINE = 16_384;
  private static final int MOST_HEADERS = 200;

  /** An answer may announce more than it has: up to here its word is taken. */
  private static final int BELIEVED = 1 << 20;

  private final InputStream in;
  private final String method;
  private long firstByteNanos;

  HttpResponseReader(InputStream in, String method) {
    this.in = in;
    this.method = method;
  }

  record Head(int status, String reason, Map<String, List<String>> headers) {}

  /** The final answer's head; interim ones (1xx) are skipped. */
  Head head() throws IOException, WireException {
    while (true) {
      Head head = oneHead();
      if (head.status() >= 200) {
        return head;
      }
    }
  }

  long firstByteNanos() {
    return firstByteNanos;
  }

  private Head oneHead() throws IOException, WireException {
    String start = line();
    if (!start.matches("HTTP/1\\.[01] [1-9]\\d\\d( .*)?")) {
      throw WireException.fail(
          start.isEmpty()
              ? "connection closed without an answer"
              : "the answer is not HTTP/1: \""
                  + start.substring(0, Math.min(60, start.length()))
                  + '"');
    }
    Map<String, List<String>> headers = new TreeMap<>();
    int count = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0 || ++count > MOST_HEADERS) {
        throw WireException.fail("the answer has a broken head");
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).strip().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    String reason = start.length() > 13 ? start.substring(13).strip() : "";
    return new Head(Integer.parseInt(start.substring(9, 12)), reason, headers);
  }

  /** At most {@code limit} bytes of the body, as they were sent. */
  byte[] body(Head head, int limit) throws IOException, WireException {
    if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
      return new byte[0];
    }
    try {
      List<String> length = head.headers().get("content-length");
      if (isChunked(head) || length == null) {
        return stream(head).readNBytes(limit);
      }
      long announced = HttpBody.length(length.getFirst(), 10);
      byte[] body = read((int) Math.min(announced, limit));
      if (body.length < Math.min(announced, limit)) {
        throw WireException.fail(
            "connection closed after " + body.length + " of " + announced + " bytes of the body");
      }
      return body;
    } catch (HttpBody.Broken e) {
      throw WireException.fail(String.valueOf(e.getMessage()));
    }
  }

  /** So many bytes, or fewer when there are no more: room for them is made as they come. */
  private byte[] read(int length) throws IOException {
    byte[] body = new byte[Math.min(length, BELIEVED)];
    int filled = 0;
    while (filled < length) {
      if (filled == body.length) {
        body = Arrays.copyOf(body, (int) Math.min(length, 2L * filled));
      }
      int count = in.read(body, filled, body.length - filled);
      if (count < 0) {
        return Arrays.copyOf(body, filled);
      }
      filled += count;
    }
    return body;
  }

  /** A body of unknown length, as it arrives. */
  InputStream stream(Head head) {
    return isChunked(head) ? HttpBody.chunks(in) : HttpBody.untilClosed(in);
  }

  private static boolean isChunked(Head head) {
    List<String> transfer = head.headers().getOrDefault("transfer-encoding", List.of());
    return transfer.stream().anyMatch(value -> value.toLowerCase(Locale.ROOT).endsWith("chunked"));
  }

  private String line() throws IOException, WireException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(80);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (firstByteNanos == 0) {
        firstByteNanos = RealTime.nanos();
      }
      if (b == '\n') {
        String line = out.toString(StandardCharsets.UTF_8);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      }
      out.write(b);
      if (out.size() > LONGEST_LINE) {
        throw WireException.fail("the answer has a line of more than " + LONGEST_LINE + " bytes");
      }
    }
    if (out.size() == 0 && firstByteNanos != 0) {
      throw WireException.fail("connection closed in the middle of the answer");
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
