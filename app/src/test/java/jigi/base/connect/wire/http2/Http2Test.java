package jigi.base.connect.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a server may say, right and wrong; real ones are asked by the probe's test. */
class Http2Test {
  private static final Frame HELLO = new Frame(Frame.SETTINGS, 0, 0, new byte[0]);
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Frame head(int flags, String status) {
    byte[] block = Hpack.encode(List.of(Map.entry(":status", status), Map.entry("x-by", "me")));
    return new Frame(Frame.HEADERS, flags, 1, block);
  }

  private static Frame data(int flags, String text) {
    return new Frame(Frame.DATA, flags, 1, bytes(text));
  }

  private Http2.Answer ask(byte[] body, int limit, Frame... frames)
      throws IOException, Http2.Broken {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      frame.write(said);
    }
    return Http2.exchange(
        new ByteArrayInputStream(said.toByteArray()),
        sent,
        List.of(Map.entry(":method", "GET")),
        body,
        limit);
  }

  private void refuses(String why, Frame... frames) {
    assertThatThrownBy(() -> ask(new byte[0], 100, frames))
        .isInstanceOf(Http2.Broken.class)
        .hasMessage(why);
  }

  /** The frames after the preface. */
  private List<Frame> sent() throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(sent.toByteArray());
    assertThat(new String(in.readNBytes(24), StandardCharsets.UTF_8)).startsWith("PRI * HTTP/2.0");
    List<Frame> all = new ArrayList<>();
    while (in.available() > 0) {
      all.add(Frame.read(in));
    }
    return all;
  }

  @Test
  void readsAnAnswerInPiecesBesideWhatElseIsSaid() throws Exception {
    byte[] ping = bytes("12345678");
    Frame hints = head(Frame.END_HEADERS, "103");
    Frame whole = head(0, "200");
    byte[] rest = Hpack.encode(List.of(Map.entry("x-more", "2")));
    byte[] padded = bytes("\3body!!!");
    Http2.Answer answer =
        ask(
            new byte[0],
            100,
            HELLO,
            new Frame(Frame.PING, 0, 0, ping),
            hints,
            whole,
            new Frame(Frame.CONTINUATION, Frame.END_HEADERS, 1, rest),
            new Frame(77, 0, 0, ping),
            new Frame(Frame.DATA, 8, 1, padded),
            head(Frame.END_HEADERS | Frame.END_STREAM, "999"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).isEqualTo(Map.of("x-by", List.of("me"), "x-more", List.of("2")));
    assertThat(answer.body()).asString().isEqualTo("body");
    assertThat(sent().stream().map(f -> f.type() + " " + f.flags()))
        .as("settings, window, head, their settings and ping")
        .containsExactly("4 0", "8 0", "1 5", "4 1", "6 1");
    assertThat(sent().getLast().body()).isEqualTo(ping);
  }

  @Test
  void readsNoMoreThanIsWanted() throws Exception {
    Http2.Answer answer =
        ask(new byte[0], 5, HELLO, head(Frame.END_HEADERS, "200"), data(0, "0123456789"));
    assertThat(answer.body().length).isGreaterThan(5);
  }

  /** The server takes ten bytes, then so many that all go out. */
  @Test
  void sendsNoMoreThanTheServerHasRoomFor() throws Exception {
    byte[] body = new byte[40_000];
    byte[] ten = {0, 4, 0, 0, 0, 10};
    byte[] first = {0, 0, 0, 1};
    byte[] rest = {0, 1, 0, 0};
    ask(
        body,
        100,
        new Frame(Frame.SETTINGS, 0, 0, ten),
        new Frame(Frame.WINDOW_UPDATE, 0, 1, first),
        new Frame(Frame.WINDOW_UPDATE, 0, 1, rest),
        new Frame(Frame.WINDOW_UPDATE, 0, 0, rest),
        head(Frame.END_HEADERS | Frame.END_STREAM, "204"));
    assertThat(sent().stream().filter(f -> f.type() == Frame.DATA).mapToInt(f -> f.body().length))
        .allMatch(length -> length <= Frame.LARGEST)
        .satisfies(all -> assertThat(all.stream().mapToInt(i -> i).sum()).isEqualTo(40_000));
    assertThat(sent().stream().filter(f -> f.type() == Frame.DATA).toList().getLast().flags())
        .isEqualTo(Frame.END_STREAM);
  }

  @Test
  void saysWhatIsWrongWithAnAnswer() {
    Frame good = head(Frame.END_HEADERS, "200");
    refuses("connection closed without an answer");
    refuses("connection closed in the middle of the answer", HELLO);
    refuses("connection closed in the middle of the answer", HELLO, good, data(0, "x"));
    refuses("the answer is not HTTP/2", good);
    refuses(
        "the server broke off: INTERNAL_ERROR",
        HELLO,
        new Frame(Frame.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 2}));
    refuses(
        "the server ended the connection: HTTP_1_1_REQUIRED",
        HELLO,
        new Frame(Frame.GOAWAY, 0, 0, new byte[] {0, 0, 0, 0, 0, 0, 0, 13}));
    refuses("the server sent a body before its status", HELLO, data(0, "x"));
    refuses(
        "the server ended its answer without a status",
        HELLO,
        head(Frame.END_HEADERS | Frame.END_STREAM, "x"));
    refuses("the server breaks off its headers", HELLO, head(0, "200"), data(0, "x"));
    refuses(
        "the server sent an entry that there is not (70)",
        HELLO,
        new Frame(Frame.HEADERS, Frame.END_HEADERS, 1, new byte[] {(byte) 0xc6}));
    refuses(
        "the server sent a frame with more padding than content",
        HELLO,
        good,
        new Frame(Frame.DATA, 8, 1, new byte[] {9, 1}));
  }

  @Test
  void anAnswerOfTheOldProtocolIsTold() {
    ByteArrayInputStream old = new ByteArrayInputStream(bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
    assertThatThrownBy(() -> Http2.exchange(old, sent, List.of(), new byte[0], 10))
        .hasMessage("the answer is not HTTP/2");
  }
}
