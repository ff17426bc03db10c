package jigi.detect.probe.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first message of a TLS handshake (RFC 5246 section 7.4.1, RFC 8446 section 4.1), written by
 * hand: a library that is itself secure offers nothing weak, and could not ask for it.
 *
 * @param protocol the highest one that is offered
 * @param suites cipher suites by their numbers
 */
record Hello(Protocol protocol, List<Integer> suites, String name) {
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int RANDOM = 32;
  private static final int LONGEST = 1 << 14;

  /** Versions by their numbers on the wire. */
  enum Protocol {
    SSL3("SSLv3", 0x0300),
    TLS10("TLSv1", 0x0301),
    TLS11("TLSv1.1", 0x0302),
    TLS12("TLSv1.2", 0x0303),
    TLS13("TLSv1.3", 0x0304);

    final String label;
    private final int number;

    Protocol(String label, int number) {
      this.label = label;
      this.number = number;
    }

    boolean isWeak() {
      return number < TLS12.number;
    }
  }

  /** What the server has chosen. */
  record Choice(int version, int suite) {}

  byte[] bytes() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    two(body, Math.min(protocol.number, Protocol.TLS12.number));
    body.writeBytes(new byte[RANDOM]);
    body.write(0);
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    suites.forEach(suite -> two(list, suite));
    block(body, list.toByteArray());
    body.write(1);
    body.write(0);
    if (protocol != Protocol.SSL3) {
      block(body, extensions());
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(1);
    message.write(0);
    block(message, body.toByteArray());
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.write(HANDSHAKE);
    two(wire, Math.min(protocol.number, Protocol.TLS10.number));
    block(wire, message.toByteArray());
    return wire.toByteArray();
  }

  private byte[] extensions() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] host = name.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.write(0);
    block(entry, host);
    extension(all, 0, listed(entry.toByteArray()));
    extension(all, 10, listed(new byte[] {0, 29, 0, 23, 0, 24, 0, 25}));
    extension(all, 11, new byte[] {1, 0});
    extension(
        all,
        13,
        listed(new byte[] {4, 3, 5, 3, 6, 3, 8, 4, 8, 5, 8, 6, 4, 1, 5, 1, 6, 1, 2, 3, 2, 1}));
    if (protocol == Protocol.TLS13) {
      extension(all, 43, new byte[] {2, 3, 4});
      // No key of ours: a server that speaks it asks for one, which is answer enough.
      extension(all, 51, new byte[] {0, 0});
    }
    return all.toByteArray();
  }

  /** Null when the server refuses: an alert, something else, or the end. */
  static @Nullable Choice answer(InputStream in) throws IOException {
    byte[] head = in.readNBytes(5);
    if (head.length < 5 || head[0] != HANDSHAKE) {
      return null;
    }
    int length = number(head, 3);
    byte[] message = in.readNBytes(Math.min(length, LONGEST));
    int session = 4 + 2 + RANDOM;
    if (message.length <= session || message[0] != SERVER_HELLO) {
      return null;
    }
    int suite = session + 1 + (message[session] & 0xff);
    return suite + 2 > message.length
        ? null
        : new Choice(number(message, 4), number(message, suite));
  }

  /** Whether the answer is one to this offer: old servers answer with an older version. */
  boolean accepted(@Nullable Choice choice) {
    return choice != null
        && suites.contains(choice.suite())
        && choice.version() == Math.min(protocol.number, Protocol.TLS12.number);
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private static void two(ByteArrayOutputStream out, int number) {
    out.write(number >> 8);
    out.write(number);
  }

  private static void block(ByteArrayOutputStream out, byte[] bytes) {
    two(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static byte[] listed(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    block(out, bytes);
    return out.toByteArray();
  }

  private static void extension(ByteArrayOutputStream out, int type, byte[] bytes) {
    two(out, type);
    block(out, bytes);
  }
}
