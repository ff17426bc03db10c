package jigi.detect.probe.tls;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The first words of HTTP/2 (RFC 9113, section 3.4): each side says its settings. */
final class Http2 {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** A frame of type 4 without content: nothing differs from the defaults. */
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  private static final int TYPE_SETTINGS = 4;
  private static final int TYPE_GOAWAY = 7;

  private Http2() {}

  /** What is wrong with the server's answer; null when it begins as HTTP/2 does. */
  static @Nullable String objection(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(PREFACE);
    socket.getOutputStream().write(SETTINGS);
    socket.getOutputStream().flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    try {
      in.skipNBytes(3);
      int type = in.readUnsignedByte();
      return switch (type) {
        case TYPE_SETTINGS -> null;
        case TYPE_GOAWAY -> "the server speaks HTTP/2 and goes away at once";
        default -> "the server agreed on h2 and answers something else";
      };
    } catch (EOFException e) {
      return "the server agreed on h2 and closed the connection";
    }
  }
}
