package jigi.operate.backup.source.redis;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads changes as Redis writes them to replicas and to append-only files: commands of the
 * serialization protocol, in files with lines between them that begin with {@code #}. Values of any
 * length pass in pieces.
 */
final class Commands {
  private static final int CHUNK = 64 * 1024;
  private static final int LONGEST_LINE = 1024;
  private static final int LONGEST_NAME = 32;

  /** They change nothing: a server sends them to see that its replica is there. */
  private static final Set<String> CHATTER = Set.of("PING", "REPLCONF", "SELECT");

  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];

  /**
   * What was read.
   *
   * @param text the name of a command in capitals, or a note with its {@code #}
   * @param bytes of a command, as they count in the stream; 0 of a note
   */
  record Piece(String text, long bytes) {
    boolean isNote() {
      return text.startsWith("#");
    }

    boolean changes() {
      return !isNote() && !CHATTER.contains(text);
    }

    boolean begins() {
      return text.equals("MULTI");
    }

    boolean ends() {
      return text.equals("EXEC") || text.equals("DISCARD");
    }
  }

  /** Who gets the bytes of commands. */
  interface Sink {
    /** Before the first byte of a command. */
    void begin() throws IOException;

    void write(byte[] bytes, int length) throws IOException;
  }

  Commands(InputStream in) {
    this.in = in;
  }

  /** A sink that keeps nothing. */
  static Sink none() {
    return to(OutputStream.nullOutputStream());
  }

  static Sink to(OutputStream out) {
    return new Sink() {
      @Override
      public void begin() {}

      @Override
      public void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
      }
    };
  }

  /**
   * The next piece.
   *
   * @return null at the end, between two pieces
   * @throws EOFException when it ends within one
   * @throws IOException also when it is none
   */
  @Nullable Piece next(Sink sink) throws IOException {
    int first = in.read();
    switch (first) {
      case -1 -> {
        return null;
      }
      case '#' -> {
        return new Piece("#" + line(), 0);
      }
      case '*' -> {
        sink.begin();
        return command(sink);
      }
      default -> throw new IOException("no command begins with byte " + first);
    }
  }

  private Piece command(Sink sink) throws IOException {
    String count = line();
    long bytes = put(sink, "*" + count + "\r\n");
    String name = "";
    long words = number(count);
    for (long i = 0; i < words; i++) {
      if (in.read() != '$') {
        throw new IOException("a word of a command has no length");
      }
      String size = line();
      bytes += put(sink, "$" + size + "\r\n");
      long length = number(size);
      String said = word(sink, length, i == 0);
      name = i == 0 ? said : name;
      bytes += length + 2;
    }
    return new Piece(name, bytes);
  }

  private static long put(Sink sink, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    sink.write(bytes, bytes.length);
    return bytes.length;
  }

  private static long number(String text) throws IOException {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("no number ('" + text + "')", e);
    }
    throw new IOException("a length of " + text);
  }

  /** Its bytes and the end of the line; of the first word what it says. */
  private String word(Sink sink, long length, boolean first) throws IOException {
    String said = "";
    long left = length + 2;
    while (left > 0) {
      int n = in.read(chunk, 0, (int) Math.min(CHUNK, left));
      if (n < 0) {
        throw new EOFException("it ends within a command");
      }
      if (first && said.length() < LONGEST_NAME) {
        said += new String(chunk, 0, Math.min(n, LONGEST_NAME), StandardCharsets.ISO_8859_1);
      }
      sink.write(chunk, n);
      left -= n;
    }
    return said.strip().toUpperCase(Locale.ROOT);
  }

  private String line() throws IOException {
    StringBuilder out = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || out.length() == LONGEST_LINE) {
        throw new EOFException("it ends within a line");
      }
      if (c != '\r') {
        out.append((char) c);
      }
    }
    return out.toString();
  }
}
