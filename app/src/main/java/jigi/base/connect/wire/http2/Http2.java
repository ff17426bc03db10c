package jigi.base.connect.wire.http2;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.RealTime;

/**
 * One exchange over HTTP/2 (RFC 9113), on a connection whose sides have agreed on it. There is one
 * stream; what the server pushes is refused, and the windows are as large as what is read.
 */
public final class Http2 {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int STREAM = 1;
  private static final int ENABLE_PUSH = 2;
  private static final int INITIAL_WINDOW = 4;
  private static final int WINDOW = 65_535;
  private static final int MOST_HEADER_BYTES = 1 << 18;
  private static final List<String> ERRORS =
      List.of(
          "NO_ERROR",
          "PROTOCOL_ERROR",
          "INTERNAL_ERROR",
          "FLOW_CONTROL_ERROR",
          "SETTINGS_TIMEOUT",
          "STREAM_CLOSED",
          "FRAME_SIZE_ERROR",
          "REFUSED_STREAM",
          "CANCEL",
          "COMPRESSION_ERROR",
          "CONNECT_ERROR",
          "ENHANCE_YOUR_CALM",
          "INADEQUATE_SECURITY",
          "HTTP_1_1_REQUIRED");

  private final InputStream in;
  private final OutputStream out;
  private final Hpack hpack = new Hpack();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private long connectionWindow = WINDOW;
  private long streamWindow = WINDOW;
  private long peersInitialWindow = WINDOW;
  private boolean greeted;
  private int status;
  private Map<String, List<String>> headers = Map.of();
  private long firstByteNanos;
  private boolean ended;

  private Http2(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** The answer does not keep to the protocol, or breaks off: the server's fault. */
  public static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    Broken(String message) {
      super(message);
    }
  }

  /**
   * What came back.
   *
   * @param headers names in lower case, without those that begin with a colon
   * @param body as it was sent, at most one byte more than wanted
   * @param firstByteNanos when the answer began, on {@link RealTime#nanos}'s scale
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Answer(
      int status, Map<String, List<String>> headers, byte[] body, long firstByteNanos) {}

  /**
   * Asks once.
   *
   * @param head in order, those that begin with a colon first
   * @param limit how many bytes of the answer's body are wanted
   */
  public static Answer exchange(
      InputStream in,
      OutputStream out,
      List<Map.Entry<String, String>> head,
      byte[] body,
      int limit)
      throws IOException, Broken {
    Http2 http = new Http2(in, out);
    try {
      http.ask(head, body, limit);
      while (!http.ended && http.body.size() <= limit) {
        http.take(http.next());
      }
    } catch (BrokenHeaders e) {
      throw new Broken("the server sent " + e.getMessage());
    } catch (EOFException e) {
      throw new Broken(
          http.greeted
              ? "connection closed in the middle of the answer"
              : "connection closed without an answer");
    }
    return new Answer(http.status, http.headers, http.body.toByteArray(), http.firstByteNanos);
  }

  private void ask(List<Map.Entry<String, String>> head, byte[] content, int limit)
      throws IOException, BrokenHeaders, Broken {
    long window = (long) limit + WINDOW;
    ByteBuffer settings = ByteBuffer.allocate(12);
    settings.putShort((short) ENABLE_PUSH).putInt(0);
    settings.putShort((short) INITIAL_WINDOW).putInt((int) Math.min(window, Integer.MAX_VALUE));
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    first.write(PREFACE);
    new Frame(Frame.SETTINGS, 0, 0, settings.array()).write(first);
    new Frame(Frame.WINDOW_UPDATE, 0, 0, number(limit)).write(first);
    head(Hpack.encode(head), content.length == 0, first);
    out.write(first.toByteArray());
    out.flush();
    int sent = 0;
    while (sent < content.length && !ended) {
      int room = (int) Math.min(Math.min(connectionWindow, streamWindow), Frame.LARGEST);
      if (room <= 0) {
        take(next());
        continue;
      }
      int length = Math.min(room, content.length - sent);
      byte[] part = Arrays.copyOfRange(content, sent, sent + length);
      sent += length;
      connectionWindow -= length;
      streamWindow -= length;
      int flags = sent == content.length ? Frame.END_STREAM : 0;
      new Frame(Frame.DATA, flags, STREAM, part).write(out);
      out.flush();
    }
  }

  private static void head(byte[] block, boolean alone, OutputStream to) throws IOException {
    int at = 0;
    do {
      int end = Math.min(block.length, at + Frame.LARGEST);
      int flags = end == block.length ? Frame.END_HEADERS : 0;
      flags |= at == 0 && alone ? Frame.END_STREAM : 0;
      int type = at == 0 ? Frame.HEADERS : Frame.CONTINUATION;
      new Frame(type, flags, STREAM, Arrays.copyOfRange(block, at, end)).write(to);
      at = end;
    } while (at < block.length);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(Math.max(1, value)).array();
  }

  /** The first one is the server's settings; anything else is another protocol. */
  private Frame next() throws IOException, BrokenHeaders, Broken {
    try {
      Frame frame = Frame.read(in);
      if (!greeted && frame.type() != Frame.SETTINGS) {
        throw new Broken("the answer is not HTTP/2");
      }
      greeted = true;
      return frame;
    } catch (BrokenHeaders e) {
      if (!greeted) {
        throw new Broken("the answer is not HTTP/2");
      }
      throw e;
    }
  }

  private void take(Frame frame) throws IOException, BrokenHeaders, Broken {
    switch (frame.type()) {
      case Frame.SETTINGS -> settings(frame);
      case Frame.PING -> answer(frame, Frame.PING, frame.body());
      case Frame.WINDOW_UPDATE -> room(frame);
      case Frame.GOAWAY -> {
        if (frame.number(0) < STREAM) {
          throw new Broken("the server ended the connection: " + error(frame.number(4)));
        }
      }
      case Frame.PUSH_PROMISE -> throw new Broken("the server pushes what nobody asked for");
      case Frame.RST_STREAM, Frame.HEADERS, Frame.DATA, Frame.CONTINUATION -> ours(frame);
      default -> {} // what later versions add is to be passed over
    }
  }

  private void ours(Frame frame) throws IOException, BrokenHeaders, Broken {
    if (frame.stream() != STREAM) {
      throw new Broken("the server answers on a stream of its own");
    }
    switch (frame.type()) {
      case Frame.RST_STREAM -> throw new Broken("the server broke off: " + error(frame.number(0)));
      case Frame.HEADERS -> headers(frame);
      case Frame.DATA -> {
        if (status == 0) {
          throw new Broken("the server sent a body before its status");
        }
        body.write(frame.content());
        ended = frame.has(Frame.END_STREAM);
      }
      default -> throw new Broken("the server goes on with headers that it did not begin");
    }
  }

  private void settings(Frame frame) throws IOException, BrokenHeaders {
    if (frame.has(Frame.ACK)) {
      return;
    }
    for (int at = 0; at + 6 <= frame.body().length; at += 6) {
      if (frame.number(at) >>> 16 == INITIAL_WINDOW) {
        long initial = frame.number(at + 2) & 0xffff_ffffL;
        streamWindow += initial - peersInitialWindow;
        peersInitialWindow = initial;
      }
    }
    answer(frame, Frame.SETTINGS, new byte[0]);
  }

  private void answer(Frame frame, int type, byte[] content) throws IOException {
    if (!frame.has(Frame.ACK)) {
      new Frame(type, Frame.ACK, 0, content).write(out);
      out.flush();
    }
  }

  private void room(Frame frame) throws BrokenHeaders {
    if (frame.stream() == 0) {
      connectionWindow += frame.number(0);
    } else {
      streamWindow += frame.number(0);
    }
  }

  /** Interim answers and what follows a body are passed over. */
  private void headers(Frame frame) throws IOException, BrokenHeaders, Broken {
    long now = RealTime.nanos();
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(frame.content());
    Frame last = frame;
    while (!last.has(Frame.END_HEADERS)) {
      last = next();
      if (last.type() != Frame.CONTINUATION || last.stream() != STREAM) {
        throw new Broken("the server breaks off its headers");
      }
      block.write(last.body());
      if (block.size() > MOST_HEADER_BYTES) {
        throw new Broken("the server sent more than " + MOST_HEADER_BYTES + " bytes of headers");
      }
    }
    List<Hpack.Header> all = hpack.decode(block.toByteArray());
    int told = status(all);
    if (status == 0 && told >= 200) {
      status = told;
      firstByteNanos = now;
      headers = named(all);
    }
    ended = frame.has(Frame.END_STREAM);
    if (ended && status == 0) {
      throw new Broken("the server ended its answer without a status");
    }
  }

  private static int status(List<Hpack.Header> all) {
    return all.stream()
        .filter(header -> header.name().equals(":status") && header.value().matches("[1-9]\\d\\d"))
        .mapToInt(header -> Integer.parseInt(header.value()))
        .findFirst()
        .orElse(0);
  }

  private static Map<String, List<String>> named(List<Hpack.Header> all) {
    Map<String, List<String>> named = new TreeMap<>();
    for (Hpack.Header header : all) {
      if (!header.name().startsWith(":")) {
        named.computeIfAbsent(header.name(), _ -> new ArrayList<>()).add(header.value());
      }
    }
    return named;
  }

  private static String error(int code) {
    return code >= 0 && code < ERRORS.size() ? ERRORS.get(code) : "error " + code;
  }
}
